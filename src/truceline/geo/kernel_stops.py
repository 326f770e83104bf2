"""The loop that finds stops: runs of fixes that stay within reach of the first of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("find_stops",)

# Metres of a degree of a great circle; what it is off by, half a percent, is far below any reach.
_METRES_PER_DEGREE = 111_320.0


def find_stops(  # noqa: PLR0917
    run: ndarray, time_us: ndarray, lon: ndarray, lat: ndarray, reach_mm: int, least_us: int,
    found: ndarray,
) -> int:  # fmt: skip
    """Put the first and last fix of each stop into ``found``; return how many there are.

    ``run`` numbers stretches of one object without a gap. From each fix on, a stop lasts as long as
    fixes lie within reach of it; the next is looked for after its end.
    """
    count, start, total = 0, 0, time_us.shape[0]
    while start < total:
        squeeze = math.cos(math.radians(lat[start]))
        end = start + 1
        while end < total and run[end] == run[start]:
            x = (lon[end] - lon[start]) * squeeze * _METRES_PER_DEGREE
            y = (lat[end] - lat[start]) * _METRES_PER_DEGREE
            # In whole millimetres: nothing may turn on the last digit of a machine's cosine.
            if round(math.sqrt(x * x + y * y) * 1000) > reach_mm:
                break
            end += 1
        if time_us[end - 1] - time_us[start] >= least_us:
            found[count, 0] = start
            found[count, 1] = end - 1
            count += 1
            start = end
        else:
            start += 1
    return count
