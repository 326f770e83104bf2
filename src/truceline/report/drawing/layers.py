"""Layers: graticule, zones, lines with their band of doubt, towns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.report.drawing.labels import Box, Taken, around, label, words_at
from truceline.report.drawing.patterns import DASHES, ZoneStyle
from truceline.report.drawing.projection import Frame, Projection
from truceline.report.markup import Markup, joined, tag

if TYPE_CHECKING:
    from shapely import Geometry

_STEPS_DEG = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)
# More meridians or parallels than this hide the map; fewer than two do not orient.
_MOST_GRID_LINES = 6
# Bends of an outline finer than this, in points of the sheet, cannot be seen.
_FINEST_POINTS = 0.25
_TOWN_SIZE = 10.5
# Ground kept free around a town's dot, so that neither frame nor words cut it.
_DOT_AIR = 4.5
LINE_INK, _TOWN_INK = "#26323F", "#4A4A4A"


def graticule(projection: Projection) -> Markup:
    """Return meridians and parallels with their degrees at the left and lower edge."""
    frame = projection.frame
    step = next(
        (
            step
            for step in _STEPS_DEG
            if (frame.north_deg - frame.south_deg) / step <= _MOST_GRID_LINES
            and (frame.east_deg - frame.west_deg) / step <= _MOST_GRID_LINES
        ),
        _STEPS_DEG[-1],
    )
    parts: list[Markup] = []
    bottom, right = projection.top + projection.height, projection.left + projection.width
    for lon in _steps(frame.west_deg, frame.east_deg, step):
        x, _ = projection.xy(lon, frame.north_deg)
        parts.append(_hair(f"M{x:.1f} {projection.top:.1f}V{bottom:.1f}"))
        parts.append(
            words_at(
                x, bottom + 13, _degrees(lon, "E", "W"), size=9, ink="#555555", anchor="middle"
            )
        )
    for lat in _steps(frame.south_deg, frame.north_deg, step):
        _, y = projection.xy(frame.west_deg, lat)
        parts.append(_hair(f"M{projection.left:.1f} {y:.1f}H{right:.1f}"))
        parts.append(
            words_at(projection.left - 5, y + 3, _degrees(lat, "N", "S"), size=9, ink="#555555",
                     anchor="end")
        )  # fmt: skip
    return tag("g", joined(parts), class_="graticule")


def zone_layer(
    zones: Iterable[Zone], styles: dict[str, ZoneStyle], projection: Projection, taken: Taken
) -> Markup:
    """Return the zones that have a style, the largest first, each with its number in it."""
    import shapely

    frame = projection.frame
    tolerance_deg = (frame.north_deg - frame.south_deg) / projection.height * _FINEST_POINTS
    window = shapely.box(frame.west_deg, frame.south_deg, frame.east_deg, frame.north_deg)
    shown = [
        (zone, zone.polygon.simplify(tolerance_deg).intersection(window))
        for zone in zones
        if zone.polygon is not None and zone.id in styles
    ]
    shown = [pair for pair in shown if not pair[1].is_empty]
    shown.sort(key=lambda pair: (-pair[1].area, pair[0].id))
    areas: list[Markup] = []
    numbers: list[Markup] = []
    for place, (zone, ground) in enumerate(shown):
        style = styles[zone.id]
        d = area_path(ground, projection)
        areas.append(
            tag("path", d=d, fill=f"url(#{style.pattern_id})", fill_rule="evenodd",
                stroke=style.ink, stroke_width=1, stroke_opacity=0.8)
        )  # fmt: skip
        above = shapely.union_all([other for _, other in shown[place + 1 :]])
        free = ground.difference(above)
        numbers.append(_zone_number(ground if free.is_empty else free, style, projection, taken))
    return tag("g", joined(areas), joined(numbers), class_="zones")


def line_layer(lines: Sequence[Line], projection: Projection) -> Markup:
    """Return each line in its band of doubt; the band is as wide as its error."""
    bands, strokes = [], []
    for index, line in enumerate(lines):
        d = line_path(line.points, projection)
        bands.append(
            tag("path", d=d, fill="none", stroke=LINE_INK, stroke_opacity=0.16,
                stroke_width=f"{2 * line.error_m * projection.points_per_m:.2f}",
                stroke_linejoin="round")
        )  # fmt: skip
        strokes.append(
            tag("path", d=d, fill="none", stroke=LINE_INK, stroke_width=1.7,
                stroke_dasharray=DASHES[index % len(DASHES)], stroke_linejoin="round")
        )  # fmt: skip
    return tag("g", joined(bands), joined(strokes), class_="lines")


def town_layer(
    towns: Iterable[tuple[str, Place]], projection: Projection, taken: Taken, *, most: int
) -> Markup:
    """Return at most so many towns, in the order given, each only if its name has room."""
    parts: list[Markup] = []
    for name, place in towns:
        if len(parts) == 2 * most:
            break
        if not projection.frame.holds(place.lon_deg, place.lat_deg):
            continue
        x, y = projection.xy(place.lon_deg, place.lat_deg)
        dot = Box(x - _DOT_AIR, y - _DOT_AIR, x + _DOT_AIR, y + _DOT_AIR)
        if not taken.is_free(dot):
            continue
        box = taken.first_free(around(x, y, name, _TOWN_SIZE, gap=_DOT_AIR + 0.5))
        if box is None:
            continue
        taken.take(dot)
        parts.append(
            tag("rect", x=f"{x - 1.8:.1f}", y=f"{y - 1.8:.1f}", width=3.6, height=3.6,
                fill=_TOWN_INK)
        )  # fmt: skip
        parts.append(label(box, name, size=_TOWN_SIZE, ink=_TOWN_INK))
    return tag("g", joined(parts), class_="towns")


def area_path(ground: Geometry, projection: Projection) -> str:
    """Return the path of a polygon or of several; other shapes are left out."""
    import shapely

    parts = []
    for polygon in shapely.get_parts(ground):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            parts.append(line_path([(lon, lat) for lon, lat, *_ in ring.coords], projection) + "Z")
    return "".join(parts)


def line_path(points: Sequence[tuple[float, float]], projection: Projection) -> str:
    """Return the path through positions."""
    shown = (f"{x:.1f} {y:.1f}" for x, y in (projection.xy(*point) for point in points))
    return "M" + "L".join(shown)


def _zone_number(
    ground: Geometry, style: ZoneStyle, projection: Projection, taken: Taken
) -> Markup:
    import shapely

    largest = max(shapely.get_parts(ground), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=0.001).coords[0]
    west, south, east, north = largest.bounds
    tries = [
        (west + (east - west) * across / 8, south + (north - south) * along / 24)
        for across in range(1, 8)
        for along in range(1, 24)
    ]
    tries.sort(key=lambda each: math.dist(each, centre))
    inside = [each for each in tries if largest.contains(shapely.Point(each))]
    half = 8.0
    boxes = [
        Box(x - half, y - half, x + half, y + half)
        for x, y in (projection.xy(lon, lat) for lon, lat in (centre[:2], *inside))
    ]
    box = taken.first_free(boxes) or boxes[0]
    return number_box(style, box.left + half, box.top + half)


def number_box(style: ZoneStyle, x: float, y: float) -> Markup:
    """Return a zone's number in a small box, its middle at a point."""
    return tag(
        "g",
        tag("rect", x=f"{x - 8:.1f}", y=f"{y - 7.5:.1f}", width=16, height=15, rx=3,
            fill="#FFFFFF", fill_opacity=0.9, stroke=style.ink, stroke_width=1),
        words_at(x, y + 3.6, str(style.number), size=10, ink="#222222", weight="bold",
                 anchor="middle"),
    )  # fmt: skip


def _steps(first: float, last: float, step: float) -> list[float]:
    start = math.ceil(first / step)
    return [round(number * step, 6) for number in range(start, math.floor(last / step) + 1)]


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):g}° {positive if value >= 0 else negative}"


def _hair(d: str) -> Markup:
    return tag("path", d=d, fill="none", stroke="#9AA3AD", stroke_width=0.5, stroke_opacity=0.7)


def frame_box(projection: Projection) -> Box:
    """Return the rectangle of the sheet that the map takes."""
    return Box(
        projection.left,
        projection.top,
        projection.left + projection.width,
        projection.top + projection.height,
    )


def is_on(frame: Frame, place: Place) -> bool:
    """Return whether a place lies on the map."""
    return frame.holds(place.lon_deg, place.lat_deg)
