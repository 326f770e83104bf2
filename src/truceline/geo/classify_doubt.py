"""Doubt at scale: the probability of each zone for millions of doubtful positions.

Each position has a Gaussian error of its own, alike in all directions or an ellipse; a zone's own
error is added, as in ``doubt``. The edges within five deviations are integrated along; see
``kernel_doubt``. Outlines are simplified where the error is far coarser than they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.classify_bins import FINEST_SIGMA_M, EdgeBins, bins_of
from truceline.geo.doubt import SIGMAS_IN_95_ACROSS
from truceline.geo.kernel import compile_kernels
from truceline.geo.threads import threads_for
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# Errors beyond this say nothing about a zone, and their sheets would no longer be flat.
MOST_SIGMA_M = 50_000.0
# Errors below this are taken as this: finer than any receiver, and no edge is known so well.
LEAST_SIGMA_M = 0.01

_RUN = 1 << 15
_NODES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """Errors of many positions as ellipses: one deviation along each axis, in metres.

    ``bearing_deg`` is that of the first axis, from north clockwise.
    """

    along_m: ndarray
    across_m: ndarray
    bearing_deg: ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubter:
    """Zones made ready for doubtful positions: each one's error and a ladder of outlines."""

    ids: tuple[str, ...]
    sigma_m: tuple[float, ...]
    ladders: tuple[tuple[EdgeBins, ...], ...]


def make_doubter(zones: Sequence[Zone]) -> Doubter:
    """Return zones made ready for ``p_of_positions``.

    Raises:
        GeometryInvalid: a zone is not drawn, crosses the 180th meridian or lies near a pole.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> [rung.most_sigma_m for rung in make_doubter([square]).ladders[0]][:3]
    [250.0, 500.0, 1000.0]
    """
    ladders, sigmas = [], []
    for zone in zones:
        rungs = []
        sigma = zone.error_m / SIGMAS_IN_95_ACROSS
        sigmas.append(sigma)
        least, most = 0.0, FINEST_SIGMA_M
        while least < MOST_SIGMA_M:
            if most > sigma:
                rungs.append(bins_of(zone, least_sigma_m=least, most_sigma_m=most))
            least, most = most, 2 * most
        ladders.append(tuple(rungs))
    return Doubter(
        ids=tuple(zone.id for zone in zones), sigma_m=tuple(sigmas), ladders=tuple(ladders)
    )


def p_of_positions(
    doubter: Doubter,
    lons_deg: ndarray,
    lats_deg: ndarray,
    error: ndarray | Ellipse,
    *,
    threads: int | None = None,
) -> ndarray:
    """Return the probability of each position in each zone: a row a zone, a column a position.

    ``error`` is each position's standard deviation along every axis in metres, or an ellipse. It is
    right to 0.002. Where a position or its error is no number, the answer is none.

    Raises:
        GeometryInvalid: arrays differ in length, or an error is above 50 km or negative.

    Source: Green's theorem for the bivariate normal; quadrature after Gauss and Legendre.

    >>> import numpy
    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> lons, lats = numpy.array([35.5, 35.0, 35.01]), numpy.full(3, 33.5)
    >>> p_of_positions(make_doubter([square]), lons, lats, numpy.full(3, 817.0)).round(2)
    array([[1.  , 0.5 , 0.87]], dtype=float32)
    """
    import numpy as np

    from truceline.geo import kernel_doubt, kernel_frame

    compile_kernels(kernel_frame, kernel_doubt)
    axes = _axes(error, len(lons_deg))
    along, across, _ = axes
    if len(lats_deg) != len(lons_deg):
        raise GeometryInvalid(f"{len(lons_deg)} longitudes, {len(lats_deg)} latitudes: no pairs")
    fine = np.isfinite(lons_deg) & np.isfinite(lats_deg) & np.isfinite(along) & np.isfinite(across)
    out = np.full((len(doubter.ids), len(lons_deg)), np.nan, dtype=np.float32)
    tasks = []
    for row, (sigma, ladder) in enumerate(zip(doubter.sigma_m, doubter.ladders, strict=True)):
        # The narrow axis tells how fine an outline is needed, the wide one how far to look.
        most = least = np.sqrt(along * along + sigma**2)
        if across is not along:
            other = np.sqrt(across * across + sigma**2)
            most, least = np.maximum(most, other), np.minimum(most, other)
        reach_m = kernel_doubt.REACH_SIGMAS * most
        ends = np.array([rung.most_sigma_m for rung in ladder])
        rung_of = np.minimum(np.searchsorted(ends, least, side="right"), len(ladder) - 1)
        for number in np.flatnonzero(np.bincount(rung_of[fine])).tolist():
            chosen = np.flatnonzero(fine & (rung_of == number))
            for start in range(0, len(chosen), _RUN):
                tasks.append((ladder[number], chosen[start : start + _RUN], sigma, reach_m, row))

    def run(task: tuple[EdgeBins, ndarray, float, ndarray, int]) -> None:
        rung, chosen, sigma, reach_m, row = task
        _some(lons_deg, lats_deg, axes, rung, chosen, sigma, reach_m, out[row])

    with ThreadPoolExecutor(threads_for(threads)) as pool:
        list(pool.map(run, tasks))
    return out


