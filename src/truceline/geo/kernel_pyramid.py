"""The loop that looks a probability up: two rungs of a ladder of errors, four nodes on each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("on_tile", "on_ladder", "find_sure", "look_up")

# Marks in a table of tiles: nothing, or everything, of the error lies in the zone all over it.
NONE = -1
ALL = -2

# Positions of one stage: what the stages hand on stays in the nearest memory.
BLOCK = 1024


def on_tile(  # noqa: PLR0917
    lon: float, lat: float, rung: int, rungs: ndarray, table: ndarray, nodes: ndarray
) -> float:
    """Return what one rung gives at a position on its grid.

    A rung is west, south, cells per degree east and north, columns and rows of tiles, offset.
    """
    x, y = (lon - rungs[rung, 0]) * rungs[rung, 2], (lat - rungs[rung, 1]) * rungs[rung, 3]
    if not (0.0 <= x < rungs[rung, 4] * 8.0 and 0.0 <= y < rungs[rung, 5] * 8.0):
        return 0.0
    column, row = int(x), int(y)
    tile = table[int(rungs[rung, 6]) + (row >> 3) * int(rungs[rung, 4]) + (column >> 3)]
    if tile < 0:
        return 1.0 if tile == ALL else 0.0
    at = tile * 81 + (row & 7) * 9 + (column & 7)
    x -= column
    y -= row
    low = nodes[at] * (1.0 - x) + nodes[at + 1] * x
    high = nodes[at + 9] * (1.0 - x) + nodes[at + 10] * x
    mass: float = (low * (1.0 - y) + high * y) / 65535.0
    return mass


def on_ladder(squared_m2: float, least_m: float, per_octave: float, last: int) -> float:
    """Return the place of a squared deviation on the ladder, from 0 to ``last``; -1 off it."""
    share = squared_m2 / (least_m * least_m)
    at = 0.5 * per_octave / math.log(2.0) * math.log(share) if share > 0.0 else -1.0
    # A position whose rung is the last exactly is off by rounding alone.
    return max(at, 0.0) if -1e-9 <= at <= last else -1.0


def find_sure(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, steps: ndarray, rungs: ndarray, table: ndarray, kept: ndarray,
    out: ndarray,
) -> int:  # fmt: skip
    """Put 0 or 1 where the coarser rung is sure; keep and count the others.

    What is clear of a zone's edges for the coarser error is so for the finer. ``steps`` are places
    on the ladder, or -1 where it ends. The rim of every rung's grid is sure that nothing lies in
    the zone, so that a position beyond it is taken to the rim; there are no branches.
    """
    last = rungs.shape[0] - 2
    left = 0
    for j in range(lons.shape[0]):
        rung = min(max(int(steps[j]), 0), last) + 1
        x = (lons[j] - rungs[rung, 0]) * rungs[rung, 2]
        y = (lats[j] - rungs[rung, 1]) * rungs[rung, 3]
        x = x if x > 0.0 else 0.0
        y = y if y > 0.0 else 0.0
        x = min(x, rungs[rung, 4] * 8.0 - 1.0)
        y = min(y, rungs[rung, 5] * 8.0 - 1.0)
        tile = table[int(rungs[rung, 6]) + (int(y) >> 3) * int(rungs[rung, 4]) + (int(x) >> 3)]
        out[j] = 1.0 if tile == ALL else 0.0
        kept[left] = j
        left += 1 if (tile >= 0) | (steps[j] < 0.0) else 0
    return left


def look_up(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, sigma_m: ndarray, zone_sigma_m: float, least_m: float,
    per_octave: float, rungs: ndarray, table: ndarray, nodes: ndarray, steps: ndarray,
    kept: ndarray, out: ndarray,
) -> int:  # fmt: skip
    """Put the probability of each position in a zone into ``out``; -1 where the ladder ends.

    Returns how many are left so. ``steps`` and ``kept`` are room for a block.
    """
    off = 0
    last = rungs.shape[0] - 1
    added = zone_sigma_m * zone_sigma_m
    for start in range(0, lons.shape[0], BLOCK):
        end = min(start + BLOCK, lons.shape[0])
        for i in range(start, end):
            steps[i - start] = on_ladder(sigma_m[i] * sigma_m[i] + added, least_m, per_octave, last)
        left = find_sure(
            lons[start:end], lats[start:end], steps, rungs, table, kept, out[start:end]
        )
        for n in range(left):
            j = kept[n]
            i = start + j
            if steps[j] < 0.0:
                out[i] = -1.0
                off += 1
                continue
            rung = min(int(steps[j]), last - 1)
            fine = on_tile(lons[i], lats[i], rung, rungs, table, nodes)
            coarse = on_tile(lons[i], lats[i], rung + 1, rungs, table, nodes)
            out[i] = fine + (steps[j] - rung) * (coarse - fine)
    return off
