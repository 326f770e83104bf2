"""Extent: a named stretch of ground that no agreement draws: a district, a road, a wadi."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.geo.made_ready import made_ready
from truceline.geo.place import Place
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# So many points stand for an extent: the share of its ground in a zone is then good to some 2 %,
# far finer than anybody's "in the south of the district".
_POINTS = 400
# So many of them tell how deep its parts lie, in words that are rounded anyway.
_DEPTHS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A name, what it is called besides, its shape, and the 95 % error of that shape in metres.

    ``shape`` is a polygon or a line, or several, in WGS 84 degrees. ``source`` says whose it is.
    """

    name: str
    called: tuple[str, ...]
    shape: BaseGeometry
    error_m: float
    source: str

    @property
    def middle(self) -> Place:
        """Return its middle, and as accuracy the reach of all of it from there."""
        from truceline.geo.measure import separation_m

        points = list(points_on(self))
        lon = round(sum(lon for lon, _ in points) / len(points), 4)
        lat = round(sum(lat for _, lat in points) / len(points), 4)
        reach = max(separation_m(Place(lon, lat, 0), Place(x, y, 0)) for x, y in points)
        return Place(lon, lat, float(round(reach + self.error_m)))


@dataclass(frozen=True, slots=True)
class Lies:
    """How an extent lies to a zone: the share inside, and how deep its parts lie.

    Depths are metres inside the edge, negative outside; ``middle_m`` is that of its middle.
    """

    share: float
    deepest_m: float
    outmost_m: float
    middle_m: float


def lies(extent: Extent, zone: Zone) -> Lies:
    """Return how an extent lies to a zone, its own error and that of the zone's lines included.

    Something told of an extent may have been anywhere on it, evenly: along a line by length, over
    a polygon by ground. Each of some 400 points has the extent's error, and is integrated.

    Raises:
        GeometryInvalid: the zone has no polygon.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> road = Extent(name="road", called=(), error_m=0, source="-",
    ...               shape=box(35.5, 33.5, 36.5, 33.6))
    >>> round(lies(road, square).share, 2)
    0.5
    """
    from truceline.geo.doubt import p_in_zones
    from truceline.geo.measure import depth_m, drawn_polygon

    points = list(points_on(extent))
    if extent.error_m > 0 or zone.error_m > 0:
        places = [Place(lon, lat, extent.error_m) for lon, lat in points]
        share = float(p_in_zones([zone], places)[0].mean())
    else:
        share = _share(extent.shape, drawn_polygon(zone))
    some = points[:: max(1, len(points) // _DEPTHS)]
    depths = sorted(depth_m(zone, Place(lon, lat, 0)) for lon, lat in some)
    return Lies(share, depths[-1], depths[0], depths[len(depths) // 2])


def _share(shape: BaseGeometry, polygon: BaseGeometry) -> float:
    """Return the share of a shape, by ground or by length, that lies in a polygon without doubt."""
    from truceline.geo.areal import ground_area_m2

    common = shape.intersection(polygon)
    if shape.area == 0:
        return float(common.length / shape.length)
    return min(1.0, ground_area_m2(common) / ground_area_m2(shape))


def points_on(extent: Extent) -> Iterator[tuple[float, float]]:
    """Yield longitudes and latitudes spread evenly over an extent, always the same ones."""
    import shapely

    shape = extent.shape
    if shape.area == 0:
        yield from _along(shape)
        return
    west, south, east, north = shape.bounds
    narrow = math.cos(math.radians((south + north) / 2))
    step_deg = math.sqrt(shape.area * narrow / _POINTS)
    rows = math.ceil((north - south) / step_deg)
    columns = math.ceil((east - west) * narrow / step_deg)
    found = 0
    ready = made_ready(shape)
    for row in range(rows):
        for column in range(columns):
            lon = west + (column + 0.5) * (east - west) / columns
            lat = south + (row + 0.5) * (north - south) / rows
            if shapely.contains_xy(ready, lon, lat):
                found += 1
                yield lon, lat
    if not found:
        inside = shape.representative_point()
        yield inside.x, inside.y


def _along(shape: BaseGeometry) -> Iterator[tuple[float, float]]:
    """Yield points along lines, by length on the ground: degrees are scaled at their middle."""
    import shapely

    _, south, _, north = shape.bounds
    narrow = math.cos(math.radians((south + north) / 2))
    ground = shapely.transform(shape, lambda points: points * [narrow, 1.0])
    parts = getattr(ground, "geoms", [ground])
    for part in parts:
        number = max(2, round(_POINTS * part.length / ground.length)) if ground.length else 1
        for index in range(number):
            point = part.interpolate((index + 0.5) / number, normalized=True)
            yield point.x / narrow, point.y
