"""Positions at scale are classified as exact geodesics would classify them, one by one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from tests.geo.exact_truth import GEOD, places_at_edges, winding_masks
from tests.geo.ground_truth import Array, clear_line, distance_m, is_abeam, places_about
from truceline.agreement.load import load_agreement
from truceline.errors import GeometryInvalid
from truceline.geo import kernel_frame
from truceline.geo.around import sheet_about
from truceline.geo.band import beside, within
from truceline.geo.classify import Classified, Classifier, classify, make_classifier
from truceline.geo.classify_arrow import classify_table
from truceline.geo.classify_exact import exact_masks
from truceline.geo.cover import lay_cover, left_out_m
from truceline.geo.cover_cache import zones_digest
from truceline.geo.kernel import compile_kernels
from truceline.geo.zone import Zone

pytestmark = pytest.mark.slow

# The long run: TRUCELINE_LONG=1 pytest tests/geo/test_classify.py
LONG = bool(os.environ.get("TRUCELINE_LONG"))
RANDOM, AT_EDGES = (2_000_000, 500_000) if LONG else (30_000, 3_000)
AGREEMENTS = ("undof-1974", "sw-syria-2017", "korea-1953", "minsk-2015", "lebanon-2024")


def _zone(id: str, polygon: Polygon) -> Zone:  # noqa: A002
    return Zone(id=id, title=id, polygon=polygon, error_m=0, construction="-")


def _masks(found: Classified, ids: tuple[str, ...]) -> Array:
    legend = [sum(1 << ids.index(name) for name in held) for held in found.legend]
    return np.array([*legend, -1], dtype=np.int64)[
        np.where(found.codes == found.nowhere, len(legend), found.codes)
    ]


def _drawn(agreement: str) -> list[Zone]:
    return [zone for zone in load_agreement(agreement).zones if zone.polygon is not None]


def _wrong(classifier: Classifier, lons: Array, lats: Array) -> int:
    got = _masks(classify(classifier, lons, lats), classifier.ids)
    return int((got != exact_masks(classifier.cover.edges, lons, lats)).sum())


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_no_place_is_wrong_at_random_or_within_a_metre_of_an_edge(agreement: str) -> None:
    zones = _drawn(agreement)
    classifier = make_classifier(zones)
    rng = np.random.default_rng(1974)
    bounds = np.array([shapely.bounds(zone.polygon) for zone in zones])
    (west, south), (east, north) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    lons = rng.uniform(west - 0.1, east + 0.1, RANDOM)
    lats = rng.uniform(south - 0.1, north + 0.1, RANDOM)
    edge_lons, edge_lats = places_at_edges(zones, rng, AT_EDGES)

    wrong = _wrong(classifier, lons, lats), _wrong(classifier, edge_lons, edge_lats)
    print(f"{agreement}: {wrong[0]} of {RANDOM} and {wrong[1]} of {AT_EDGES} at edges are wrong")
    assert wrong == (0, 0)


@pytest.mark.parametrize("agreement", ["undof-1974", "sw-syria-2017"])
def test_the_last_tier_agrees_with_the_turns_of_the_rings_as_given(agreement: str) -> None:
    zones = _drawn(agreement)
    classifier = make_classifier(zones)
    lons, lats = places_at_edges(zones, np.random.default_rng(7), 400 if LONG else 10)

    assert (winding_masks(zones, lons, lats) == _masks(
        classify(classifier, lons, lats), classifier.ids
    )).all()  # fmt: skip


@st.composite
def _stars(draw: st.DrawFn) -> list[Zone]:
    lon, lat = draw(st.floats(-170, 170)), draw(st.floats(-78, 78))
    made = []
    for number in range(draw(st.integers(1, 3))):
        reach = draw(st.floats(0.01, 0.3))
        radii = draw(st.lists(st.floats(0.2, 1.0), min_size=3, max_size=12))
        shift = draw(st.floats(0, 0.2))
        turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
        x = lon + shift + reach * np.array(radii) * np.cos(turns)
        y = lat + reach * np.array(radii) * np.sin(turns)
        made.append(_zone(f"z{number}", Polygon(np.column_stack([x, y]))))
    return made


@given(zones=_stars(), seed=st.integers(0, 2**32 - 1))
def test_overlapping_shapes_anywhere_are_classified_as_their_rings_wind(
    zones: list[Zone], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    classifier = make_classifier(zones)
    west, south, east, north = zones[0].polygon.bounds  # type: ignore[union-attr]
    lons, lats = places_at_edges(zones, rng, 200)
    lons = np.append(lons, rng.uniform(west, east, 200))
    lats = np.append(lats, rng.uniform(south, north, 200))

    got = _masks(classify(classifier, lons, lats), classifier.ids)

    assert (got == winding_masks(zones, lons, lats)).all()


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60 if LONG else 3)
def test_bands_of_random_lines_are_classified_as_bearings_tell(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = clear_line(rng, legs=8, leg_m=6000, bend_deg=40)
    zones = [
        within(id="near", title="near", line=line, distance_m=float(rng.uniform(2000, 20_000))),
        beside(id="l", title="l", line=line, side="left", from_m=0, to_m=10_000),
        beside(id="r", title="r", line=line, side="right", from_m=0, to_m=25_000),
    ]
    lons, lats = places_about(rng, line, reach_m=30_000, count=2000)
    edge_lons, edge_lats = places_at_edges(zones, rng, 500)
    classifier = make_classifier(zones)

    assert _wrong(classifier, lons, lats) == 0
    assert _wrong(classifier, edge_lons, edge_lats) == 0


@pytest.mark.parametrize("seed", range(20 if LONG else 2))
def test_bands_hold_what_true_distances_to_the_line_put_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = clear_line(rng, legs=8, leg_m=6000, bend_deg=40)
    lons, lats = places_about(rng, line, reach_m=14_000, count=1500)
    zones = [
        within(id="near", title="near", line=line, distance_m=10_000),
        beside(id="l", title="l", line=line, side="left", from_m=0, to_m=10_000),
        beside(id="r", title="r", line=line, side="right", from_m=0, to_m=10_000),
    ]
    away = distance_m(line, lons, lats)

    masks = _masks(classify(make_classifier(zones), lons, lats), ("near", "l", "r"))

    told = np.abs(away - 10_000) > 1.0
    assert ((masks & 1 == 1) == (away < 10_000))[told].all()
    beside_it = is_abeam(line, lons, lats, away_m=away) & (away < 10_000)
    ends = [
        np.asarray(GEOD.inv(lons, lats, np.full(1500, lon), np.full(1500, lat))[2])
        for lon, lat in (line.points[0], line.points[-1])
    ]
    told &= np.minimum(*ends) - away > 1.0
    told &= away > 1.0
    assert ((masks & 6 != 0) == beside_it)[told].all()


def test_an_edge_is_the_geodesic_and_not_the_straight_stroke_in_degrees() -> None:
    wide = _zone("wide", box(20.0, 60.0, 22.0, 61.0))
    # Half way, the geodesic runs 0.0038 degrees north of the parallel through its ends.
    highest = GEOD.npts(20.0, 60.0, 22.0, 60.0, 1)[0][1]
    lats = np.array([(60.0 + highest) / 2, 61.002])
    found = classify(make_classifier([wide]), np.array([21.0, 21.0]), lats)

    assert 60.003 < highest < 60.004

    assert [found.legend[code] for code in found.codes] == [(), ("wide",)]


def test_a_place_on_a_shared_edge_or_corner_lies_in_exactly_one_of_the_zones() -> None:
    quarters = [
        _zone(f"{x}{y}", box(35 + x / 9, 33 + y / 9, 35 + (x + 1) / 9, 33 + (y + 1) / 9))
        for x in range(2)
        for y in range(2)
    ]
    lons = np.array([35 + 1 / 9, 35 + 1 / 9, 35 + 1 / 9, 35.05])
    lats = np.array([33 + 1 / 9, 33.05, 33.15, 33.05])

    found = classify(make_classifier(quarters), lons, lats)

    assert [len(found.legend[code]) for code in found.codes] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(np.nan, 33.0), (35.0, np.inf), (35.0, 91.0), (-180.1, 0.0), (35.0, -np.inf)],
)
def test_what_is_no_place_gets_no_zone_and_is_told_apart(lon: float, lat: float) -> None:
    found = classify(
        make_classifier([_zone("s", box(35, 33, 35.1, 33.1))]),
        np.array([35.05, lon, 0.0]),
        np.array([33.05, lat, 0.0]),
    )

    assert found.codes[1] == found.nowhere
    assert [found.legend[code] for code in found.codes[[0, 2]]] == [("s",), ()]


def test_whole_numbers_and_any_number_of_threads_give_the_same_answers() -> None:
    classifier = make_classifier(_drawn("sw-syria-2017"))
    rng = np.random.default_rng(3)
    whole_lons = rng.integers(355_000_000, 375_000_000, 1_200_000).astype(np.int32)
    whole_lats = rng.integers(322_000_000, 335_000_000, 1_200_000).astype(np.int32)
    room = np.empty(2_000_000, dtype=classifier.cover.level2.dtype)

    by_degrees = classify(classifier, whole_lons / 1e7, whole_lats / 1e7, threads=1)
    by_whole = classify(classifier, whole_lons, whole_lats, threads=3, out=room)

    assert (by_degrees.codes == by_whole.codes).all()
    assert np.shares_memory(by_whole.codes, room)


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (box(-179.9, 10, 179.9, 11), "crosses the 180th meridian"),
        (box(10, 84, 11, 86), "too near a pole"),
        (box(-60, -30, 60, 60), "too far for one pass"),
    ],
)
def test_ground_that_tears_is_refused_with_the_reason(shape: Polygon, why: str) -> None:
    with pytest.raises(GeometryInvalid, match=why):
        make_classifier([_zone("torn", shape)])


def test_too_many_zones_and_unlike_arrays_are_refused() -> None:
    square = box(35, 33, 35.1, 33.1)
    classifier = make_classifier([_zone("s", square)])
    with pytest.raises(GeometryInvalid, match="63 zones are too many"):
        make_classifier([_zone(str(n), square) for n in range(63)])
    with pytest.raises(GeometryInvalid, match="no pairs"):
        classify(classifier, np.zeros(2), np.zeros(3))
    with pytest.raises(GeometryInvalid, match="float32"):
        classify(classifier, np.zeros(2, np.float32), np.zeros(2, np.float32))


def test_a_kept_cover_is_found_again_and_a_damaged_one_laid_anew(tmp_path: Path) -> None:
    zones = [_zone("s", box(35, 33, 35.1, 33.1))]
    make_classifier(zones, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    again = make_classifier(zones, cache=tmp_path)
    kept.write_bytes(kept.read_bytes()[:-400])
    mended = make_classifier(zones, cache=tmp_path)

    for made in (again, mended):
        assert (made.cover.level2 == lay_cover(zones).level2).all()
    moved = [_zone("s", box(35, 33, 35.1, 33.2))]
    assert zones_digest(zones)[7:39] in kept.name
    assert zones_digest(moved) != zones_digest(zones)


@given(lat=st.floats(-84, 84), bearing=st.floats(0, 360), distance=st.floats(1, 1500))
def test_a_sheet_leaves_out_less_than_the_written_bound(
    lat: float, bearing: float, distance: float
) -> None:
    compile_kernels(kernel_frame)
    lon_to, lat_to, _ = GEOD.fwd(30.0, lat, bearing, distance)
    factors = np.zeros(5)
    kernel_frame.sheet_factors(lat, factors)

    x, y = kernel_frame.metres(lon_to, lat_to, 30.0, lat, factors)

    true_x, true_y = sheet_about(30.0, lat, np.array([lon_to]), np.array([lat_to]))
    assert np.hypot(x - true_x[0], y - true_y[0]) < left_out_m(distance, lat) + 1e-7


def test_a_table_in_arrow_comes_back_with_the_same_answers() -> None:
    classifier = make_classifier(_drawn("undof-1974"))
    rng = np.random.default_rng(8)
    whole = pa.table(
        {
            "x": pa.array(rng.integers(355_000_000, 363_000_000, 3000).astype(np.int32)),
            "y": pa.array(rng.integers(327_000_000, 335_000_000, 3000).astype(np.int32)),
        }
    )
    degrees = pa.table({name: whole[name].to_numpy() / 1e7 for name in ("x", "y")})
    parts = pa.concat_tables([degrees.slice(0, 1000), degrees.slice(1000)])

    answers = [
        classify_table(classifier, table, lon="x", lat="y")["zones"].to_pylist()
        for table in (whole, degrees, parts)
    ]

    assert answers[0] == answers[1] == answers[2]
    assert any(" " in held for held in answers[0])
    holed = pa.table({"x": whole["x"], "y": pa.array([None, *whole["y"].to_pylist()[1:]], "int32")})
    found = classify_table(classifier, holed, lon="x", lat="y")["zones"].to_pylist()
    assert found == [None, *answers[0][1:]]
    with pytest.raises(GeometryInvalid, match="no column 'lon'"):
        classify_table(classifier, whole)