def _some(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, axes: tuple[ndarray, ndarray, ndarray], rung: EdgeBins,
    chosen: ndarray, sigma: float, reach_m: ndarray, out: ndarray,
) -> None:  # fmt: skip
    """Put the probabilities of some positions in a zone into ``out``: far ones first, at once."""
    import numpy as np

    from truceline.geo import kernel_doubt

    along, across, bearing = axes
    left = np.empty_like(chosen)
    count = kernel_doubt.settle_far(
        lons, lats, chosen, reach_m, rung.margin_m, rung.grid, rung.away, rung.inside, out, left
    )
    near = left[:count]
    found = np.empty(count, dtype=np.float32)
    kernel_doubt.masses(
        lons[near], lats[near], _squeezed(along[near], across[near], bearing[near], sigma),
        reach_m[near], np.empty(5), rung.grid, rung.starts, rung.edges, rung.anchors, rung.inside,
        quadrature(), found,
    )  # fmt: skip
    out[near] = found


def _axes(error: ndarray | Ellipse, count: int) -> tuple[ndarray, ndarray, ndarray]:
    import numpy as np

    if isinstance(error, Ellipse):
        axes = (error.along_m, error.across_m, error.bearing_deg)
    else:
        axes = (error, error, np.zeros(len(error)))
    if any(len(axis) != count for axis in axes):
        raise GeometryInvalid(f"there are {count} positions and {len(axes[0])} errors")
    for axis in axes[:2]:
        if (axis < 0).any() or (axis > MOST_SIGMA_M).any():
            raise GeometryInvalid(
                f"errors run from {np.nanmin(axis):g} to {np.nanmax(axis):g} m; give deviations "
                f"from 0 to {MOST_SIGMA_M:g} m"
            )
    return axes


def _squeezed(along: ndarray, across: ndarray, bearing: ndarray, sigma: float) -> ndarray:
    """Return the three factors that make each ellipse, a zone's error added, a unit circle."""
    import numpy as np

    turn = np.radians(bearing)
    sine, cosine = np.sin(turn), np.cos(turn)
    u = 1 / np.maximum(np.sqrt(along**2 + sigma**2), LEAST_SIGMA_M)
    v = 1 / np.maximum(np.sqrt(across**2 + sigma**2), LEAST_SIGMA_M)
    return np.column_stack(
        [u * sine**2 + v * cosine**2, (u - v) * sine * cosine, u * cosine**2 + v * sine**2]
    )


def quadrature() -> ndarray:
    """Return the nodes and weights that ``kernel_doubt`` integrates with, on 0 to 1."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return np.column_stack([(nodes + 1) / 2, weights / 2])
