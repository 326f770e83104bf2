"""Split: an area parted by a line into its left and its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.chain import chain_of
from truceline.geo.ellipsoid import refuse_torn, wgs84
from truceline.geo.line import Line
from truceline.geo.measure import side_of_line
from truceline.geo.nearby import spoke
from truceline.geo.place import Place

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely.geometry.base import BaseGeometry

# How much further than the area the line is prolonged.
_MARGIN_M = 1000.0

# Prolonged further than this, a geodesic no longer runs as people expect of a straight line.
FURTHEST_PROLONGED_M = 2_000_000.0


def kept_side(area: BaseGeometry, line: Line, side: str) -> BaseGeometry:
    """Return what of an area lies ``left`` or ``right`` of a line prolonged straight at both ends.

    It is empty where nothing does.

    Raises:
        GeometryInvalid: the area is more than 2,000 km away from an end of the line.

    >>> from shapely import box
    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> kept_side(box(34.9, 33.2, 35.2, 33.3), meridian, "left").bounds
    (34.9, 33.2, 35.0, 33.3)
    """
    from shapely import LineString, get_parts, polygonize, prepare, unary_union

    cut = LineString(_prolonged(line, area))
    prepare(area)
    faces = get_parts(polygonize(get_parts(unary_union([area.boundary, cut])).tolist()))
    kept = []
    for face in faces:
        inner = face.representative_point()
        if area.covers(inner) and side_of_line(line, Place(inner.x, inner.y, 0.0)) == side:
            kept.append(face)
    return unary_union(kept)


def _prolonged(line: Line, area: BaseGeometry) -> ndarray:
    """Return the line's points, with a straight run beyond the area at both ends."""
    import numpy as np

    chain = chain_of(line.points, f"line {line.id!r}")
    west, south, east, north = area.bounds
    runs = []
    for at, turn in ((0, 180.0), (-1, 0.0)):
        lon, lat = float(chain.lon_deg[at]), float(chain.lat_deg[at])
        *_, away = wgs84().inv(
            [lon] * 4, [lat] * 4, [west, west, east, east], [south, north, south, north]
        )
        if max(away) > FURTHEST_PROLONGED_M:
            raise GeometryInvalid(
                f"line {line.id!r} ends at {lon:.4f}, {lat:.4f}, too far from the area to part it"
            )
        runs.append(spoke(lon, lat, float(chain.out_deg[at]) + turn, max(away) + _MARGIN_M)[1:])
    middle = np.column_stack([chain.lon_deg, chain.lat_deg])
    whole = np.vstack([runs[0][::-1], middle, runs[1]])
    refuse_torn(whole[:, 0], whole[:, 1], f"line {line.id!r}, prolonged")
    return whole
