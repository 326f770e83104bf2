"""Distances, sides and depths, against walks along geodesics."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.geo import ground_truth as truth
from truceline.errors import GeometryInvalid
from truceline.geo import band, combine, measure
from truceline.geo.line import Line
from truceline.geo.place import Place

SIDES = {-1.0: "left", 1.0: "right"}


def line_of(*points: tuple[float, float]) -> Line:
    """Return a line through points."""
    return Line(id="l", title="l", points=points, error_m=0, source="-")


@given(seed=st.integers(0, 10**6), bend_deg=st.sampled_from([20, 80, 150]))
def test_the_distance_to_a_line_is_right_to_a_centimetre(seed: int, bend_deg: int) -> None:
    rng = np.random.default_rng(seed)
    line = truth.wandering_line(rng, legs=4, leg_m=20_000, bend_deg=bend_deg)
    lons, lats = truth.places_about(rng, line, reach_m=80_000, count=4)

    found = [measure.distance_to_line_m(line, Place(*at, 0)) for at in zip(lons, lats, strict=True)]

    assert found == pytest.approx(truth.distance_m(line, lons, lats), abs=0.01)


@given(seed=st.integers(0, 10**6), bend_deg=st.sampled_from([20, 80, 150]))
def test_the_side_is_that_of_the_nearest_point_of_the_line_prolonged(
    seed: int, bend_deg: int
) -> None:
    rng = np.random.default_rng(seed)
    line = truth.wandering_line(rng, legs=4, leg_m=5000, bend_deg=bend_deg)
    lons, lats = truth.places_about(rng, line, reach_m=20_000, count=6)
    wanted = [
        "on" if distance_m < measure.ON_LINE_M else SIDES[side]
        for side, distance_m in zip(
            truth.side(line, lons, lats), truth.distance_m(line, lons, lats), strict=True
        )
    ]
    if not truth.runs_clear(line):
        return

    found = [measure.side_of_line(line, Place(*at, 0)) for at in zip(lons, lats, strict=True)]

    assert found == wanted


@given(seed=st.integers(0, 10**6))
def test_a_line_turned_round_swaps_left_and_right(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = truth.wandering_line(rng, legs=5, leg_m=4000, bend_deg=100)
    turned = line_of(*line.points[::-1])
    other = {"left": "right", "right": "left", "on": "on"}
    lons, lats = truth.places_about(rng, line, reach_m=20_000, count=5)

    for lon, lat in zip(lons, lats, strict=True):
        place = Place(lon, lat, 0)
        assert measure.side_of_line(turned, place) == other[measure.side_of_line(line, place)]


SPIKE = line_of((35.0, 33.0), (35.1, 33.0), (35.0, 33.001))


@pytest.mark.parametrize(
    ("lon", "lat", "side"),
    [
        (35.15, 33.0, "right"),
        (35.11, 33.02, "right"),
        (35.11, 32.98, "right"),
        (35.05, 33.0002, "left"),
        (35.05, 33.01, "right"),
    ],
)
def test_at_the_tip_of_a_sharp_bend_a_place_lies_outside_it(
    lon: float, lat: float, side: str
) -> None:
    assert measure.side_of_line(SPIKE, Place(lon, lat, 0)) == side


def test_a_place_on_a_vertex_or_on_the_line_prolonged_lies_on_it() -> None:
    line = line_of((35.0, 33.0), (35.0, 33.1), (35.1, 33.1))

    assert measure.side_of_line(line, Place(35.0, 33.1, 0)) == "on"
    assert measure.side_of_line(line, Place(35.0, 32.9, 0)) == "on"


def test_a_bow_closes_where_its_ends_prolonged_meet() -> None:
    bow = line_of((35.0, 33.0), (35.05, 33.2), (35.15, 33.2), (35.2, 33.0))
    ends_meeting = line_of((35.05, 33.0), (35.0, 33.2), (35.2, 33.2), (35.15, 33.0))

    assert measure.side_of_line(bow, Place(35.1, 31.0, 0)) == "right"
    assert measure.side_of_line(ends_meeting, Place(35.1, 32.9, 0)) == "right"
    assert measure.side_of_line(ends_meeting, Place(35.1, 31.0, 0)) == "left"
    assert measure.side_of_line(ends_meeting, Place(35.4, 31.5, 0)) == "left"


@given(seed=st.integers(0, 10**6))
def test_depth_is_the_distance_to_the_outline_and_negative_outside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = [
        (35.8 + 0.3 * float(np.cos(turn)), 33.2 + 0.3 * reach * float(np.sin(turn)))
        for turn, reach in zip(np.linspace(0, 6, 7), rng.uniform(0.3, 1, 7), strict=True)
    ]
    zone = combine.drawn(id="z", title="z", rings=[corners], error_m=0, source="-")
    outline = line_of(*corners, corners[0])
    lons, lats = truth.places_about(rng, outline, reach_m=30_000, count=4)
    inside = truth.is_inside(corners, lons, lats)
    wanted = truth.distance_m(outline, lons, lats) * np.where(inside, 1, -1)

    found = [measure.depth_m(zone, Place(*at, 0)) for at in zip(lons, lats, strict=True)]

    # The outline's stepped edge leaves the geodesic by centimetres.
    assert found == pytest.approx(wanted, abs=0.1)


def test_depth_counts_holes_and_parts() -> None:
    ring = [(35.0, 33.0), (35.4, 33.0), (35.4, 33.4), (35.0, 33.4)]
    hole = [(35.1, 33.1), (35.3, 33.1), (35.3, 33.3), (35.1, 33.3)]
    far = [(36.0, 33.0), (36.1, 33.0), (36.1, 33.1), (36.0, 33.1)]
    zone = combine.drawn(id="z", title="z", rings=[ring, hole, far], error_m=0, source="-")

    assert measure.depth_m(zone, Place(35.2, 33.2, 0)) < -9000
    assert measure.depth_m(zone, Place(35.05, 33.2, 0)) == pytest.approx(4660, abs=10)
    assert measure.depth_m(zone, Place(36.05, 33.05, 0)) == pytest.approx(4660, abs=20)


def test_the_area_of_a_disc_is_that_of_a_disc() -> None:
    dot = line_of((35.8, 33.2), (35.8, 33.2000001))
    disc = band.within(id="d", title="D", line=dot, distance_m=10_000)

    assert measure.area_m2(disc) == pytest.approx(np.pi * 1e8, rel=1e-4)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (((179.9, 10.0), (-179.9, 10.0)), "crosses the 180th meridian near 179.9"),
        (((35.0, 88.0), (36.0, 88.0)), "too near a pole at 35.0000, 88.0000"),
        (((35.0, 33.0), (35.0, 33.0)), "has no length: all its points are 35.0, 33.0"),
        (((33.0, 135.0), (33.1, 135.0)), "point 1 of line 'l' is nowhere: 33.0, 135.0; longitude"),
        (((float("nan"), 33.0), (35.0, 33.0)), "point 1 of line 'l' is nowhere: nan, 33.0"),
    ],
)
def test_a_line_that_cannot_be_laid_out_is_refused(
    points: tuple[tuple[float, float], ...], said: str
) -> None:
    with pytest.raises(GeometryInvalid, match=said):
        measure.length_m(line_of(*points))


def test_a_repeated_point_changes_nothing() -> None:
    line = line_of((35.0, 33.0), (35.1, 33.1), (35.2, 33.0))
    twice = line_of((35.0, 33.0), (35.0, 33.0), (35.1, 33.1), (35.1, 33.1), (35.2, 33.0))
    of_both = [
        band.beside(id="b", title="b", line=one, side="left", from_m=0, to_m=5000).polygon
        for one in (line, twice)
    ]

    assert measure.length_m(line) == measure.length_m(twice)
    assert shapely.equals(*of_both)
