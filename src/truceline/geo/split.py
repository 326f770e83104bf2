"""Split: an area parted by a line into its left and its right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.chain import SAME_POINT_M, chain_of
from truceline.geo.ellipsoid import refuse_torn, wgs84
from truceline.geo.line import Line
from truceline.geo.measure import side_of_line
from truceline.geo.place import Place
from truceline.geo.prolonged import FURTHEST_PROLONGED_M, Ray, prolonged

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely.geometry.base import BaseGeometry

# How much further than the area the line is prolonged.
_MARGIN_M = 1000.0


def kept_side(
    area: BaseGeometry, line: Line, side: str, *, clear_m: float = math.inf
) -> BaseGeometry:
    """Return what of an area lies ``left`` or ``right`` of a line prolonged straight at both ends.

    It is empty where nothing does. A closed line is not prolonged: its sides are inside and
    outside. Prolonged ends must run clear of the line itself for ``clear_m``, or as far as the
    area reaches.

    Raises:
        GeometryInvalid: a prolonged end runs into the line, so that its sides flip, or the area is
            more than 2,000 km away from an end.

    >>> from shapely import box
    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> kept_side(box(34.9, 33.2, 35.2, 33.3), meridian, "left").bounds
    (34.9, 33.2, 35.0, 33.3)
    """
    import numpy as np
    from shapely import LineString, get_parts, polygonize, unary_union

    chain = chain_of(line.points, f"line {line.id!r}")
    middle = np.column_stack([chain.lon_deg, chain.lat_deg])
    runs = [_run(ray, area, line.id) for ray in prolonged(line)[0]]
    for run in runs:
        _refuse_hooked(run, middle, line.id, clear_m)
    strokes = [LineString(points) for points in (middle, *runs)]
    faces = get_parts(polygonize(get_parts(unary_union([area.boundary, *strokes])).tolist()))
    kept = []
    for face in faces:
        inner = face.representative_point()
        if area.covers(inner) and side_of_line(line, Place(inner.x, inner.y, 0.0)) == side:
            kept.append(face)
    return unary_union(kept)


def _run(ray: Ray, area: BaseGeometry, id: str) -> ndarray:  # noqa: A002
    """Return a straight run from one end of a line to beyond an area."""
    west, south, east, north = area.bounds
    *_, away = wgs84().inv(
        [ray.lon_deg] * 4,
        [ray.lat_deg] * 4,
        [west, west, east, east],
        [south, north, south, north],
    )
    if max(away) > FURTHEST_PROLONGED_M - _MARGIN_M:
        raise GeometryInvalid(
            f"line {id!r} ends at {ray.lon_deg:.4f}, {ray.lat_deg:.4f}, too far from the area to "
            "part it"
        )
    run = ray.reach(max(away) + _MARGIN_M)
    refuse_torn(run[:, 0], run[:, 1], f"line {id!r}, prolonged")
    return run


def _refuse_hooked(run: ndarray, middle: ndarray, id: str, clear_m: float) -> None:  # noqa: A002
    from shapely import LineString, get_coordinates

    met = get_coordinates(LineString(run).intersection(LineString(middle)))
    for lon, lat in met.tolist():
        *_, away = wgs84().inv(run[0, 0], run[0, 1], lon, lat)
        if SAME_POINT_M < away <= clear_m:
            raise GeometryInvalid(
                f"line {id!r} ends at {run[0, 0]:.4f}, {run[0, 1]:.4f} in a hook: prolonged "
                f"straight it meets itself at {lon:.4f}, {lat:.4f}, {away / 1000:.1f} km on, "
                "so its sides flip there; take the last points of that end out, or measure less far"
            )
