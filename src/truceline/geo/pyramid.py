"""Pyramid: a zone seen through a ladder of errors, laid once, so that a probability is looked up.

On each rung the exact probability is kept at nodes a fifth of the deviation apart, in tiles, and
only where it is neither 0 nor 1. Between nodes and between rungs it is interpolated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.classify_bins import EdgeBins
from truceline.geo.classify_doubt import Doubter, Ellipse, make_doubter, p_of_positions, quadrature
from truceline.geo.kernel import compile_kernels
from truceline.geo.threads import threads_for
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# Six rungs an octave and five nodes a deviation leave at most 0.0005 and 0.0012 by a straight
# edge, and some 0.004 about a zone as small as the error. See docs/explain/exactness.md.
_PER_OCTAVE = 6.0
_NODES_PER_SIGMA = 5.0

# Below 100 m, and above 20 km, positions are integrated one by one.
_LEAST_SIGMA_M = 100.0
_MOST_SIGMA_M = 20_000.0

# Farther from an edge than this a rung is taken as 0 or 1: the mass left is 3e-5.
_CLEAR_SIGMAS = 4.0
# So much more is laid around, that the outermost tiles are 0 all over.
_RIM_SIGMAS = 4.0
_METRES_PER_DEGREE = 111_320.0
_RUN = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePyramid:
    """One zone's ladder; the arrays are those of ``kernel_pyramid``."""

    sigma_m: float
    least_m: float
    rungs: ndarray
    table: ndarray
    nodes: ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyramid:
    """Zones whose probabilities are looked up, and integrated where the ladder ends."""

    doubter: Doubter
    zones: tuple[ZonePyramid, ...]

    @property
    def size_bytes(self) -> int:
        """Return how much memory the ladders take."""
        return sum(z.table.nbytes + z.nodes.nbytes for z in self.zones)


def lay_pyramid(zones: Sequence[Zone], *, threads: int | None = None) -> Pyramid:
    """Return zones whose probabilities can be looked up: some seconds of work for an agreement.

    Raises:
        GeometryInvalid: a zone is not drawn, crosses the 180th meridian or lies near a pole.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=9800,
    ...               construction="-")
    >>> round(lay_pyramid([square]).zones[0].least_m)
    5000
    """
    from truceline.geo import kernel_doubt, kernel_frame

    compile_kernels(kernel_frame, kernel_doubt)
    doubter = make_doubter(zones)
    with ThreadPoolExecutor(threads_for(threads)) as pool:
        laid = pool.map(_ladder, doubter.sigma_m, doubter.ladders)
        return Pyramid(doubter=doubter, zones=tuple(laid))


def look_up(
    pyramid: Pyramid,
    lons_deg: ndarray,
    lats_deg: ndarray,
    error: ndarray | Ellipse,
    *,
    threads: int | None = None,
) -> ndarray:
    """Return the probability of each position in each zone: a row a zone, a column a position.

    It is right to 0.005. ``error`` is each position's deviation along every axis in metres, or an
    ellipse. Where it, with the zone's own, lies off the ladder, or an ellipse is more than some
    twenty times as long as wide, the position is integrated as by ``p_of_positions``.

    Raises:
        GeometryInvalid: arrays differ in length, or an error is above 50 km or negative.

    >>> import numpy
    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=9800,
    ...               construction="-")
    >>> look_up(lay_pyramid([square]), numpy.array([35.0, 35.5]), numpy.full(2, 33.5),
    ...         numpy.full(2, 50.0)).round(2).tolist()
    [[0.5, 1.0]]
    """
    import numpy as np

    from truceline.geo import kernel_frame, kernel_ovals, kernel_pyramid

    compile_kernels(kernel_frame, kernel_pyramid, kernel_ovals)
    axes = (
        (error.along_m, error.across_m, error.bearing_deg)
        if isinstance(error, Ellipse)
        else (error,)
    )
    if any(len(column) != len(lons_deg) for column in (lats_deg, *axes)):
        raise GeometryInvalid("longitudes, latitudes and errors differ in number")
    out = np.empty((len(pyramid.zones), len(lons_deg)), dtype=np.float32)

    def run(task: tuple[int, int]) -> int:
        row, start = task
        return _some(
            pyramid.zones[row], slice(start, start + _RUN), lons_deg, lats_deg, error, out[row]
        )

    tasks = [(row, at) for row in range(len(out)) for at in range(0, len(lons_deg), _RUN)]
    with ThreadPoolExecutor(threads_for(threads)) as pool:
        off = sum(pool.map(run, tasks))
    if off:
        _integrate(pyramid, lons_deg, lats_deg, error, out, threads=threads)
    out[:, ~(np.isfinite(lons_deg) & np.isfinite(lats_deg))] = np.nan
    return out


