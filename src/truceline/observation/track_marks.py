"""Marks on tracks that look wrong: jumps of the receiver, objects stacked on one spot, circles.

Jammed and spoofed receivers leave these traces. A marked fix is kept and counted; jumps alone are
left out of passages, since no object moved so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo.ellipsoid import wgs84
from truceline.observation.track import Fixes, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

JUMP = "a jump faster than anything flies"
TWO_PLACES = "at two places in one moment"
STACKED = "several objects on one spot in one moment"
CIRCLE = "a perfect circle, as spoofed receivers report"
JAMMED = "an area where several receivers jumped within an hour"

# Three or more receivers on the very same ten-millionth of a degree in one second.
_STACK = 3
# Receivers jump alone where they fail alone; three within a tenth of a degree and an hour do not.
_JAM, _JAM_DEG, _JAM_US = 3, 0.1, 3_600_000_000
# A circle: so many fixes in a row whose distance from their middle varies by under 2 % of it, while
# it exceeds their accuracy and they go round at least once.
_ROUND_FIXES, _ROUND_SHARE = 16, 0.02


def marked(fixes: Fixes, *, rules: TrackRules, tally: TrackTally) -> ndarray:
    """Count what looks wrong in whole tracks, and return which fixes a jump leads to."""
    import numpy as np

    if len(fixes) < 2:
        return np.zeros(len(fixes), dtype=bool)
    *_, moved_m = wgs84().inv(
        fixes.lon_deg[:-1], fixes.lat_deg[:-1], fixes.lon_deg[1:], fixes.lat_deg[1:]
    )
    same = fixes.objects[1:] == fixes.objects[:-1]
    seconds = np.diff(fixes.time_us) / 1e6
    allowed = rules.fastest_m_s * seconds + fixes.accuracy_m[1:] + fixes.accuracy_m[:-1]
    jumps = np.zeros(len(fixes), dtype=bool)
    jumps[1:] = same & (moved_m > allowed)
    twice = same & (seconds == 0) & (moved_m > 0)
    tally.mark(TWO_PLACES, int(twice.sum()))
    tally.mark(JUMP, int(jumps.sum()))
    tally.mark(STACKED, _stacked(fixes))
    tally.mark(CIRCLE, _circles(fixes))
    jammed = _jammed(fixes.chosen(jumps))
    tally.mark(JAMMED, len(jammed))
    tally.notes += [f"{JAMMED}: near {lon:.1f}, {lat:.1f}" for lon, lat in jammed]
    return jumps


def _stacked(fixes: Fixes) -> int:
    import numpy as np

    spots = np.column_stack(
        [
            fixes.time_us // 1_000_000,
            np.round(fixes.lon_deg * 1e7).astype(np.int64),
            np.round(fixes.lat_deg * 1e7).astype(np.int64),
        ]
    )
    pairs = np.unique(np.column_stack([spots, fixes.objects]), axis=0)
    _, counts = np.unique(pairs[:, :3], axis=0, return_counts=True)
    return int(counts[counts >= _STACK].sum())


def _jammed(jumps: Fixes) -> list[tuple[float, float]]:
    import numpy as np

    cells = np.column_stack(
        [
            np.floor(jumps.lon_deg / _JAM_DEG),
            np.floor(jumps.lat_deg / _JAM_DEG),
            jumps.time_us // _JAM_US,
            jumps.objects,
        ]
    )
    if not len(cells):
        return []
    spots, counts = np.unique(np.unique(cells, axis=0)[:, :3], axis=0, return_counts=True)
    places = np.unique(spots[counts >= _JAM][:, :2], axis=0)
    return [((x + 0.5) * _JAM_DEG, (y + 0.5) * _JAM_DEG) for x, y in places.tolist()]


def _circles(fixes: Fixes) -> int:
    """Return how many fixes lie in runs that go round one middle at one distance."""
    import numpy as np

    windows = len(fixes) // _ROUND_FIXES
    if not windows:
        return 0
    size = windows * _ROUND_FIXES
    shape = (windows, _ROUND_FIXES)
    objects = fixes.objects[:size].reshape(shape)
    lat = fixes.lat_deg[:size].reshape(shape)
    lon = fixes.lon_deg[:size].reshape(shape) * np.cos(np.radians(lat.mean(axis=1)))[:, None]
    # The circle through a run that goes round evenly is centred on the middle of its extent.
    x = (lon - (lon.max(axis=1) + lon.min(axis=1))[:, None] / 2) * 111_320
    y = (lat - (lat.max(axis=1) + lat.min(axis=1))[:, None] / 2) * 111_320
    radius = np.hypot(x, y)
    mean = radius.mean(axis=1)
    turns = np.unwrap(np.arctan2(y, x), axis=1)
    alone = (objects == objects[:, :1]).all(axis=1)
    accuracy = fixes.accuracy_m[:size].reshape(shape).max(axis=1)
    round_ = alone & (mean > accuracy) & (radius.std(axis=1) < _ROUND_SHARE * mean)
    round_ &= np.abs(turns[:, -1] - turns[:, 0]) > 2 * np.pi * (1 - 1.5 / _ROUND_FIXES)
    return int(round_.sum()) * _ROUND_FIXES
