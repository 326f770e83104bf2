"""Bins: the edges of one zone sorted into squares, as fine as an error of a given size can tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.geo import kernel_doubt, kernel_frame
from truceline.geo.areal import rings_of
from truceline.geo.chain import chain_of
from truceline.geo.kernel import compile_kernels
from truceline.geo.kernel_doubt import REACH_SIGMAS
from truceline.geo.made_ready import made_ready
from truceline.geo.measure import drawn_polygon
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely import MultiPolygon, Polygon

# Below this deviation outlines are kept whole; each rung above doubles it.
FINEST_SIGMA_M = 250.0

# An outline may be simplified by so small a share of the deviation: a shift of the edge by it moves
# the probability by at most 0.4 times as much, 0.001.
_SHARE_SIMPLIFIED = 1 / 400

# Edges are cut to twice the deviation, so that bins of that size part near ones from far ones.
_SHORTEST_CUT_M = 500.0
_LONGEST_CUT_M = 5000.0

_METRES_PER_DEGREE = 111_320.0
_TRIES = ((0.5, 0.5), (0.2, 0.3), (0.8, 0.7), (0.3, 0.8), (0.7, 0.2))


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeBins:
    """One zone's edges in bins, anticlockwise about it; a place in each bin, inside (1) or not (0).

    ``away`` is how many bins off the nearest one with an edge is, and ``margin_m`` how far the bins
    reach beyond all edges. They serve deviations below ``most_sigma_m``.
    """

    grid: ndarray
    starts: ndarray
    edges: ndarray
    anchors: ndarray
    inside: ndarray
    away: ndarray
    margin_m: float
    most_sigma_m: float


def bins_of(zone: Zone, *, least_sigma_m: float, most_sigma_m: float) -> EdgeBins:
    """Return a zone's edges as fine as deviations from the least to the most can tell.

    Raises:
        GeometryInvalid: the zone is not drawn, or torn.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 35.1, 33.1), error_m=0,
    ...               construction="-")
    >>> bins_of(square, least_sigma_m=1000, most_sigma_m=2000).edges.shape[1]
    4
    """
    import numpy as np
    from shapely import contains_xy, segmentize

    shape = _geodesic(zone)
    if least_sigma_m >= FINEST_SIGMA_M:
        shape = _simplified(shape, least_sigma_m * _SHARE_SIMPLIFIED)
    cut_m = min(max(2 * least_sigma_m, _SHORTEST_CUT_M), _LONGEST_CUT_M)
    shape = segmentize(shape, cut_m / _METRES_PER_DEGREE)
    edges = np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings_of(shape)])
    margin_m = REACH_SIGMAS * most_sigma_m + cut_m
    grid = _grid(shape.bounds, bin_m=2 * cut_m, margin_m=margin_m)
    columns, rows = int(grid[4]), int(grid[5])
    middle = (edges[:, :2] + edges[:, 2:]) / 2
    column = np.floor((middle[:, 0] - grid[0]) / grid[3]).astype(int)
    row = np.floor((middle[:, 1] - grid[1]) / grid[2]).astype(int)
    home = row * columns + column
    order = np.argsort(home, kind="stable")
    anchors = _anchors(grid, edges, np.unique(home))
    starts = np.searchsorted(home[order], np.arange(columns * rows + 1))
    away = np.empty(columns * rows, dtype=np.int64)
    compile_kernels(kernel_frame, kernel_doubt)
    kernel_doubt.bins_away(starts, columns, rows, away)
    return EdgeBins(
        grid=np.append(grid, cut_m),
        starts=starts,
        edges=edges[order],
        anchors=anchors,
        inside=contains_xy(made_ready(shape), anchors[:, 0], anchors[:, 1]).astype(np.int64),
        away=away,
        margin_m=margin_m,
        most_sigma_m=most_sigma_m,
    )


def _geodesic(zone: Zone) -> Polygon | MultiPolygon:
    """Return a zone's polygon with its long edges stepped along geodesics."""
    import numpy as np
    from shapely import LinearRing, MultiPolygon, Polygon, get_parts, get_rings

    parts = []
    for part in get_parts(drawn_polygon(zone)):
        rings = []
        for ring in get_rings(part):
            chain = chain_of(tuple(ring.coords), f"zone {zone.id!r}")
            rings.append(LinearRing(np.column_stack([chain.lon_deg, chain.lat_deg])))
        parts.append(Polygon(rings[0], rings[1:]))
    stepped = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    # Points that all but touch may change places by a hair; the outline as given is then as good.
    return stepped if stepped.is_valid else drawn_polygon(zone)


def _simplified(shape: Polygon | MultiPolygon, tolerance_m: float) -> Polygon | MultiPolygon:
    from shapely import simplify, transform

    _, south, _, north = shape.bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    flat = transform(shape, lambda points: points * [squeeze, 1.0])
    simple = simplify(flat, tolerance_m / _METRES_PER_DEGREE, preserve_topology=True)
    if simple.is_empty or not simple.is_valid:
        return shape
    return transform(simple, lambda points: points / [squeeze, 1.0])


def _grid(bounds: tuple[float, ...], *, bin_m: float, margin_m: float) -> ndarray:
    import numpy as np

    west, south, east, north = bounds
    up = bin_m / _METRES_PER_DEGREE
    margin_up = margin_m / _METRES_PER_DEGREE * 1.02
    highest = min(max(abs(south), abs(north)) + margin_up, 89.0)
    thinnest = math.cos(math.radians(highest))
    wide, margin_wide = up / thinnest, margin_up / thinnest
    columns = math.ceil((east - west + 2 * margin_wide) / wide)
    rows = math.ceil((north - south + 2 * margin_up) / up)
    return np.array([west - margin_wide, south - margin_up, up, wide, columns, rows])


def _anchors(grid: ndarray, edges: ndarray, held: ndarray) -> ndarray:
    """Return a place in each bin; where edges are near, one well off them."""
    import numpy as np
    from shapely import LineString, STRtree, points

    west, south, up, wide, columns, rows = grid
    row, column = np.divmod(np.arange(int(columns * rows)), int(columns))
    corner = np.column_stack([west + column * wide, south + row * up])
    anchors: ndarray = corner + np.array([wide / 2, up / 2])
    around = np.array([dy * int(columns) + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1)])
    close = np.unique((held[:, None] + around).ravel())
    close = close[(close >= 0) & (close < len(anchors))]
    tree = STRtree([LineString(edge) for edge in edges.reshape(-1, 2, 2)])
    best = np.full(len(close), -1.0)
    for x, y in _TRIES:
        tried = corner[close] + np.array([x * wide, y * up])
        _, away = tree.query_nearest(points(tried), return_distance=True, all_matches=False)
        better = away > best
        best[better] = away[better]
        anchors[close[better]] = tried[better]
    return anchors
