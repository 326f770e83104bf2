"""Combine: zones made of zones, of drawn outlines, or cut by a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.areal import areal
from truceline.geo.chain import chain_of
from truceline.geo.crossing import refuse_self_crossing
from truceline.geo.line import Line
from truceline.geo.measure import drawn_polygon
from truceline.geo.sides import turned
from truceline.geo.split import kept_side
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely import Geometry, Polygon

Ring = Sequence[tuple[float, float]]


def union(
    *,
    id: str,  # noqa: A002
    title: str,
    zones: Sequence[Zone],
    called: Sequence[str] = (),
) -> Zone:
    """Return the ground that lies in any of the zones.

    Raises:
        GeometryInvalid: no zone is given, or one has no polygon.

    >>> from shapely import box
    >>> a, b = (
    ...     Zone(id=name, title=name, polygon=box(*bounds), error_m=9, construction="-")
    ...     for name, bounds in (("a", (35, 33, 36, 34)), ("b", (36, 33, 37, 34)))
    ... )
    >>> both = union(id="u", title="U", zones=(a, b))
    >>> both.polygon.bounds, both.construction
    ((35.0, 33.0, 37.0, 34.0), 'a and b together')
    """
    from shapely import union_all

    shape = union_all([drawn_polygon(zone) for zone in _some(zones, id)])
    words = f"{_listed([zone.title for zone in zones])} together"
    return _combined(
        id=id, title=title, shape=shape, zones=zones, construction=words, called=called
    )


def intersection(
    *,
    id: str,  # noqa: A002
    title: str,
    zones: Sequence[Zone],
    called: Sequence[str] = (),
) -> Zone:
    """Return the ground that lies in all of the zones.

    Raises:
        GeometryInvalid: no zone is given, one has no polygon, or they share no ground.

    >>> from shapely import box
    >>> a, b = (
    ...     Zone(id=name, title=name, polygon=box(*bounds), error_m=9, construction="-")
    ...     for name, bounds in (("a", (35, 33, 36, 34)), ("b", (36, 33, 37, 34)))
    ... )
    >>> intersection(id="i", title="I", zones=(a, b))
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: zone 'i': the ground that a and b share has no area
    """
    from shapely import intersection_all

    shape = intersection_all([drawn_polygon(zone) for zone in _some(zones, id)])
    words = f"the ground that {_listed([zone.title for zone in zones])} share"
    return _combined(
        id=id, title=title, shape=shape, zones=zones, construction=words, called=called
    )


def difference(
    *,
    id: str,  # noqa: A002
    title: str,
    zones: Sequence[Zone],
    called: Sequence[str] = (),
) -> Zone:
    """Return the ground of the first zone that lies in none of the others.

    Raises:
        GeometryInvalid: no zone is given, one has no polygon, or no ground is left.

    >>> from shapely import box
    >>> a, b = (
    ...     Zone(id=name, title=name, polygon=box(*bounds), error_m=9, construction="-")
    ...     for name, bounds in (("a", (35, 33, 36, 34)), ("b", (35.5, 33, 37, 34)))
    ... )
    >>> rest = difference(id="d", title="D", zones=(a, b))
    >>> rest.polygon.bounds, rest.construction
    ((35.0, 33.0, 35.5, 34.0), 'a without b')
    """
    from shapely import difference as without
    from shapely import union_all

    first, *others = _some(zones, id)
    shape = without(drawn_polygon(first), union_all([drawn_polygon(zone) for zone in others]))
    words = first.title + (f" without {_listed([z.title for z in others])}" if others else "")
    return _combined(
        id=id, title=title, shape=shape, zones=zones, construction=words, called=called
    )


def cut(*, zone: Zone, by: Line, keep: str) -> Zone:
    """Return the part of a zone on one side of a line prolonged straight at both ends.

    ``keep`` is ``left``, ``right`` or a compass side, as in ``band.beside``.

    Raises:
        GeometryInvalid: the zone has no polygon, the line has no clear side there, or nothing
            is left.

    >>> from shapely import box
    >>> field = Zone(
    ...     id="f", title="Field", polygon=box(35, 33, 36, 34), error_m=9, construction="drawn"
    ... )
    >>> ditch = Line(
    ...     id="d", title="Ditch", points=((35.5, 33.4), (35.5, 33.6)), error_m=20, source="-"
    ... )
    >>> west = cut(zone=field, by=ditch, keep="west")
    >>> west.polygon.bounds, west.error_m, west.construction
    ((35.0, 33.0, 35.5, 34.0), 20, 'drawn; only what lies west of Ditch, prolonged straight')
    """
    refuse_self_crossing(by)
    shape = kept_side(drawn_polygon(zone), by, turned(by, keep))
    construction = f"{zone.construction}; only what lies {keep} of {by.title}, prolonged straight"
    return replace(
        zone,
        polygon=areal(shape, what=f"zone {zone.id!r}: {construction}"),
        error_m=max(zone.error_m, by.error_m),
        construction=construction,
    )


def drawn(
    *,
    id: str,  # noqa: A002
    title: str,
    rings: Sequence[Ring],
    error_m: float,
    source: str,
    called: Sequence[str] = (),
) -> Zone:
    """Return a zone drawn as one or more rings of points, whose edges are geodesics.

    A ring inside another is a hole in it, and a ring in a hole is ground again. The last point
    of a ring may repeat the first.

    Raises:
        GeometryInvalid: a ring has fewer than three points, crosses itself or another, or has no
            area.

    >>> field = drawn(
    ...     id="f",
    ...     title="Field",
    ...     rings=[[(35, 33), (35.1, 33), (35.1, 33.1)]],
    ...     error_m=50,
    ...     source="survey",
    ... )
    >>> field.construction
    'drawn as an outline, after survey'
    """
    from shapely import symmetric_difference

    if not rings:
        raise GeometryInvalid(f"zone {id!r} has no ring")
    polygons = [_ring(ring, f"ring {n} of zone {id!r}") for n, ring in enumerate(rings, start=1)]
    for at, polygon in enumerate(polygons):
        for other in polygons[:at]:
            if polygon.overlaps(other):
                x, y = (
                    polygon.boundary.intersection(other.boundary).representative_point().coords[0]
                )
                raise GeometryInvalid(f"two rings of zone {id!r} cross near {x:.4f}, {y:.4f}")
    shape: Geometry = polygons[0]
    for polygon in polygons[1:]:
        shape = symmetric_difference(shape, polygon)
    return Zone(
        id=id,
        title=title,
        polygon=areal(shape, what=f"zone {id!r}"),
        error_m=error_m,
        construction=f"drawn as an outline, after {source}",
        called=tuple(called),
    )


def _ring(points: Ring, what: str) -> Polygon:
    from shapely import Polygon, is_valid_reason

    closed = tuple((float(lon), float(lat)) for lon, lat in points)
    if closed and closed[0] != closed[-1]:
        closed = (*closed, closed[0])
    if len(closed) < 4:
        raise GeometryInvalid(f"{what} has fewer than three points")
    chain = chain_of(closed, what)
    polygon = Polygon(list(zip(chain.lon_deg.tolist(), chain.lat_deg.tolist(), strict=True)))
    if not polygon.is_valid:
        reason = is_valid_reason(polygon).lower().replace("[", " at ").rstrip("]")
        raise GeometryInvalid(f"{what} is no outline: {reason}")
    return polygon


def _some(zones: Sequence[Zone], id: str) -> Sequence[Zone]:  # noqa: A002
    if not zones:
        raise GeometryInvalid(f"zone {id!r} is made of no zones")
    return zones


def _combined(
    *,
    id: str,  # noqa: A002
    title: str,
    shape: Geometry,
    zones: Sequence[Zone],
    construction: str,
    called: Sequence[str],
) -> Zone:
    return Zone(
        id=id,
        title=title,
        polygon=areal(shape, what=f"zone {id!r}: {construction}"),
        error_m=max(zone.error_m for zone in zones),
        construction=construction,
        called=tuple(called),
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
