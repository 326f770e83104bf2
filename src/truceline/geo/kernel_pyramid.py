"""The loop that looks a probability up: two rungs of a ladder of errors, four nodes on each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("on_rung", "look_up")

# Marks in a table of tiles: nothing, or everything, of the error lies in the zone all over it.
NONE = -1
ALL = -2


def on_rung(lon: float, lat: float, rung: ndarray, table: ndarray, nodes: ndarray) -> float:
    """Return what one rung gives: west, south, cells per degree east and north, tiles, offset."""
    x, y = (lon - rung[0]) * rung[2], (lat - rung[1]) * rung[3]
    if not (0.0 <= x < rung[4] * 8.0 and 0.0 <= y < rung[5] * 8.0):
        return 0.0
    column, row = int(x), int(y)
    tile = table[int(rung[6]) + (row >> 3) * int(rung[4]) + (column >> 3)]
    if tile < 0:
        return 1.0 if tile == ALL else 0.0
    at = tile * 81 + (row & 7) * 9 + (column & 7)
    x -= column
    y -= row
    low = nodes[at] * (1.0 - x) + nodes[at + 1] * x
    high = nodes[at + 9] * (1.0 - x) + nodes[at + 10] * x
    mass: float = (low * (1.0 - y) + high * y) / 65535.0
    return mass


def look_up(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, sigma_m: ndarray, zone_sigma_m: float, least_m: float,
    per_octave: float, rungs: ndarray, table: ndarray, nodes: ndarray, out: ndarray,
) -> int:  # fmt: skip
    """Put the probability of each position in a zone into ``out``; -1 where the ladder ends.

    Returns how many are left so.
    """
    left = 0
    last = rungs.shape[0] - 1
    scale = 0.5 * per_octave / math.log(2.0)
    for i in range(lons.shape[0]):
        squared = sigma_m[i] * sigma_m[i] + zone_sigma_m * zone_sigma_m
        at = scale * math.log(squared / (least_m * least_m)) if squared > 0.0 else -1.0
        if not (-1e-9 <= at <= last):
            out[i] = -1.0
            left += 1
            continue
        rung = min(max(int(at), 0), last - 1)
        share = at - rung
        fine = on_rung(lons[i], lats[i], rungs[rung], table, nodes)
        coarse = on_rung(lons[i], lats[i], rungs[rung + 1], table, nodes)
        out[i] = fine + share * (coarse - fine)
    return left
