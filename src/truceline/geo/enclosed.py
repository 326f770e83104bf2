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
    ends: list[tuple[Point, ...]] = []
    used: list[Line] = []
    for start, end in ((forth[-1], back[0]), (back[-1], forth[0])):
        free = [line for line in closing if line.id not in {other.id for other in used}]
        closer, points = _closed(start, end, free, lines)
        used += [] if closer is None else [closer]
        ends.append(points)
    _refuse_unused(closing, used, (forth, back))
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
    return polygon, _in_words(used)


def _opposed(a: Line, b: Line) -> tuple[Point, ...]:
    """Return b's points in the order that leads back along a: the shorter way to close the ends."""
    forth, back = a.points, b.points
    as_given = _gap_m(forth[-1], back[0]) + _gap_m(back[-1], forth[0])
    turned = _gap_m(forth[-1], back[-1]) + _gap_m(back[0], forth[0])
    return back if as_given <= turned else back[::-1]


def _closed(
    start: Point, end: Point, free: Sequence[Line], lines: Sequence[Line]
) -> tuple[Line | None, tuple[Point, ...]]:
    """Return the closing line that leads from start to end, and its points in that order."""
    for line in free:
        for points in (line.points, line.points[::-1]):
            error = max(other.error_m for other in lines) + LEAST_TOLERANCE_M
            if _gap_m(start, points[0]) <= error and _gap_m(points[-1], end) <= error:
                return line, points
    return None, ()


def _refuse_unused(
    closing: Sequence[Line], used: Sequence[Line], sides: Sequence[Sequence[Point]]
) -> None:
    for line in closing:
        if any(line is other for other in used):
            continue
        corners = [side[at] for side in sides for at in (0, -1)]
        told = []
        for point in (line.points[0], line.points[-1]):
            gap, corner = min((_gap_m(point, corner), corner) for corner in corners)
            told.append(
                f"{point[0]:.4f}, {point[1]:.4f} lies {gap:.0f} m from the nearest end "
                f"{corner[0]:.4f}, {corner[1]:.4f}"
            )
        raise GeometryInvalid(
            f"closing line {line.id!r} does not join the ends of the two lines: {'; '.join(told)}"
        )


def _in_words(used: Sequence[Line]) -> str:
    if not used:
        return "its ends closed straight"
    if len(used) == 2:
        return f"its ends closed along {used[0].title} and {used[1].title}"
    return f"one end closed along {used[0].title}, the other straight"


def _gap_m(a: Point, b: Point) -> float:
    *_, distance = wgs84().inv(a[0], a[1], b[0], b[1])
    return float(distance)
