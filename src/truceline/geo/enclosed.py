"""Enclosed: the ring that two lines and what closes their ends make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.chain import chain_of
from truceline.geo.crossing import refuse_crossing, refuse_self_crossing
from truceline.geo.ellipsoid import wgs84
from truceline.geo.line import Line

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    Point = tuple[float, float]

# Lines drawn by hand to meet may miss each other by this much even where they claim no error.
LEAST_TOLERANCE_M = 50.0


def enclosed(a: Line, b: Line, closing: Sequence[Line]) -> tuple[Polygon | MultiPolygon, str]:
    """Return the polygon between two lines, and words for how its ends are closed.

    Raises:
        GeometryInvalid: a line crosses itself or another, or a closing line does not meet an end.

    >>> west = Line(id="A", title="A", points=((35, 33), (35, 33.1)), error_m=200, source="-")
    >>> east = Line(id="B", title="B", points=((35.1, 33.1), (35.1, 33)), error_m=900, source="-")
    >>> enclosed(west, east, ())[1]
    'its ends closed straight'
    """
    from shapely import Polygon, is_valid_reason

    lines = (a, b, *closing)
    if len(closing) > 2:
        raise GeometryInvalid(
            f"{a.id!r} and {b.id!r} have two gaps to close, and {len(closing)} closing lines are "
            "given; give two at most"
        )
    for index, line in enumerate(lines):
        refuse_self_crossing(line)
        for other in lines[:index]:
            refuse_crossing(other, line)
    forth, back = a.points, _opposed(a, b)
    used: dict[int, tuple[Line, tuple[Point, ...]]] = {}
    for line in closing:
        gap, points = _closes(line, ((forth[-1], back[0]), (back[-1], forth[0])), lines)
        if gap in used:
            raise GeometryInvalid(
                f"closing lines {used[gap][0].id!r} and {line.id!r} close the same gap"
            )
        used[gap] = (line, points)
    ends = [used[gap][1] if gap in used else () for gap in (0, 1)]
    ring = chain_of(
        (*forth, *ends[0], *back, *ends[1], forth[0]), f"the edge of {a.id!r} to {b.id!r}"
    )
    polygon = Polygon(list(zip(ring.lon_deg.tolist(), ring.lat_deg.tolist(), strict=True)))
    if not polygon.is_valid:
        raise GeometryInvalid(
            f"lines {a.id!r} and {b.id!r} do not enclose one area: "
            f"{is_valid_reason(polygon).lower().replace('[', ' at ').rstrip(']')}; "
            "give a closing line, or cut the lines where they part"
        )
    return polygon, _in_words([line for _, (line, _) in sorted(used.items())])


def _opposed(a: Line, b: Line) -> tuple[Point, ...]:
    """Return b's points in the order that leads back along a: the shorter way to close the ends."""
    forth, back = a.points, b.points
    as_given = _gap_m(forth[-1], back[0]) + _gap_m(back[-1], forth[0])
    turned = _gap_m(forth[-1], back[-1]) + _gap_m(back[0], forth[0])
    return back if as_given <= turned else back[::-1]


def _closes(
    line: Line, gaps: Sequence[tuple[Point, Point]], lines: Sequence[Line]
) -> tuple[int, tuple[Point, ...]]:
    """Return the gap that a closing line fits best, and its points in the order that bridges it.

    Raises:
        GeometryInvalid: it fits none within the largest error of the lines.
    """
    fits = [
        (max(_gap_m(start, points[0]), _gap_m(points[-1], end)), number, points)
        for number, (start, end) in enumerate(gaps)
        for points in (line.points, line.points[::-1])
    ]
    miss, number, points = min(fits)
    if miss > max(other.error_m for other in lines) + LEAST_TOLERANCE_M:
        (first_lon, first_lat), (last_lon, last_lat) = points[0], points[-1]
        start, end = gaps[number]
        raise GeometryInvalid(
            f"closing line {line.id!r} runs from {first_lon:.4f}, {first_lat:.4f} to "
            f"{last_lon:.4f}, {last_lat:.4f} and misses by {miss:.0f} m the ends it should join: "
            f"{start[0]:.4f}, {start[1]:.4f} and {end[0]:.4f}, {end[1]:.4f}"
        )
    return number, points


def _in_words(used: Sequence[Line]) -> str:
    if not used:
        return "its ends closed straight"
    if len(used) == 2:
        return f"its ends closed along {used[0].title} and {used[1].title}"
    return f"one end closed along {used[0].title}, the other straight"


def _gap_m(a: Point, b: Point) -> float:
    *_, distance = wgs84().inv(a[0], a[1], b[0], b[1])
    return float(distance)
