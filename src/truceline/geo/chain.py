"""Chain: a line as a run of geodesics, with steps short enough to be taken as straight."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.ellipsoid import refuse_torn, wgs84

if TYPE_CHECKING:
    from numpy import ndarray

# A geodesic of this length leaves the straight line in degrees by s^2 tan(latitude) / 8R: 3 cm at
# 33 degrees, 8 cm at 60.
STEP_M = 1500.0

# Two vertices nearer than this are one; GeoJSON's seventh decimal is about a centimetre.
SAME_POINT_M = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A line's points, those between them at most ``STEP_M`` apart, and the bearings there.

    ``corners`` are the indices of the line's own vertices. ``into_deg`` and ``out_deg`` are the
    bearings with which the line comes to a point and leaves it; at the ends the two are the same,
    unless the line is ``closed``, its last point being its first.
    """

    lon_deg: ndarray
    lat_deg: ndarray
    into_deg: ndarray
    out_deg: ndarray
    step_m: ndarray
    corners: tuple[int, ...]
    closed: bool

    @property
    def length_m(self) -> float:
        """Return the length on the ground, in metres."""
        return math.fsum(self.step_m.tolist())


@lru_cache(maxsize=512)
def chain_of(points: tuple[tuple[float, float], ...], what: str) -> Chain:
    """Return the chain of geodesics through points; ``what`` names them in an error.

    Raises:
        GeometryInvalid: a point is nowhere on the ground, all points are one, or the chain
            crosses the 180th meridian.

    >>> chain_of(((35.8, 33.0), (35.8, 33.1)), "line 'A'").corners
    (0, 8)
    """
    import numpy as np

    _refuse_impossible(points, what)
    lon, lat = _without_repeats(points)
    if len(lon) < 2:
        raise GeometryInvalid(f"{what} has no length: all its points are {lon[0]}, {lat[0]}")
    away, back, length = wgs84().inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    counts = np.maximum(np.ceil(length / STEP_M), 1).astype(int)
    leg = np.repeat(np.arange(len(counts)), counts)
    corners = np.concatenate([[0], np.cumsum(counts)])
    along = (np.arange(len(leg)) - corners[leg]) * (length / counts)[leg]
    step_lon, step_lat, step_back = wgs84().fwd(lon[leg], lat[leg], away[leg], along)
    out = np.where(along == 0, away[leg], step_back + 180)
    step_lon[along == 0], step_lat[along == 0] = lon[:-1], lat[:-1]
    out = np.append(out, back[-1] + 180)
    into = out.copy()
    into[corners[1:]] = back + 180
    closed = len(lon) > 3 and _same(lon, lat)
    if closed:
        into[0], out[-1] = into[-1], out[0]
    chain = Chain(
        lon_deg=np.append(step_lon, lon[-1]),
        lat_deg=np.append(step_lat, lat[-1]),
        into_deg=into,
        out_deg=out,
        step_m=(length / counts)[leg],
        corners=tuple(corners.tolist()),
        closed=closed,
    )
    refuse_torn(chain.lon_deg, chain.lat_deg, what)
    return chain


def spoke(lon_deg: float, lat_deg: float, bearing_deg: float, distance_m: float) -> ndarray:
    """Return points along a geodesic from a point, the point itself first, at most a step apart.

    >>> spoke(35.0, 33.0, 0.0, 3000.0).round(4).tolist()
    [[35.0, 33.0], [35.0, 33.0135], [35.0, 33.0271]]
    """
    import numpy as np

    steps = max(math.ceil(distance_m / STEP_M), 1)
    along = np.linspace(0.0, distance_m, steps + 1)[1:]
    same = np.ones(steps)
    lon, lat, _ = wgs84().fwd(lon_deg * same, lat_deg * same, bearing_deg * same, along)
    return np.vstack([[lon_deg, lat_deg], np.column_stack([lon, lat])])


def _without_repeats(points: Sequence[tuple[float, float]]) -> tuple[ndarray, ndarray]:
    import numpy as np

    lon, lat = np.array(points, dtype=float).T
    *_, gap = wgs84().inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    kept = np.concatenate([[True], gap > SAME_POINT_M])
    return lon[kept], lat[kept]


def _same(lon: ndarray, lat: ndarray) -> bool:
    *_, gap = wgs84().inv(lon[0], lat[0], lon[-1], lat[-1])
    return bool(gap <= SAME_POINT_M)


def _refuse_impossible(points: Sequence[tuple[float, float]], what: str) -> None:
    for number, (lon, lat) in enumerate(points, start=1):
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            hint = "; longitude comes first, so the pair may be swapped" if abs(lat) > 90 else ""
            raise GeometryInvalid(f"point {number} of {what} is nowhere: {lon}, {lat}{hint}")
