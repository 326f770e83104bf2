"""Marks on tracks that look wrong: jumps of the receiver, objects stacked on one spot, circles.

Jammed and spoofed receivers leave these traces. A marked fix is kept and counted, and its mark goes
with every passage that it is part of; jumps alone are left out of passages, since no object moved
so, and mark what lies right before and after them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from truceline.geo.ellipsoid import wgs84
from truceline.observation.track import Fixes, Passage, TrackRules, TrackTally
from truceline.threshold import in_mm

if TYPE_CHECKING:
    from numpy import ndarray

# Cell west to east, cell south to north, hour, object: one for each jump.
Leap = tuple[int, int, int, str]

JUMP = "a jump faster than anything flies"
TWO_PLACES = "at two places in one moment"
STACKED = "several objects on one spot in one moment"
CIRCLE = "a perfect circle, as spoofed receivers report"
JAMMED = "an area where several receivers jumped within an hour"

# Three or more receivers on the very same ten-millionth of a degree in one second.
_STACK = 3
# Odd numbers without a pattern, to make one number of a second, a longitude and a latitude.
_MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
# Receivers jump alone where they fail alone; three within a tenth of a degree and an hour do not.
_JAM, _JAM_DEG, _JAM_US = 3, 0.1, 3_600_000_000
# Metres of a degree of latitude, and the cosine of the latitude at which a cell has no width left.
_M_PER_DEG, _LEAST_COSINE = 111_320.0, 0.01
# No degree, of latitude or along a parallel, is longer on the ellipsoid.
_MOST_M_PER_DEG = 111_700.0
# A circle: so many fixes in a row whose distance from their middle varies by under 2 % of it, while
# it exceeds their accuracy and they go round at least once.
# Counted as one part in fifty, and in hundredths of a degree: a turn less one fix and a half.
_ROUND_FIXES, _ROUND_PARTS = 16, 50
_ROUND_CDEG = 36_000 - 36_000 * 3 // (2 * _ROUND_FIXES)
_US_PER_S = 1_000_000
# In a day whatever flies is anywhere, and nothing is farther off than halfway round the earth:
# more than that is cut, so that whole numbers hold the products.
_DAY_US, _ANYWHERE_M = 86_400 * _US_PER_S, 20_100_000.0


# Which bit of ``Fixes.marks`` stands for what.
_BITS = (TWO_PLACES, JUMP, STACKED, CIRCLE)


def marked(fixes: Fixes, *, rules: TrackRules, tally: TrackTally) -> tuple[Fixes, list[Leap]]:
    """Return whole tracks without the fixes that jumps lead to, and where those were.

    What looks wrong is counted, and stands in ``marks`` of the fixes that it bears on: a jump on
    the last fix before it and the first one after, all else on the fixes themselves.
    """
    import numpy as np

    if len(fixes) < 2:
        return fixes, []
    same = fixes.objects[1:] == fixes.objects[:-1]
    passed_us = np.diff(fixes.time_us)
    doubt_mm = in_mm(np.minimum(fixes.accuracy_m, _ANYWHERE_M))
    doubt_mm = doubt_mm[1:] + doubt_mm[:-1]
    reach = rules.fastest_mm_s * np.clip(passed_us, 0, _DAY_US)
    # Less than the true bound by what rounding to whole millimetres can add.
    near_m = (reach / _US_PER_S + doubt_mm - 2) / 1000
    moved_m = _moved_m(fixes, same, np.where(passed_us == 0, 0.0, near_m))
    beyond_mm = in_mm(moved_m) - doubt_mm
    jumps = np.zeros(len(fixes), dtype=bool)
    jumps[1:] = same & (beyond_mm * _US_PER_S > reach)
    twice = np.zeros(len(fixes), dtype=bool)
    twice[1:] = same & (passed_us == 0) & (moved_m > 0)
    stacked, pairs = _stacked(fixes)
    circles = _circles(fixes)
    tally.mark(TWO_PLACES, int(twice.sum()))
    tally.mark(JUMP, int(jumps.sum()))
    tally.mark(STACKED, pairs)
    tally.mark(CIRCLE, int(circles.sum()))
    twice[:-1] |= twice[1:]
    marks = np.zeros(len(fixes), dtype=np.uint8)
    for bit, which in enumerate((twice, _beside(jumps, fixes.objects), stacked, circles)):
        marks |= which.astype(np.uint8) << bit
    kept = replace(fixes, marks=marks).chosen(~jumps)
    return kept, _spots(fixes.chosen(jumps))


def marks_of(bits: int) -> tuple[str, ...]:
    """Return what the bits of ``Fixes.marks`` stand for, in words.

    >>> marks_of(0), marks_of(10)
    ((), ('a jump faster than anything flies', 'a perfect circle, as spoofed receivers report'))
    """
    return tuple(word for bit, word in enumerate(_BITS) if bits >> bit & 1)


def jammed(
    found: Sequence[Passage], jumped: Iterable[Leap], *, tally: TrackTally
) -> tuple[Passage, ...]:
    """Return the passages of a file, marked where several receivers jumped nearby within the hour.

    ``jumped`` are the jumps of the whole file, however it was cut into batches.
    """
    here: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for x, y, hour, one in jumped:
        here[x, y, hour].add(one)
    areas = sorted(spot for spot, objects in here.items() if len(objects) >= _JAM)
    places = sorted({(x, y) for x, y, _ in areas})
    tally.mark(JAMMED, len(places))
    for x, y in places:
        near = f"near {(x + 0.5) * _JAM_DEG:.1f}, {(y + 0.5) * _JAM_DEG:.1f}"
        tally.notes.append(f"{JAMMED}: {near}")
    return tuple(
        replace(one, marks=(*one.marks, JAMMED)) if any(_lies_in(one, *at) for at in areas) else one
        for one in found
    )


def _lies_in(one: Passage, x: int, y: int, hour: int) -> bool:
    """Return whether a passage may have come into a cell within an hour, as far as it reaches."""
    if not one.start_us // _JAM_US <= hour <= one.end_us // _JAM_US:
        return False
    lat_reach = one.accuracy_m / _M_PER_DEG
    lon_reach = lat_reach / max(math.cos(math.radians(one.lat_deg)), _LEAST_COSINE)
    west, south = x * _JAM_DEG - lon_reach, y * _JAM_DEG - lat_reach
    east, north = (x + 1) * _JAM_DEG + lon_reach, (y + 1) * _JAM_DEG + lat_reach
    return west <= one.lon_deg <= east and south <= one.lat_deg <= north


def _beside(jumps: ndarray, objects: ndarray) -> ndarray:
    """Return which fixes stand right before a jump or right after, of the same object."""
    import numpy as np

    beside = np.zeros(len(jumps), dtype=bool)
    kept, at = np.flatnonzero(~jumps), np.flatnonzero(jumps)
    after = np.searchsorted(kept, at)
    for number in (after - 1, after):
        there = (number >= 0) & (number < len(kept))
        near = kept[number[there]]
        beside[near[objects[near] == objects[at[there]]]] = True
    return beside


def _moved_m(fixes: Fixes, same: ndarray, allowed: ndarray) -> ndarray:
    """Return how far each fix lies from the one before, where that may be more than allowed.

    Elsewhere it is 0: most moves need no geodesic, for their parts along a meridian and a parallel
    together are not too long.
    """
    import numpy as np

    turn = np.abs(np.diff(fixes.lon_deg))
    most = (np.minimum(turn, 360.0 - turn) + np.abs(np.diff(fixes.lat_deg))) * _MOST_M_PER_DEG
    asked = np.flatnonzero(same & (most > allowed))
    moved_m = np.zeros(len(same))
    *_, moved_m[asked] = wgs84().inv(
        fixes.lon_deg[asked], fixes.lat_deg[asked],
        fixes.lon_deg[asked + 1], fixes.lat_deg[asked + 1],
    )  # fmt: skip
    return moved_m


def _stacked(fixes: Fixes) -> tuple[ndarray, int]:
    """Return which fixes are stacked, and how many objects are, spot by spot."""
    import numpy as np

    spots = np.column_stack(
        [
            fixes.time_us // 1_000_000,
            np.round(fixes.lon_deg * 1e7).astype(np.int64),
            np.round(fixes.lat_deg * 1e7).astype(np.int64),
        ]
    )
    stacked = np.zeros(len(fixes), dtype=bool)
    crowded = _crowded(spots)
    if not len(crowded):
        return stacked, 0
    _, spot = np.unique(spots[crowded], axis=0, return_inverse=True)
    spot = spot.reshape(-1)
    pairs = np.unique(np.column_stack([spot, fixes.objects[crowded]]), axis=0)
    objects = np.bincount(pairs[:, 0])
    stacked[crowded] = objects[spot] >= _STACK
    return stacked, int(objects[objects >= _STACK].sum())


def _crowded(spots: ndarray) -> ndarray:
    """Return the fixes on spots with as many as a stack has, and some few others.

    Spots are told apart by one number for each. That two spots have the same is no harm.
    """
    import numpy as np

    mixed: ndarray = (spots.astype(np.uint64) * np.array(_MIXERS, dtype=np.uint64)).sum(axis=1)
    order = np.sort(mixed)
    often = order[_STACK - 1 :][order[_STACK - 1 :] == order[: 1 - _STACK]]
    return np.flatnonzero(np.isin(mixed, often)) if len(often) else np.empty(0, dtype=np.int64)


def _spots(jumps: Fixes) -> list[Leap]:
    """Return the cell, hour and object of each jump."""
    import numpy as np

    cells = np.column_stack(
        [
            np.floor(jumps.lon_deg / _JAM_DEG),
            np.floor(jumps.lat_deg / _JAM_DEG),
            jumps.time_us // _JAM_US,
            jumps.objects,
        ]
    ).astype(np.int64)
    word = jumps.names.word
    return [(x, y, hour, word(one)) for x, y, hour, one in cells.tolist()]


def _circles(fixes: Fixes) -> ndarray:
    """Return which fixes lie in runs that go round one middle at one distance.

    Runs follow each other from the first fix of an object on, so that what others do, and where a
    file is cut, changes none.
    """
    import numpy as np

    found = np.zeros(len(fixes), dtype=bool)
    starts = np.append(0, np.flatnonzero(fixes.objects[1:] != fixes.objects[:-1]) + 1)
    counts = np.diff(np.append(starts, len(fixes))) // _ROUND_FIXES
    if not counts.any():
        return found
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first = np.repeat(starts, counts) + nth * _ROUND_FIXES
    run = first[:, None] + np.arange(_ROUND_FIXES)
    lat, lon = fixes.lat_deg[run], fixes.lon_deg[run]
    lon *= np.cos(np.radians(lat.mean(axis=1)))[:, None]
    # The circle through a run that goes round evenly is centred on the middle of its extent.
    x = (lon - (lon.max(axis=1) + lon.min(axis=1))[:, None] / 2) * _M_PER_DEG
    y = (lat - (lat.max(axis=1) + lat.min(axis=1))[:, None] / 2) * _M_PER_DEG
    radius = np.hypot(x, y)
    mean_mm, spread_mm = in_mm(radius.mean(axis=1)), in_mm(radius.std(axis=1))
    even = mean_mm > in_mm(fixes.accuracy_m[run].max(axis=1))
    even &= spread_mm * _ROUND_PARTS < mean_mm
    turns = np.unwrap(np.arctan2(y[even], x[even]), axis=1)
    turned_cdeg = np.rint(np.degrees(np.abs(turns[:, -1] - turns[:, 0])) * 100)
    found[run[even][turned_cdeg > _ROUND_CDEG]] = True
    return found