def _some(  # noqa: PLR0917
    zone: ZonePyramid, part: slice, lons: ndarray, lats: ndarray, error: ndarray | Ellipse,
    out: ndarray,
) -> int:  # fmt: skip
    """Look one part of the positions up in one zone; return how many lie off the ladder."""
    import numpy as np

    from truceline.geo import kernel_ovals, kernel_pyramid

    ladder = (zone.sigma_m, zone.least_m, _PER_OCTAVE, zone.rungs, zone.table, zone.nodes)
    steps = np.empty(kernel_pyramid.BLOCK)
    kept = np.empty(kernel_pyramid.BLOCK + 1, dtype=np.uint32)
    if isinstance(error, Ellipse):
        return kernel_ovals.look_up_ovals(
            lons[part], lats[part], error.along_m[part], error.across_m[part],
            error.bearing_deg[part], *ladder, steps, kept, np.empty(5), out[part],
        )  # fmt: skip
    return kernel_pyramid.look_up(
        lons[part], lats[part], error[part], *ladder, steps, kept, out[part]
    )


def _integrate(
    pyramid: Pyramid, lons: ndarray, lats: ndarray, error: ndarray | Ellipse, out: ndarray, *,
    threads: int | None,
) -> None:  # fmt: skip
    import numpy as np

    ends = np.flatnonzero((out < 0).any(axis=0))
    left = (
        Ellipse(
            along_m=error.along_m[ends], across_m=error.across_m[ends],
            bearing_deg=error.bearing_deg[ends],
        )
        if isinstance(error, Ellipse)
        else error[ends]
    )  # fmt: skip
    exact = p_of_positions(pyramid.doubter, lons[ends], lats[ends], left, threads=threads)
    out[:, ends] = np.where(out[:, ends] < 0, exact, out[:, ends])


def _ladder(sigma_m: float, bins: tuple[EdgeBins, ...]) -> ZonePyramid:
    import numpy as np

    least = max(sigma_m, _LEAST_SIGMA_M)
    count = math.ceil(_PER_OCTAVE * math.log2(math.hypot(_MOST_SIGMA_M, sigma_m) / least)) + 1
    rungs, tables, nodes = [], [], []
    tiles = offset = 0
    for number in range(max(count, 2)):
        sigma = least * 2 ** (number / _PER_OCTAVE)
        rung, table, kept = _rung(sigma, next(b for b in bins if b.most_sigma_m > sigma))
        rungs.append([*rung, offset])
        offset += len(table)
        tables.append(np.where(table >= 0, table + tiles, table))
        nodes.append(kept)
        tiles += len(kept)
    return ZonePyramid(
        sigma_m=sigma_m,
        least_m=least,
        rungs=np.array(rungs),
        table=np.concatenate(tables).astype(np.int32),
        nodes=np.concatenate(nodes).ravel(),
    )


def _rung(sigma_m: float, bins: EdgeBins) -> tuple[list[float], ndarray, ndarray]:
    """Return one rung: its grid, its table of tiles, and the nodes of those tiles that vary."""
    import numpy as np
    from shapely import LineString, STRtree, points

    from truceline.geo import kernel_doubt

    edges = bins.edges
    south, north = edges[:, [1, 3]].min(), edges[:, [1, 3]].max()
    squeeze = math.cos(math.radians((south + north) / 2))
    up = sigma_m / _NODES_PER_SIGMA / _METRES_PER_DEGREE
    wide = up / squeeze
    margin = (_CLEAR_SIGMAS + _RIM_SIGMAS) * _NODES_PER_SIGMA
    west, low = edges[:, [0, 2]].min() - margin * wide, south - margin * up
    columns = math.ceil((edges[:, [0, 2]].max() + margin * wide - west) / wide / 8)
    rows = math.ceil((north + margin * up - low) / up / 8)
    row, column = np.divmod(np.arange(columns * rows), columns)
    middle = np.column_stack([west + (column * 8 + 4) * wide, low + (row * 8 + 4) * up])
    strokes = (edges * [squeeze, 1, squeeze, 1]).reshape(-1, 2, 2)
    flat = STRtree([LineString(stroke) for stroke in strokes])
    # A tile is 1.6 deviations wide, and its corners 1.13 off its middle.
    reach = (_CLEAR_SIGMAS + 1.2) * sigma_m / _METRES_PER_DEGREE
    near, _ = flat.query(points(middle * [squeeze, 1]), predicate="dwithin", distance=reach)
    varied = np.unique(near)
    squeezed = np.tile([1 / sigma_m, 0.0, 1 / sigma_m], (len(middle), 1))
    sure = np.empty(len(middle), dtype=np.float32)
    kernel_doubt.masses(
        middle[:, 0].copy(), middle[:, 1].copy(), squeezed,
        np.full(len(middle), 0.01 * sigma_m), np.empty(5), bins.grid, bins.starts, bins.edges,
        bins.anchors, bins.inside, quadrature(), sure,
    )  # fmt: skip
    table = np.where(sure > 0.5, -2, -1)
    table[varied] = np.arange(len(varied))
    nodes = np.empty((len(varied), 81), dtype=np.uint16)
    kernel_doubt.node_masses(
        west, low, wide, up, varied, columns, sigma_m, np.empty(5), bins.grid, bins.starts,
        bins.edges, bins.anchors, bins.inside, quadrature(), nodes,
    )  # fmt: skip
    return [west, low, 1 / wide, 1 / up, float(columns), float(rows)], table, nodes
