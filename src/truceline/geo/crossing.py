"""Crossing: where a line crosses itself or another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.chain import chain_of
from truceline.geo.line import Line

if TYPE_CHECKING:
    from shapely import Geometry, LineString

# A message names so many points and counts the rest.
_POINTS_TOLD = 3


def stroke(line: Line) -> LineString:
    """Return a line as a run of degrees, its geodesics stepped.

    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> len(stroke(meridian).coords)
    75
    """
    import numpy as np
    from shapely import LineString

    chain = chain_of(line.points, f"line {line.id!r}")
    return LineString(np.column_stack([chain.lon_deg, chain.lat_deg]))


def refuse_self_crossing(line: Line) -> None:
    """Refuse a line that crosses itself: it has no two sides.

    Raises:
        GeometryInvalid: it does; the message names the points.

    >>> knot = ((35, 33), (35.1, 33.1), (35.1, 33), (35, 33.1))
    >>> refuse_self_crossing(Line(id="k", title="k", points=knot, error_m=0, source="-"))
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: line 'k' crosses itself at 35.0500, 33.0500
    """
    run = stroke(line)
    if not run.is_simple:
        raise GeometryInvalid(f"line {line.id!r} crosses itself at {_told(_self_crossings(run))}")


def refuse_crossing(a: Line, b: Line) -> None:
    """Refuse two lines that cross each other; that their ends touch is no crossing.

    Raises:
        GeometryInvalid: they do; the message names the points.

    >>> down = Line(id="d", title="d", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> across = Line(id="x", title="x", points=((34, 33.5), (36, 33.5)), error_m=0, source="-")
    >>> refuse_crossing(down, across)
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: lines 'd' and 'x' cross at 35.0000, 33.5030
    """
    first, second = stroke(a), stroke(b)
    if first.crosses(second) or first.overlaps(second) or first.equals(second):
        raise GeometryInvalid(
            f"lines {a.id!r} and {b.id!r} cross at {_told(first.intersection(second))}"
        )


def _self_crossings(run: LineString) -> Geometry:
    """Return the points where pieces that do not follow each other meet."""
    import numpy as np
    from shapely import LineString, STRtree, get_coordinates, intersection, union_all

    points = get_coordinates(run)
    pieces = np.array([LineString(piece) for piece in pairwise(points)])
    first, second = STRtree(pieces).query(pieces, predicate="intersects")
    apart = second - first > 1
    return union_all(intersection(pieces[first[apart]], pieces[second[apart]]))


def _told(crossings: Geometry) -> str:
    from shapely import get_coordinates

    points = sorted({(round(x, 4), round(y, 4)) for x, y in get_coordinates(crossings).tolist()})
    told = "; ".join(f"{x:.4f}, {y:.4f}" for x, y in points[:_POINTS_TOLD])
    more = len(points) - _POINTS_TOLD
    return f"{told} and {more} more" if more > 0 else told
