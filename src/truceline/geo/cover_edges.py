"""The edges of zones, as geodesics, cut short and each kept once however many zones it bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.areal import rings_of
from truceline.geo.ellipsoid import refuse_torn, wgs84
from truceline.geo.measure import drawn_polygon
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# A geodesic of 500 m bows from the straight stroke on a sheet about a place up to 3 km off by less
# than 2 micrometres. See docs/explain/exactness.md.
EDGE_M = 500.0

# The zones of one cover are bits of a whole number of 64, one of which is its sign.
MOST_ZONES = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneEdges:
    """Edges from west to east, or northward; ``marks`` has a bit for each zone an edge bounds."""

    points_deg: ndarray
    marks: ndarray


def edges_of(zones: Sequence[Zone]) -> ZoneEdges:
    """Return the edges of all zones; between two vertices an edge is the geodesic.

    Raises:
        GeometryInvalid: a zone is not drawn, crosses the 180th meridian or comes near a pole, or
            there are more than 62 zones.

    >>> from shapely import box
    >>> left = Zone(id="l", title="l", polygon=box(35, 33, 35.004, 33.004), error_m=0,
    ...             construction="-")
    >>> right = Zone(id="r", title="r", polygon=box(35.004, 33, 35.008, 33.004), error_m=0,
    ...              construction="-")
    >>> sorted(edges_of([left, right]).marks.tolist())
    [1, 1, 1, 2, 2, 2, 3]
    """
    import numpy as np

    if len(zones) > MOST_ZONES:
        raise GeometryInvalid(
            f"{len(zones)} zones are too many for one pass; give at most {MOST_ZONES} at a time"
        )
    found, bits = [], []
    for number, zone in enumerate(zones):
        for ring in rings_of(drawn_polygon(zone)):
            refuse_torn(ring[:, 0], ring[:, 1], f"zone {zone.id!r}")
            found.append(np.hstack([ring[:-1], ring[1:]]))
            bits.append(np.full(len(ring) - 1, 1 << number, dtype=np.int64))
    points, marks = _each_once(np.vstack(found), np.concatenate(bits))
    return ZoneEdges(**dict(zip(("points_deg", "marks"), _cut(points, marks), strict=True)))


def _each_once(points: ndarray, marks: ndarray) -> tuple[ndarray, ndarray]:
    """Turn edges eastward and keep one of those that agree, with the marks of all."""
    import numpy as np

    backward = (points[:, 0] > points[:, 2]) | (
        (points[:, 0] == points[:, 2]) & (points[:, 1] > points[:, 3])
    )
    points[backward] = points[backward][:, [2, 3, 0, 1]]
    kept, which = np.unique(points, axis=0, return_inverse=True)
    together = np.zeros(len(kept), dtype=np.int64)
    # A zone that runs along an edge and back bounds nothing there, so bits are toggled.
    np.bitwise_xor.at(together, which.ravel(), marks)
    real = (kept[:, :2] != kept[:, 2:]).any(axis=1) & (together != 0)
    return kept[real], together[real]


def _cut(points: ndarray, marks: ndarray) -> tuple[ndarray, ndarray]:
    import numpy as np

    away, _, length = wgs84().inv(*np.ascontiguousarray(points.T))
    counts = np.maximum(np.ceil(length / EDGE_M), 1).astype(int)
    edge = np.repeat(np.arange(len(points)), counts)
    last = np.cumsum(counts) - 1
    piece = np.arange(len(edge)) - (last - counts + 1)[edge]
    lon, lat, _ = wgs84().fwd(
        points[edge, 0], points[edge, 1], away[edge], piece * (length / counts)[edge]
    )
    start = np.column_stack([lon, lat])
    start[piece == 0] = points[:, :2]
    end = np.empty_like(start)
    end[:-1] = start[1:]
    end[last] = points[:, 2:]
    # A meridian is a geodesic: what starts and ends on one stays on it, without rounding.
    upright = points[edge, 0] == points[edge, 2]
    start[upright, 0] = end[upright, 0] = points[edge[upright], 0]
    return np.hstack([start, end]), marks[edge]


def share_of_radius(lat_deg: float) -> float:
    """Return one plus three times the squared tangent: what third-order terms grow with.

    >>> round(share_of_radius(45.0), 6)
    4.0
    """
    return 1.0 + 3.0 * math.tan(math.radians(lat_deg)) ** 2
