"""Areal: what is left of a construction once points and strokes without area are dropped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.ellipsoid import wgs84

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely import Geometry, MultiPolygon, Polygon

# A part below this is no ground: it is what is left where two edges that should agree differ by
# rounding, a centimetre over some kilometres. Ten metres square lie below the error of any line.
LEAST_AREA_M2 = 100.0

# Edges are cut to this, at most 1.1 km, so that straight in degrees and geodesic are the same.
_EDGE_DEG = 0.01


def ground_area_m2(shape: Geometry) -> float:
    """Return the area of a polygon in degrees on the ellipsoid; holes taken off.

    >>> from shapely import box
    >>> round(ground_area_m2(box(35, 33, 35.1, 33.1)) / 1e6, 1)
    103.6
    """
    from shapely import get_parts, orient_polygons, segmentize

    # The area is that of the shape as it holds places: straight in degrees from point to point.
    parts = get_parts(orient_polygons(segmentize(shape, _EDGE_DEG)))
    return math.fsum(abs(wgs84().geometry_area_perimeter(part)[0]) for part in parts)


def rings_of(polygon: Polygon | MultiPolygon) -> list[ndarray]:
    """Return the rings of all parts, each as rows of longitude and latitude.

    Shells run anticlockwise and holes clockwise; every ring ends where it starts.

    >>> from shapely import MultiPolygon, box
    >>> len(rings_of(MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])))
    2
    """
    from shapely import get_coordinates, get_parts, get_rings, orient_polygons

    # get_rings of a multipolygon is empty without a word, so the parts are asked one by one.
    return [
        get_coordinates(ring)
        for part in get_parts(orient_polygons(polygon))
        for ring in get_rings(part)
    ]


def areal(shape: Geometry, *, what: str) -> Polygon | MultiPolygon:
    """Return a shape's polygons, wound anticlockwise, slivers below 100 square metres left out.

    Raises:
        GeometryInvalid: nothing is left; ``what`` begins the message.

    >>> from shapely import LineString
    >>> areal(LineString([(35, 33), (36, 33)]), what="zone 'z'")
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: zone 'z' has no area
    """
    from shapely import MultiPolygon, Polygon, get_parts, normalize, orient_polygons

    parts = [
        part
        for part in get_parts(get_parts(shape)).tolist()
        if isinstance(part, Polygon) and ground_area_m2(part) >= LEAST_AREA_M2
    ]
    if not parts:
        raise GeometryInvalid(f"{what} has no area")
    # Normalised, so that the same ground has the same points in the same order.
    whole = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return orient_polygons(normalize(whole))
