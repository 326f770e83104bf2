"""Bands against definitions: abeam of the line, on that side, no nearer and no further."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geo import ground_truth as truth
from truceline.errors import GeometryInvalid
from truceline.geo import band, combine, measure
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone

HANDS = {"left": -1.0, "right": 1.0}
WEST = Line(id="A", title="Line A", points=((35, 33), (35, 33.2)), error_m=200, source="-")
EAST = Line(id="B", title="Line B", points=((35.1, 33.2), (35.1, 33)), error_m=900, source="-")


def wrongly_placed(
    zone: Zone, wanted: np.ndarray[Any, Any], lons: np.ndarray[Any, Any], lats: np.ndarray[Any, Any]
) -> list[tuple[float, float, float]]:
    """Return the places on which zone and definition differ by more than a metre of ground."""
    differ = np.nonzero(shapely.contains_xy(zone.polygon, lons, lats) != wanted)[0]
    depths = [
        (lons[at], lats[at], measure.depth_m(zone, Place(lons[at], lats[at], 0))) for at in differ
    ]
    return [found for found in depths if abs(found[2]) > 1]


@pytest.mark.parametrize("bend_deg", [10, 60, 110, 150])
@pytest.mark.parametrize(
    ("from_m", "to_m"), [(0, 500), (0, 10_000), (2400, 3000), (20_000, 25_000)]
)
def test_a_band_holds_the_ground_abeam_between_its_distances(
    bend_deg: int, from_m: int, to_m: int
) -> None:
    rng = np.random.default_rng(1000 * bend_deg + to_m)
    line = truth.clear_line(rng, legs=7, leg_m=4000, bend_deg=bend_deg)
    lons, lats = truth.places_about(rng, line, reach_m=1.4 * to_m, count=1200)
    away_m = truth.distance_m(line, lons, lats)
    abeam = truth.is_abeam(line, lons, lats, away_m=away_m) & (from_m <= away_m) & (away_m <= to_m)
    side_of = truth.side(line, lons, lats)

    for side, hand in HANDS.items():
        zone = band.beside(id="z", title="Z", line=line, side=side, from_m=from_m, to_m=to_m)
        wanted = abeam & (side_of == hand)
        assert 5 < wanted.sum() < 1195
        assert wrongly_placed(zone, wanted, lons, lats) == []


@pytest.mark.parametrize("latitude", [-55.0, 2.0, 67.0])
def test_bands_hold_at_other_latitudes(latitude: float) -> None:
    rng = np.random.default_rng(7)
    line = truth.clear_line(rng, legs=6, leg_m=15_000, bend_deg=40, start=(20.0, latitude))
    zone = band.beside(id="z", title="Z", line=line, side="left", from_m=0, to_m=25_000)
    lons, lats = truth.places_about(rng, line, reach_m=40_000, count=800)
    away_m = truth.distance_m(line, lons, lats)
    wanted = (
        truth.is_abeam(line, lons, lats, away_m=away_m)
        & (away_m <= 25_000)
        & (truth.side(line, lons, lats) == HANDS["left"])
    )

    assert wrongly_placed(zone, wanted, lons, lats) == []


def test_beyond_holds_all_ground_on_that_side_up_to_the_reach() -> None:
    rng = np.random.default_rng(11)
    line = truth.clear_line(rng, legs=6, leg_m=8000, bend_deg=30)
    lons, lats = truth.places_about(rng, line, reach_m=90_000, count=1200)
    near = truth.distance_m(line, lons, lats) <= 60_000
    side_of = truth.side(line, lons, lats)

    for side, hand in HANDS.items():
        zone = band.beyond(id="z", title="Z", line=line, side=side, reach_m=60_000)
        assert wrongly_placed(zone, near & (side_of == hand), lons, lats) == []


def test_within_holds_all_ground_up_to_the_distance() -> None:
    rng = np.random.default_rng(13)
    line = truth.wandering_line(rng, legs=8, leg_m=3000, bend_deg=160)
    zone = band.within(id="z", title="Z", line=line, distance_m=4000)
    lons, lats = truth.places_about(rng, line, reach_m=7000, count=1200)

    assert wrongly_placed(zone, truth.distance_m(line, lons, lats) <= 4000, lons, lats) == []


@pytest.mark.parametrize("turned", [False, True])
def test_between_holds_the_ground_enclosed_whichever_way_the_lines_run(turned: bool) -> None:
    rng = np.random.default_rng(17)
    a = truth.meridional_line(rng, lon_deg=35.8, id="a")
    b = truth.meridional_line(rng, lon_deg=35.95, id="b")
    ring = [*a.points, *b.points[::-1]]
    if turned:
        b = Line(id="b", title="b", points=b.points[::-1], error_m=0, source="-")
    zone = band.between(id="z", title="Z", a=a, b=b)
    lons, lats = truth.places_about(rng, a, reach_m=25_000, count=1000)
    wanted = truth.is_inside(ring, lons, lats)

    assert 100 < wanted.sum() < 900
    assert wrongly_placed(zone, wanted, lons, lats) == []


@settings(max_examples=15)  # each lays out several bands
@given(seed=st.integers(0, 10**6))
def test_a_line_turned_round_swaps_its_bands(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = truth.clear_line(rng, legs=4, leg_m=5000, bend_deg=50)
    turned = Line(id="t", title="t", points=line.points[::-1], error_m=0, source="-")
    left, right = (
        band.beside(id="z", title="Z", line=one, side=side, from_m=1000, to_m=3000).polygon
        for one, side in ((line, "left"), (turned, "right"))
    )

    assert left is not None
    assert right is not None
    assert left.symmetric_difference(right).area < 1e-9 * left.area


@settings(max_examples=15)  # each lays out several bands
@given(seed=st.integers(0, 10**6))
def test_bands_one_after_the_other_make_the_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = truth.clear_line(rng, legs=4, leg_m=5000, bend_deg=50)
    near, far, whole = (
        band.beside(id="z", title="Z", line=line, side="left", from_m=from_m, to_m=to_m)
        for from_m, to_m in ((0, 2000), (2000, 5000), (0, 5000))
    )
    both = combine.union(id="u", title="U", zones=[near, far])

    assert measure.area_m2(both) == pytest.approx(measure.area_m2(near) + measure.area_m2(far))
    assert measure.area_m2(both) == pytest.approx(measure.area_m2(whole))


def test_the_error_of_the_lines_becomes_the_error_of_the_zone() -> None:
    crest = Line(id="c", title="C", points=((35, 33.2), (35.1, 33.2)), error_m=1500, source="-")

    assert band.between(id="z", title="Z", a=WEST, b=EAST).error_m == 900
    assert band.between(id="z", title="Z", a=WEST, b=EAST, closing=[crest]).error_m == 1500
    assert band.beside(id="z", title="Z", line=WEST, side="west", from_m=0, to_m=9).error_m == 200


def test_a_closing_line_is_followed_in_either_direction_and_told() -> None:
    top = ((35.0, 33.2), (35.05, 33.3), (35.1, 33.2))
    zones = [
        band.between(
            id="z",
            title="Z",
            a=WEST,
            b=EAST,
            closing=[Line(id="c", title="the crest", points=points, error_m=9, source="-")],
        )
        for points in (top, top[::-1])
    ]

    assert [measure.depth_m(zone, Place(35.05, 33.25, 0)) > 2000 for zone in zones] == [True, True]
    assert zones[0].construction == (
        "the ground between Line A and Line B, one end closed along the crest, the other straight"
    )


def test_compass_sides_follow_from_the_bearing_between_the_ends() -> None:
    for line, left in ((WEST, "west"), (EAST, "east")):
        for side in (left, "left"):
            zone = band.beside(id="z", title="Z", line=line, side=side, from_m=0, to_m=1000)
            middle = line.points[0][0] + (-0.005 if left == "west" else 0.005)
            assert measure.depth_m(zone, Place(middle, 33.1, 0)) > 400


KNOT = Line(
    id="K",
    title="K",
    points=((35, 33), (35.1, 33.1), (35.1, 33), (35, 33.1)),
    error_m=1,
    source="-",
)
ACROSS = Line(id="X", title="X", points=((34.9, 33.1), (35.2, 33.1)), error_m=1, source="-")
HOOK = Line(
    id="H",
    title="H",
    points=((35, 33), (35, 33.2), (35.1, 33.2), (35.1, 33.1), (35.05, 33.1)),
    error_m=1,
    source="-",
)
STRAY = Line(id="S", title="S", points=((35, 33.3), (35.1, 33.2)), error_m=9, source="-")


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (
            lambda: band.beside(id="z", title="Z", line=WEST, side="west", from_m=5, to_m=5),
            "has no area",
        ),
        (
            lambda: band.beside(id="z", title="Z", line=WEST, side="west", from_m=-1, to_m=5),
            "has no area",
        ),
        (
            lambda: band.beside(
                id="z", title="Z", line=WEST, side="west", from_m=0, to_m=float("nan")
            ),
            "has no area",
        ),
        (
            lambda: band.within(id="z", title="Z", line=WEST, distance_m=0),
            "0 m from line 'A' is no reach",
        ),
        (
            lambda: band.beside(id="z", title="Z", line=WEST, side="north", from_m=0, to_m=5),
            "has no north side.*flip",
        ),
        (
            lambda: band.beside(id="z", title="Z", line=WEST, side="up", from_m=0, to_m=5),
            "'up' is no side of line 'A'",
        ),
        (
            lambda: band.beside(id="z", title="Z", line=KNOT, side="left", from_m=0, to_m=5),
            "line 'K' crosses itself at 35.0500, 33.0500",
        ),
        (
            lambda: band.beside(id="z", title="Z", line=HOOK, side="left", from_m=0, to_m=9000),
            "line 'H' ends at 35.0500, 33.1000 in a hook.* meets itself at 35.0000, 33.10",
        ),
        (
            lambda: band.between(id="z", title="Z", a=WEST, b=ACROSS),
            "lines 'A' and 'X' cross at 35.0000, 33.10",
        ),
        (
            lambda: band.between(id="z", title="Z", a=WEST, b=WEST),
            "lines 'A' and 'A' cross",
        ),
        (
            lambda: band.between(id="z", title="Z", a=WEST, b=EAST, closing=[STRAY]),
            "closing line 'S' .* misses by 11.* m the ends",
        ),
        (
            lambda: band.between(id="z", title="Z", a=WEST, b=EAST, closing=[STRAY] * 3),
            "3 closing lines",
        ),
    ],
)
def test_what_cannot_be_constructed_is_refused_with_coordinates(build: Any, said: str) -> None:
    with pytest.raises(GeometryInvalid, match=said):
        build()


def test_a_closed_line_has_an_inside_and_an_outside() -> None:
    loop = Line(
        id="L",
        title="L",
        points=((35, 33), (35, 33.2), (35.2, 33.2), (35.2, 33), (35, 33)),
        error_m=1,
        source="-",
    )
    inner, outer = (
        band.beside(id="z", title="Z", line=loop, side=side, from_m=0, to_m=3000)
        for side in ("right", "left")
    )

    assert measure.depth_m(inner, Place(35.1, 33.01, 0)) > 1000
    assert measure.depth_m(inner, Place(35.1, 33.1, 0)) < -1000
    assert measure.depth_m(outer, Place(34.99, 32.99, 0)) > 1000
    with pytest.raises(GeometryInvalid, match="ends near where it starts"):
        band.beside(id="z", title="Z", line=loop, side="west", from_m=0, to_m=3000)
