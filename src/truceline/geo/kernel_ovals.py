"""The loop that looks up the probability of an error ellipse: circles strung along its long axis.

An ellipse of errors is a circle as narrow as it, moved along its long axis by a Gaussian of what
the long axis has more. So its probability is a mean of the circles' probabilities, with weights
that add up to one: it is off by no more than they are, and by what the sum leaves out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from truceline.geo import kernel_frame, kernel_pyramid

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("oval_at", "look_up_ovals")

# Circles are strung over so many deviations to each side; beyond lies 0.0014 of the mass.
STRUNG = 3.2
# Neighbours lie at most so many of the circle's deviations apart, and so many of the string's: a
# straight edge across the string is then off by at most 0.0008, which a test holds.
CIRCLE_STEP, STRING_STEP = 2.0, 1.4
# An ellipse that is longer for its width takes more look-ups than integrating costs.
MOST_STRETCH = 20.0


def oval_at(  # noqa: PLR0917
    lon: float, lat: float, stretch_m: float, narrow_m: float, bearing_deg: float, place: float,
    factors: ndarray, rungs: ndarray, table: ndarray, nodes: ndarray,
) -> float:  # fmt: skip
    """Return the mass of an ellipse's error over a zone.

    ``stretch_m`` is the deviation along the string, ``narrow_m`` that of the circles, whose place
    on the ladder is ``place``. ``factors`` is room for the factors of a sheet.
    """
    kernel_frame.sheet_factors(lat, factors)
    per_x, per_y = 1.0 / factors[0], 1.0 / factors[2]
    narrowing, growing, bulge = factors[1] * per_x, factors[3] * per_y, factors[4] * per_y
    rung = min(int(place), rungs.shape[0] - 2)
    share = place - rung
    half = int(STRUNG / min(STRING_STEP, CIRCLE_STEP * narrow_m / stretch_m)) + 1
    step = STRUNG / half
    turn = bearing_deg * math.pi / 180.0
    x, y = stretch_m * step * math.sin(turn) * per_x, stretch_m * step * math.cos(turn) * per_y
    # Weights of a Gaussian, each from the one before: the ratios of neighbours have one ratio too.
    weight, ratio, shrink = 1.0, math.exp(-0.5 * step * step), math.exp(-step * step)
    mass = weights = 0.0
    for at in range(half + 1):
        for away in (at, -at):
            # The sheet's terms of second order, undone by one step on from those of first order.
            east = x * away * (1.0 + narrowing * y * away)
            north = (y * away - bulge * east * east) * (1.0 - growing * y * away)
            fine = kernel_pyramid.on_tile(lon + east, lat + north, rung, rungs, table, nodes)
            coarse = kernel_pyramid.on_tile(lon + east, lat + north, rung + 1, rungs, table, nodes)
            # The middle is met twice.
            part = weight if at > 0 else 0.5 * weight
            mass += part * (fine + share * (coarse - fine))
            weights += part
        weight *= ratio
        ratio *= shrink
    return mass / weights


def look_up_ovals(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, along_m: ndarray, across_m: ndarray, bearing_deg: ndarray,
    zone_sigma_m: float, least_m: float, per_octave: float, rungs: ndarray, table: ndarray,
    nodes: ndarray, steps: ndarray, kept: ndarray, factors: ndarray, out: ndarray,
) -> int:  # fmt: skip
    """Put the probability of each position in a zone into ``out``; -1 where the ladder ends.

    Returns how many are left so. What is sure for the circle about an ellipse is sure for it.
    """
    off = 0
    last = rungs.shape[0] - 1
    added = zone_sigma_m * zone_sigma_m
    for start in range(0, lons.shape[0], kernel_pyramid.BLOCK):
        end = min(start + kernel_pyramid.BLOCK, lons.shape[0])
        for i in range(start, end):
            wide = max(along_m[i], across_m[i])
            steps[i - start] = kernel_pyramid.on_ladder(
                wide * wide + added, least_m, per_octave, last
            )
        left = kernel_pyramid.find_sure(
            lons[start:end], lats[start:end], steps, rungs, table, kept, out[start:end]
        )
        for n in range(left):
            i = start + kept[n]
            long, short = along_m[i], across_m[i]
            bearing = bearing_deg[i]
            if short > long:
                long, short, bearing = short, long, bearing + 90.0
            narrow = short * short + added
            stretch = long * long - short * short
            place = kernel_pyramid.on_ladder(narrow, least_m, per_octave, last)
            fits = stretch <= MOST_STRETCH * MOST_STRETCH * narrow
            if steps[kept[n]] < 0.0 or place < 0.0 or not fits:
                out[i] = -1.0
                off += 1
                continue
            out[i] = oval_at(
                lons[i], lats[i], max(math.sqrt(stretch), 1e-6), math.sqrt(narrow), bearing, place,
                factors, rungs, table, nodes,
            )  # fmt: skip
    return off
