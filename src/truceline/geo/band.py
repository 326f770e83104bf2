"""Band: zones that lie between two lines, beside a line, beyond it or about it.

All are laid out on the ellipsoid by geodesics; edges are stepped so that what a polygon in degrees
holds differs from the construction by less than 0.2 m below 60 degrees of latitude.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.areal import areal
from truceline.geo.crossing import refuse_self_crossing
from truceline.geo.enclosed import enclosed
from truceline.geo.line import Line
from truceline.geo.nearby import ground_within
from truceline.geo.sides import turned
from truceline.geo.split import kept_side
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def between(
    *,
    id: str,  # noqa: A002
    title: str,
    a: Line,
    b: Line,
    called: Sequence[str] = (),
    closing: Sequence[Line] = (),
) -> Zone:
    """Return the zone between two lines that do not cross.

    The lines may run in the same direction or in opposite ones. Their ends are joined straight, or
    along a ``closing`` line whose own ends lie at them.

    Raises:
        GeometryInvalid: lines cross, a closing line does not meet them, or the zone has no area.

    >>> west = Line(id="A", title="A", points=((35, 33), (35, 33.1)), error_m=200, source="-")
    >>> east = Line(id="B", title="B", points=((35.1, 33.1), (35.1, 33)), error_m=900, source="-")
    >>> zone = between(id="z", title="Z", a=west, b=east)
    >>> zone.polygon.bounds, zone.error_m, zone.construction
    ((35.0, 33.0, 35.1, 33.1...), 900, 'the ground between A and B, its ends closed straight')
    """
    polygon, ends = enclosed(a, b, closing)
    return _made(
        id=id,
        title=title,
        polygon=polygon,
        lines=(a, b, *closing),
        construction=f"the ground between {a.title} and {b.title}, {ends}",
        called=called,
    )


def beside(
    *,
    id: str,  # noqa: A002
    title: str,
    line: Line,
    side: str,
    from_m: float,
    to_m: float,
    called: Sequence[str] = (),
) -> Zone:
    """Return the band on one side of a line, from a distance to a distance, with flat ends.

    ``side`` is ``left`` or ``right`` as one goes along the line, or ``west``, ``east``, ``north``
    or ``south``, which follow from the bearing between the line's two ends. The band holds every
    place on that side whose nearest point of the line lies short of its ends and between the two
    distances away. Bands one after the other leave no gap.

    Raises:
        GeometryInvalid: the line crosses itself, has no clear side there, or the distances
            leave no ground.

    >>> line = Line(id="A", title="Line A", points=((35, 33), (35, 33.1)), error_m=200, source="-")
    >>> band = beside(id="w", title="W", line=line, side="west", from_m=0, to_m=10_000)
    >>> band.construction
    'the ground west of Line A (its left), from 0 km to 10 km of it, with flat ends'
    """
    from shapely import difference

    if not 0 <= from_m < to_m:
        raise GeometryInvalid(
            f"zone {id!r} runs from {from_m:g} m to {to_m:g} m of line {line.id!r} and has no "
            "area; give a greater distance second"
        )
    hand = turned(line, side)
    refuse_self_crossing(line)
    what = f"line {line.id!r}"
    ground = ground_within(line.points, what, distance_m=to_m, flat=True)
    if from_m > 0:
        ground = difference(ground, ground_within(line.points, what, distance_m=from_m, flat=False))
    named = f"{side} of {line.title}" + ("" if side == hand else f" (its {hand})")
    return _made(
        id=id,
        title=title,
        polygon=kept_side(ground, line, hand, clear_m=2 * to_m),
        lines=(line,),
        construction=(
            f"the ground {named}, from {_km(from_m)} to {_km(to_m)} of it, with flat ends"
        ),
        called=called,
    )


def beyond(
    *,
    id: str,  # noqa: A002
    title: str,
    line: Line,
    side: str,
    reach_m: float = 100_000,
    called: Sequence[str] = (),
) -> Zone:
    """Return all ground on one side of a line, as far as a reach; the ends prolonged straight.

    Raises:
        GeometryInvalid: the line crosses itself or has no clear side there.

    >>> line = Line(id="A", title="Line A", points=((35, 33), (35, 33.1)), error_m=200, source="-")
    >>> beyond(id="w", title="W", line=line, side="west", reach_m=50_000).construction
    'all ground west of Line A (its left), as far as 50 km from it, the line prolonged straight'
    """
    hand = turned(line, side)
    refuse_self_crossing(line)
    ground = ground_within(line.points, f"line {line.id!r}", distance_m=reach_m, flat=False)
    named = f"{side} of {line.title}" + ("" if side == hand else f" (its {hand})")
    return _made(
        id=id,
        title=title,
        polygon=kept_side(ground, line, hand, clear_m=2 * reach_m),
        lines=(line,),
        construction=(
            f"all ground {named}, as far as {_km(reach_m)} from it, the line prolonged straight"
        ),
        called=called,
    )


def within(
    *,
    id: str,  # noqa: A002
    title: str,
    line: Line,
    distance_m: float,
    called: Sequence[str] = (),
) -> Zone:
    """Return all ground within a distance of a line, on both sides and round its ends.

    Raises:
        GeometryInvalid: the distance is not above zero, or beyond 500 km.

    >>> line = Line(id="A", title="Line A", points=((35, 33), (35, 33.1)), error_m=200, source="-")
    >>> within(id="w", title="W", line=line, distance_m=500).construction
    'all ground within 0.5 km of Line A'
    """
    return _made(
        id=id,
        title=title,
        polygon=ground_within(line.points, f"line {line.id!r}", distance_m=distance_m, flat=False),
        lines=(line,),
        construction=f"all ground within {_km(distance_m)} of {line.title}",
        called=called,
    )


def _made(
    *,
    id: str,  # noqa: A002
    title: str,
    polygon: BaseGeometry,
    lines: Sequence[Line],
    construction: str,
    called: Sequence[str],
) -> Zone:
    return Zone(
        id=id,
        title=title,
        polygon=areal(polygon, what=f"zone {id!r}: {construction}"),
        error_m=max(line.error_m for line in lines),
        construction=construction,
        called=tuple(called),
    )


def _km(distance_m: float) -> str:
    return f"{distance_m / 1000:g} km"
