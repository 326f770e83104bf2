"""KML: an agreement's lines and zones for earth viewers.

Source: OGC KML 2.3; longitude first, rings closed, outer rings counter-clockwise.
"""

from __future__ import annotations

from html import escape

from truceline.agreement.agreement import Agreement
from truceline.geo.zone import Zone
from truceline.report.drawing.sheet import disclaimer


def as_kml(agreement: Agreement) -> str:
    """Return the lines and the drawn zones of an agreement as KML; those undrawn are named."""
    marks = [
        _placemark(
            line.title,
            f"error {line.error_m:,.0f} m; {line.source}; {line.licence}",
            f"<LineString><coordinates>{_points(line.points)}</coordinates></LineString>",
        )
        for line in agreement.lines
    ]
    marks += [_zone(zone) for zone in agreement.zones]
    about = escape(f"{disclaimer(agreement)} Version {agreement.digest}.")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
        f"<name>{escape(agreement.title)}</name><description>{about}</description>\n"
        + "".join(marks)
        + "</Document></kml>\n"
    )


def _zone(zone: Zone) -> str:
    from shapely import MultiPolygon, orient_polygons

    if zone.polygon is None:
        return _placemark(zone.title, f"not drawable: {zone.not_drawable}", "")
    shape = orient_polygons(zone.polygon)
    parts = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    shapes = "".join(
        "<Polygon>"
        + _boundary("outerBoundaryIs", tuple(part.exterior.coords))
        + "".join(_boundary("innerBoundaryIs", tuple(hole.coords)) for hole in part.interiors)
        + "</Polygon>"
        for part in parts
    )
    about = f"edge within {zone.error_m:,.0f} m; {zone.construction}"
    return _placemark(zone.title, about, f"<MultiGeometry>{shapes}</MultiGeometry>")


def _placemark(name: str, about: str, shape: str) -> str:
    return (
        f"<Placemark><name>{escape(name)}</name><description>{escape(about)}</description>"
        f"{shape}</Placemark>\n"
    )


def _boundary(kind: str, points: tuple[tuple[float, ...], ...]) -> str:
    ring = f"<LinearRing><coordinates>{_points(points)}</coordinates></LinearRing>"
    return f"<{kind}>{ring}</{kind}>"


def _points(points: tuple[tuple[float, ...], ...]) -> str:
    return " ".join(f"{point[0]:.6f},{point[1]:.6f}" for point in points)
