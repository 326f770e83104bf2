"""Nearby: all ground within a distance of a line, with flat ends or round ones."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.chain import Chain, chain_of, spoke
from truceline.geo.ellipsoid import refuse_torn, wgs84
from truceline.geo.endings import ground_beyond

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely.geometry.base import BaseGeometry

# How far a chord of an arc may cut inside the true circle.
CHORD_ERROR_M = 0.1

# Beyond this no band of an agreement reaches, and a sheet of degrees no longer serves.
FURTHEST_M = 500_000.0

# A bend smaller than this leaves no gap worth filling: 1e-9 degrees is a hair at 500 km.
_NO_BEND_DEG = 1e-9


@lru_cache(maxsize=128)
def ground_within(
    points: tuple[tuple[float, float], ...], what: str, *, distance_m: float, flat: bool
) -> BaseGeometry:
    """Return the ground within a distance of the geodesics through points.

    With round ends it is every place within the distance; with flat ones only those whose nearest
    point of the line lies short of its ends. Each leg gives a strip, each bend the sector on its
    outside, each end a half disc; all are laid out by geodesics and united.

    Raises:
        GeometryInvalid: the distance is not above zero, or beyond 500 km.

    >>> meridian = ((35.0, 33.0), (35.0, 33.1))
    >>> flat = ground_within(meridian, "line 'm'", distance_m=5000, flat=True)
    >>> round_ = ground_within(meridian, "line 'm'", distance_m=5000, flat=False)
    >>> [round(bound, 3) for bound in flat.bounds], round_.bounds[1] < 32.96
    ([34.946, 33.0, 35.054, 33.1], True)
    """
    from shapely import Polygon, difference, make_valid, union_all

    if not 0 < distance_m <= FURTHEST_M:
        raise GeometryInvalid(
            f"{distance_m:g} m from {what} is no reach; give more than 0 and at most "
            f"{FURTHEST_M / 1000:.0f} km"
        )
    chain = chain_of(points, what)
    rings = _strips(chain, distance_m) + _sectors(chain, distance_m)
    if not chain.closed:
        rings += _ends(chain, distance_m)
    for ring in rings:
        refuse_torn(ring[:, 0], ring[:, 1], f"the ground within {distance_m:g} m of {what}")
    ground = union_all([make_valid(Polygon(ring)) for ring in rings])
    for at in (0, -1) if flat and not chain.closed else ():
        ground = difference(ground, ground_beyond(chain, at, distance_m))
    return ground


def _strips(chain: Chain, distance_m: float) -> list[ndarray]:
    """Return one ring for each leg: its two sides, and the two edges square to its ends."""
    import numpy as np

    rings = []
    for start, end in zip(chain.corners, chain.corners[1:], strict=False):
        bearings = np.append(chain.out_deg[start:end], chain.into_deg[end])
        lon, lat = chain.lon_deg[start : end + 1], chain.lat_deg[start : end + 1]
        right = _abeam(lon, lat, bearings + 90, distance_m)
        left = _abeam(lon, lat, bearings - 90, distance_m)
        edges = {
            (at, turn): spoke(lon[at], lat[at], bearings[at] + turn, distance_m)
            for at in (0, -1)
            for turn in (-90, 90)
        }
        rings.append(
            np.vstack(
                [
                    edges[0, 90],
                    right[1:-1],
                    edges[-1, 90][::-1],
                    edges[-1, -90][1:],
                    left[-2:0:-1],
                    edges[0, -90][::-1],
                ]
            )
        )
    return rings


def _sectors(chain: Chain, distance_m: float) -> list[ndarray]:
    """Return one ring for each bend: the sector between its two strips, on the outside."""
    rings = []
    for at in chain.corners[:-1] if chain.closed else chain.corners[1:-1]:
        into, out = float(chain.into_deg[at]), float(chain.out_deg[at])
        bend = (out - into + 180) % 360 - 180
        if abs(bend) > _NO_BEND_DEG:
            outside = -90 if bend > 0 else 90
            span = (into + outside, out + outside)
            rings.append(_sector(chain, at, span, bend, distance_m))
    return rings


def _ends(chain: Chain, distance_m: float) -> list[ndarray]:
    """Return the two half discs that round off the ends."""
    last = len(chain.lon_deg) - 1
    first_deg, last_deg = float(chain.out_deg[0]), float(chain.into_deg[last])
    return [
        _sector(chain, 0, (first_deg + 90, first_deg - 90), 180.0, distance_m),
        _sector(chain, last, (last_deg - 90, last_deg + 90), 180.0, distance_m),
    ]


def _sector(
    chain: Chain, at: int, span_deg: tuple[float, float], sweep_deg: float, distance_m: float
) -> ndarray:
    """Return the sector about a point, its edges the very ones of the strips beside it."""
    import numpy as np

    from_deg, to_deg = span_deg
    lon, lat = float(chain.lon_deg[at]), float(chain.lat_deg[at])
    widest = math.degrees(2 * math.acos(max(1 - CHORD_ERROR_M / distance_m, 0.5)))
    turns = np.linspace(0, sweep_deg, max(math.ceil(abs(sweep_deg) / widest), 1) + 1)[1:-1]
    same = np.ones(len(turns))
    arc = _abeam(lon * same, lat * same, from_deg + turns, distance_m)
    return np.vstack(
        [spoke(lon, lat, from_deg, distance_m), arc, spoke(lon, lat, to_deg, distance_m)[::-1]]
    )


def _abeam(lon: ndarray, lat: ndarray, bearings: ndarray, distance_m: float) -> ndarray:
    import numpy as np

    far_lon, far_lat, _ = wgs84().fwd(lon, lat, bearings, np.full(len(lon), distance_m))
    return np.column_stack([far_lon, far_lat])
