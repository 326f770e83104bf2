"""Plan: which zones are shaded on a sheet, which are made of others, which are too wide for it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.geo.zone import Zone
from truceline.report.drawing.projection import metres_per_degree

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    Ground = Polygon | MultiPolygon

# A zone this many times as wide as the middle one means "everything on that side"; shading it
# would take the whole sheet and shrink the ground in question to a thread.
_VAST_TIMES = 3.0
# Smaller zones that cover this share of a zone make it up; the rest is construction noise.
_COVERED_SHARE = 0.97
# A smaller zone counts as part of a larger one when this share of it lies inside.
_INSIDE_SHARE = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``shaded`` zones are numbered from 1 in this order. ``composed`` zones name their numbers."""

    shaded: tuple[Zone, ...]
    composed: tuple[tuple[Zone, tuple[int, ...]], ...]
    vast: tuple[Zone, ...]
    undrawn: tuple[Zone, ...]

    def number_of(self, zone: Zone) -> str:
        """Return how the sheet tells a zone: its number, the numbers it is made of, or why not."""
        if zone in self.shaded:
            return str(self.shaded.index(zone) + 1)
        for composed, numbers in self.composed:
            if composed.id == zone.id:
                return " + ".join(str(number) for number in numbers)
        if zone in self.vast:
            return "not shaded, too wide for this map"
        return f"not drawn: {zone.not_drawable or 'no position known'}"


def plan(zones: Iterable[Zone]) -> Plan:
    """Return what to shade, in the order of the agreement.

    A zone that others make up is not shaded a second time, and one that means "everything on that
    side" is not shaded at all; both are named in the legend.
    """
    listed = tuple(zones)
    grounds = {zone.id: zone.polygon for zone in listed if zone.polygon is not None}
    drawable = [zone for zone in listed if zone.id in grounds]
    widths = {zone.id: _width_m(grounds[zone.id]) for zone in drawable}
    middle = statistics.median(widths.values()) if widths else 0.0
    vast: list[Zone] = []
    parts: dict[str, list[str]] = {}
    shaded: list[Zone] = []
    smallest_first = sorted(drawable, key=lambda zone: (grounds[zone.id].area, zone.id))
    for zone in smallest_first:
        inside = _made_of(grounds[zone.id], {each.id: grounds[each.id] for each in shaded})
        if inside:
            parts[zone.id] = inside
        elif widths[zone.id] > _VAST_TIMES * middle:
            vast.append(zone)
        else:
            shaded.append(zone)
    in_order = tuple(zone for zone in listed if zone in shaded)
    numbers = {zone.id: index + 1 for index, zone in enumerate(in_order)}
    return Plan(
        shaded=in_order,
        composed=tuple(
            (zone, tuple(sorted(numbers[part] for part in parts[zone.id])))
            for zone in listed
            if zone.id in parts
        ),
        vast=tuple(zone for zone in listed if zone in vast),
        undrawn=tuple(zone for zone in listed if zone.id not in grounds),
    )


def _made_of(ground: Ground, smaller: dict[str, Ground]) -> list[str]:
    """Return the ids of the smaller zones that together cover a ground; none where they do not."""
    import shapely

    inside = [
        id_
        for id_, other in smaller.items()
        if other.area > 0 and other.intersection(ground).area >= _INSIDE_SHARE * other.area
    ]
    if not inside:
        return []
    covered = shapely.union_all([smaller[id_] for id_ in inside]).intersection(ground).area
    return inside if covered >= _COVERED_SHARE * ground.area else []


def _width_m(ground: Ground) -> float:
    """Return the width of a ground at its widest: twice the radius of the largest circle in it."""
    import shapely

    west, south, east, north = ground.bounds
    lon_m, lat_m = metres_per_degree((south + north) / 2)
    flat = shapely.transform(ground, lambda points: points * [lon_m, lat_m])
    # A hundredth of the extent is exact enough to tell a strip from half a country.
    tolerance = max((east - west) * lon_m, (north - south) * lat_m) / 100
    parts = [part for part in shapely.get_parts(flat) if part.geom_type == "Polygon"]
    circles = [shapely.maximum_inscribed_circle(part, tolerance=tolerance) for part in parts]
    return 2 * max((float(circle.length) for circle in circles), default=0.0)
