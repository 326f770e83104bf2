"""What holds a place, by the turns that each ring makes as seen from it: GeographicLib alone.

It shares no code with the package: bearings to every vertex of the zone as given, uncut. Seen from
a place a geodesic sweeps less than half a turn, so the turns add up to the winding exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import Geod

from tests.geo.ground_truth import Array
from truceline.geo.zone import Zone

GEOD = Geod(ellps="WGS84")


def winding_masks(zones: Sequence[Zone], lons: Array, lats: Array) -> Array:
    """Return a bit for each zone that winds round each place."""
    masks = np.zeros(len(lons), dtype=np.int64)
    for number, zone in enumerate(zones):
        turns = np.zeros(len(lons))
        for part in shapely.get_parts(shapely.orient_polygons(zone.polygon)):
            for ring in shapely.get_rings(part):
                points = shapely.get_coordinates(ring)
                turns += _turns(points[:, 0], points[:, 1], lons, lats)
        masks |= np.where(np.abs(turns) > 180, 1 << number, 0)
    return masks


def _turns(ring_lon: Array, ring_lat: Array, lons: Array, lats: Array) -> Array:
    shape = (len(lons), len(ring_lon))
    bearing, *_ = GEOD.inv(
        np.broadcast_to(lons[:, None], shape),
        np.broadcast_to(lats[:, None], shape),
        np.broadcast_to(ring_lon, shape),
        np.broadcast_to(ring_lat, shape),
    )
    turn = (np.diff(bearing, axis=1) + 180) % 360 - 180
    return np.asarray(turn.sum(axis=1))


def places_at_edges(
    zones: Sequence[Zone], rng: np.random.Generator, count: int
) -> tuple[Array, Array]:
    """Return places from a fifth of a millimetre to a metre from an edge, on either side."""
    rings = [
        shapely.get_coordinates(ring)
        for zone in zones
        for part in shapely.get_parts(zone.polygon)
        for ring in shapely.get_rings(part)
    ]
    edges = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    start_lon, start_lat, end_lon, end_lat = edges[rng.integers(len(edges), size=count)].T.copy()
    away, _, length = GEOD.inv(start_lon, start_lat, end_lon, end_lat)
    share = np.where(rng.random(count) < 0.2, rng.integers(2, size=count), rng.random(count))
    lon, lat, back = GEOD.fwd(start_lon, start_lat, away, share * length)
    off = 10 ** rng.uniform(-3.7, 0.0, count) * rng.choice([-1, 1], count)
    turn = np.where((share == 0) | (share == 1), rng.uniform(0, 360, count), 90)
    lon, lat, _ = GEOD.fwd(lon, lat, back + 180 + turn, off)
    return np.asarray(lon), np.asarray(lat)
