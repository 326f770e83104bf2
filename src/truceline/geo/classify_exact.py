"""The last tier: which zones hold a place, by GeographicLib's geodesics alone.

A meridian is a geodesic, and along a geodesic the longitude goes one way. So the edges that the
place's meridian meets north of it are those whose ends lie on either side of its longitude and that
the place lies south of; that is asked of the bearings at the edge's western end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo.cover_edges import ZoneEdges
from truceline.geo.ellipsoid import wgs84

if TYPE_CHECKING:
    from numpy import ndarray

# A geodesic of 500 m rises above its ends by less than 0.06 m at 85 degrees of latitude; a
# millionth of a degree is 0.11 m.
_RISE_DEG = 1e-6

# Places asked at once: with a few hundred edges under each meridian, some millions of pairs.
_AT_ONCE = 4096


def exact_masks(edges: ZoneEdges, lons_deg: ndarray, lats_deg: ndarray) -> ndarray:
    """Return the zones of each place as bits of a whole number.

    A place exactly on an edge counts as north of it (on an upright edge as east of it), so that
    zones that share an edge part the ground without gap or overlap.

    Source: C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013).

    >>> from shapely import box
    >>> from truceline.geo.cover_edges import edges_of
    >>> from truceline.geo.zone import Zone
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> import numpy
    >>> exact_masks(edges_of([square]), numpy.array([35.5, 36.5]), numpy.array([33.5, 33.5]))
    array([1, 0])
    """
    import numpy as np

    masks = np.zeros(len(lons_deg), dtype=np.int64)
    for start in range(0, len(lons_deg), _AT_ONCE):
        stop = start + _AT_ONCE
        masks[start:stop] = _some(edges, lons_deg[start:stop], lats_deg[start:stop])
    return masks


def _some(edges: ZoneEdges, lons: ndarray, lats: ndarray) -> ndarray:
    import numpy as np

    order = np.argsort(lons, kind="stable")
    lon, lat = lons[order], lats[order]
    west, east = edges.points_deg[:, 0], edges.points_deg[:, 2]
    # The places under an edge, west <= lon < east, stand together once sorted by longitude.
    first, last = np.searchsorted(lon, west, "left"), np.searchsorted(lon, east, "left")
    counts = last - first
    edge = np.repeat(np.arange(len(west)), counts)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    low = np.minimum(edges.points_deg[:, 1], edges.points_deg[:, 3])[edge] - _RISE_DEG
    high = np.maximum(edges.points_deg[:, 1], edges.points_deg[:, 3])[edge] + _RISE_DEG
    south = lat[place] < low
    close = np.flatnonzero(~south & (lat[place] <= high))
    a_lon, a_lat, b_lon, b_lat = np.ascontiguousarray(edges.points_deg[edge[close]].T)
    along, *_ = wgs84().inv(a_lon, a_lat, b_lon, b_lat)
    towards, *_ = wgs84().inv(a_lon, a_lat, lon[place[close]], lat[place[close]])
    turn = (towards - along + 180.0) % 360.0 - 180.0
    south[close] = (turn > 0.0) & ((lon[place[close]] != a_lon) | (lat[place[close]] != a_lat))
    masks = np.zeros(len(lon), dtype=np.int64)
    np.bitwise_xor.at(masks, place[south], edges.marks[edge[south]])
    answers = np.empty_like(masks)
    answers[order] = masks
    return answers
