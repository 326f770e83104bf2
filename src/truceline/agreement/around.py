"""Around: the ground about a road, a wall, a river or a place, on one side or on both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from truceline.geo.line import Line
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

BASES = ("included", "left out")


def about_line(
    *,
    id: str,  # noqa: A002
    title: str,
    line: Line,
    distance_m: float,
    called: tuple[str, ...],
    side: str | None = None,
    left_out_m: float = 0.0,
) -> Zone:
    """Return all ground within a distance of a line, on one side of it or on both.

    ``left_out_m`` is the width of the base itself, centred on the line, that is not part of it.
    """
    from truceline.geo import band, combine

    zone = band.within(id=id, title=title, line=line, distance_m=distance_m, called=called)
    if left_out_m > 0:
        base = band.within(id=id, title=line.title, line=line, distance_m=left_out_m / 2)
        zone = combine.difference(id=id, title=title, zones=(zone, base), called=called)
    if side is not None:
        zone = combine.cut(zone=zone, by=line, keep=side)
    where = f" {side} of it" if side is not None else ""
    without = f", the base of {left_out_m:g} m left out" if left_out_m > 0 else ""
    words = f"all ground within {distance_m / 1000:g} km of {line.title}{where}{without}"
    return replace(zone, construction=words)


def about_zone(
    *,
    id: str,  # noqa: A002
    title: str,
    zone: Zone,
    distance_m: float,
    called: tuple[str, ...],
    left_out: bool,
) -> Zone:
    """Return the ground within a distance of a place that is itself a zone, with or without it."""
    from truceline.geo import band, combine

    edges = [
        band.within(
            id=id,
            title=f"edge {number}",
            line=Line(
                id=f"{zone.id} edge {number}",
                title=zone.title,
                points=ring,
                error_m=zone.error_m,
                source=zone.construction,
            ),
            distance_m=distance_m,
        )
        for number, ring in enumerate(_rings(zone.polygon), start=1)
    ]
    whole = combine.union(id=id, title=title, zones=(zone, *edges), called=called)
    if left_out:
        whole = combine.difference(id=id, title=title, zones=(whole, zone), called=called)
    words = f"all ground within {distance_m / 1000:g} km of {zone.title}"
    return replace(whole, construction=words + (", itself left out" if left_out else ""))


def _rings(
    polygon: Polygon | MultiPolygon | None,
) -> tuple[tuple[tuple[float, float], ...], ...]:
    from shapely import MultiPolygon

    if polygon is None:
        return ()
    parts = list(polygon.geoms) if isinstance(polygon, MultiPolygon) else [polygon]
    return tuple(tuple((point[0], point[1]) for point in part.exterior.coords) for part in parts)
