"""Zones made of zones, cut by lines, or drawn."""

from __future__ import annotations

from typing import Any

import pytest
from shapely import box

from truceline.errors import GeometryInvalid
from truceline.geo import combine, measure
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone


def square(
    name: str, west: float, south: float, east: float, north: float, *, error_m: float = 10
) -> Zone:
    """Return a zone from its bounds."""
    return Zone(
        id=name,
        title=name.upper(),
        polygon=box(west, south, east, north),
        error_m=error_m,
        construction="drawn",
    )


A = square("a", 35.0, 33.0, 35.4, 33.4)
B = square("b", 35.2, 33.2, 35.6, 33.6, error_m=700)
FAR = square("c", 36.0, 33.0, 36.1, 33.1)
UNDRAWN = Zone(
    id="u",
    title="U",
    polygon=None,
    error_m=0,
    construction="-",
    not_drawable="no line of it is published",
)
SKEW = Line(id="s", title="Skew", points=((35.1, 33.05), (35.2, 33.25)), error_m=90, source="-")


def test_union_intersection_and_difference_share_out_the_area() -> None:
    both, shared, rest = (
        measure.area_m2(verb(id="z", title="Z", zones=[A, B]))
        for verb in (combine.union, combine.intersection, combine.difference)
    )

    assert both + shared == pytest.approx(measure.area_m2(A) + measure.area_m2(B))
    assert rest + shared == pytest.approx(measure.area_m2(A))


def test_a_combination_carries_the_largest_error_and_says_how_it_was_made() -> None:
    zone = combine.difference(id="z", title="Z", zones=[A, B, FAR], called=("zet",))

    assert (zone.error_m, zone.construction, zone.called) == (700, "A without B and C", ("zet",))


def test_the_order_of_the_zones_does_not_change_the_ground() -> None:
    first, second = (
        combine.union(id="z", title="Z", zones=zones).polygon
        for zones in ([A, B, FAR], [FAR, B, A])
    )

    assert first is not None
    assert second is not None
    assert first.wkb == second.wkb


def test_the_two_sides_of_a_cut_make_the_whole() -> None:
    left, right = (combine.cut(zone=A, by=SKEW, keep=side) for side in ("left", "right"))

    assert measure.area_m2(left) + measure.area_m2(right) == pytest.approx(measure.area_m2(A))
    assert measure.depth_m(left, Place(35.05, 33.3, 0)) > 0
    assert measure.depth_m(right, Place(35.3, 33.1, 0)) > 0
    assert left.error_m == 90


def test_a_ring_within_a_ring_is_a_hole_and_a_ring_in_that_is_ground() -> None:
    rings = [
        [
            (35 + inset, 33 + inset),
            (36 - inset, 33 + inset),
            (36 - inset, 34 - inset),
            (35 + inset, 34 - inset),
        ]
        for inset in (0.0, 0.1, 0.2)
    ]
    zone = combine.drawn(id="z", title="Z", rings=rings, error_m=5, source="survey")

    depths = [measure.depth_m(zone, Place(lon, 33.5, 0)) for lon in (35.05, 35.15, 35.5)]
    assert [depth > 0 for depth in depths] == [True, False, True]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: combine.union(id="z", title="Z", zones=[]), "zone 'z' is made of no zones"),
        (
            lambda: combine.intersection(id="z", title="Z", zones=[A, FAR]),
            "the ground that A and C share has no area",
        ),
        (lambda: combine.difference(id="z", title="Z", zones=[A, A]), "A without A has no area"),
        (
            lambda: combine.union(id="z", title="Z", zones=[A, UNDRAWN]),
            "zone 'u' is not drawn: no line of it is published",
        ),
        (lambda: combine.cut(zone=FAR, by=SKEW, keep="left"), "only what lies left of Skew"),
        (
            lambda: combine.drawn(id="z", title="Z", rings=[], error_m=1, source="-"),
            "zone 'z' has no ring",
        ),
        (
            lambda: combine.drawn(
                id="z", title="Z", rings=[[(35, 33), (36, 33)]], error_m=1, source="-"
            ),
            "ring 1 of zone 'z' has fewer than three points",
        ),
        (
            lambda: combine.drawn(
                id="z",
                title="Z",
                rings=[[(35, 33), (36, 34), (36, 33), (35, 34)]],
                error_m=1,
                source="-",
            ),
            "ring 1 of zone 'z' is no outline: self-intersection at 35.5",
        ),
        (
            lambda: combine.drawn(
                id="z",
                title="Z",
                rings=[
                    [(35, 33), (36, 33), (36, 34), (35, 34)],
                    [(35.5, 33.5), (36.5, 33.5), (36.5, 34.5), (35.5, 34.5)],
                ],
                error_m=1,
                source="-",
            ),
            "two rings of zone 'z' cross near",
        ),
    ],
)
def test_what_leaves_no_ground_is_refused(build: Any, said: str) -> None:
    with pytest.raises(GeometryInvalid, match=said):
        build()
