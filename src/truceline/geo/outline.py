"""Outline: a polygon's edge as arrays, so that a place meets the near part of it alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from truceline.geo.areal import rings_of
from truceline.geo.ellipsoid import wgs84
from truceline.geo.made_ready import made_ready
from truceline.geo.place import Place

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely import MultiPolygon, Polygon

# The smallest radius of curvature of WGS 84 (along the meridian, at the equator), and a share taken
# off for the curvature of the sheet: a rough distance that never exceeds the true one.
_SMALL_RADIUS_M = 6_335_439.0
_CAUTION = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A polygon's rings as arrays, shells anticlockwise and holes clockwise.

    Edge ``i`` runs from vertex ``edge_from[i]`` to vertex ``edge_to[i]``, and none is longer than
    ``longest_m``. ``polygon`` is a copy made ready for threads.
    """

    polygon: Polygon | MultiPolygon
    lon_deg: ndarray
    lat_deg: ndarray
    edge_from: ndarray
    edge_to: ndarray
    longest_m: float

    def holds(self, place: Place) -> bool:
        """Return whether a place lies inside; one on the edge does not."""
        from shapely import contains_xy

        return bool(contains_xy(self.polygon, place.lon_deg, place.lat_deg))

    def roughly_about(self, place: Place) -> tuple[ndarray, ndarray, ndarray]:
        """Return rough metres east and north of a place, and a distance surely not too great."""
        import numpy as np

        x_deg = np.radians(self.lon_deg - place.lon_deg)
        y_deg = np.radians(self.lat_deg - place.lat_deg)
        cosine = np.cos(np.radians(self.lat_deg))
        here = math.cos(math.radians(place.lat_deg))
        at_least = _CAUTION * _SMALL_RADIUS_M * np.hypot(x_deg * np.minimum(cosine, here), y_deg)
        return _SMALL_RADIUS_M * x_deg * here, _SMALL_RADIUS_M * y_deg, at_least


@lru_cache(maxsize=512)
def outline_of(polygon: Polygon | MultiPolygon, *, step_deg: float) -> Outline:
    """Return a polygon's outline, with vertices no more than ``step_deg`` degrees apart.

    >>> from shapely import box
    >>> square = outline_of(box(35, 33, 36, 34), step_deg=0.5)
    >>> len(square.edge_from), round(square.longest_m)
    (8, 55459)
    """
    import numpy as np
    from shapely import segmentize

    rings = rings_of(segmentize(polygon, step_deg))
    lon, lat = np.ascontiguousarray(np.concatenate(rings).T)
    edge_from = np.arange(len(lon) - 1)
    joints = np.cumsum([len(ring) for ring in rings])[:-1] - 1
    edge_from = np.delete(edge_from, joints)
    edge_to = edge_from + 1
    *_, length = wgs84().inv(lon[edge_from], lat[edge_from], lon[edge_to], lat[edge_to])
    return Outline(
        polygon=made_ready(polygon),
        lon_deg=lon,
        lat_deg=lat,
        edge_from=edge_from,
        edge_to=edge_to,
        longest_m=float(length.max()),
    )
