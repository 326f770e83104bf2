"""Crowd: incidents in columns, so that a view of a hundred thousand is drawn in milliseconds.

A view asks for a box, a zoom and a period. Few incidents come back each by itself with its doubt;
many come back as counts by cell of a grid that is as fine as the zoom lets a reader tell apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.report.layers.incidents import doubt_feature, incident_feature
from truceline.report.layers.shape import Shape, feature
from truceline.report.mark import GRAVEST_FIRST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from truceline.report.drawn_incident import DrawnIncident
    from truceline.report.layers.places import Box
    from truceline.timespan import Timespan

# A view with at most so many incidents shows each; more would cover each other on any screen.
MOST_SINGLE = 300
# Cells of the grid are so many dots wide on the screen: as wide as a count can be read.
_CELL_DOTS = 64
# The whole world is so many dots wide at zoom 0.
_WORLD_DOTS = 512
_UNMARKED = len(GRAVEST_FIRST)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """Incidents in the order they came; degrees are not numbers where one cannot be drawn.

    ``gravity`` is the place of the status in ``GRAVEST_FIRST``; times are seconds since 1970, with
    open ends as infinities.
    """

    drawn: tuple[DrawnIncident, ...]
    lon_deg: NDArray[np.float64]
    lat_deg: NDArray[np.float64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    gravity: NDArray[np.int8]


def crowd(drawn: Iterable[DrawnIncident]) -> Crowd:
    """Return incidents in columns."""
    import numpy as np

    held = tuple(drawn)
    spans = [one.incident.lead.when for one in held]
    lon = [math.nan if one.place is None else one.place.lon_deg for one in held]
    lat = [math.nan if one.place is None else one.place.lat_deg for one in held]
    return Crowd(
        drawn=held,
        lon_deg=np.array(lon, dtype=np.float64),
        lat_deg=np.array(lat, dtype=np.float64),
        start_s=np.array(
            [-math.inf if span.start is None else span.start.timestamp() for span in spans],
            dtype=np.float64,
        ),
        end_s=np.array(
            [math.inf if span.end is None else span.end.timestamp() for span in spans],
            dtype=np.float64,
        ),
        gravity=np.array(
            [_UNMARKED if one.status is None else GRAVEST_FIRST.index(one.status) for one in held],
            dtype=np.int8,
        ),
    )


def in_view(
    whole: Crowd, *, box: Box, zoom: float, during: Timespan | None = None
) -> tuple[list[Shape], list[Shape]]:
    """Return what a view shows, and the ground of doubt of what it shows singly.

    Args:
        box: West, south, east, north in degrees.
        zoom: As web maps count it: 0 is the whole world, each step doubles the scale.
        during: Only what may have happened in this time.
    """
    import numpy as np

    west, south, east, north = box
    seen = (whole.lon_deg >= west) & (whole.lon_deg <= east)
    seen &= (whole.lat_deg >= south) & (whole.lat_deg <= north)
    if during is not None:
        seen &= _during(whole, during)
    found = np.flatnonzero(seen)
    if len(found) <= MOST_SINGLE:
        return _singly(whole, found)
    step = 360.0 * _CELL_DOTS / (_WORLD_DOTS * 2.0**zoom)
    column = np.floor((whole.lon_deg[found] + 180.0) / step).astype(np.int64)
    row = np.floor((whole.lat_deg[found] + 90.0) / step).astype(np.int64)
    keys = row * (1 << 31) + column
    order = np.argsort(keys, kind="stable")
    _, starts = np.unique(keys[order], return_index=True)
    groups = np.split(found[order], starts[1:])
    alone = [group[0] for group in groups if len(group) == 1]
    shown, doubts = _singly(whole, np.array(alone, dtype=np.int64))
    return [*(_cell(whole, group) for group in groups if len(group) > 1), *shown], doubts


def counts_by_period(whole: Crowd, periods: Sequence[Timespan]) -> list[int]:
    """Return how many incidents may have happened in each period."""
    return [int(_during(whole, period).sum()) for period in periods]


def chosen(whole: Crowd, *, during: Timespan | None = None) -> list[DrawnIncident]:
    """Return what may have happened in a time, drawn or not, in order."""
    import numpy as np

    if during is None:
        return list(whole.drawn)
    return [whole.drawn[int(index)] for index in np.flatnonzero(_during(whole, during))]


def _during(whole: Crowd, span: Timespan) -> NDArray[np.bool_]:
    start = -math.inf if span.start is None else span.start.timestamp()
    end = math.inf if span.end is None else span.end.timestamp()
    met: NDArray[np.bool_] = (whole.start_s < end) & (whole.end_s > start)
    return met


def _singly(whole: Crowd, indexes: NDArray[np.int64]) -> tuple[list[Shape], list[Shape]]:
    drawn = [whole.drawn[int(index)] for index in indexes]
    doubts = (doubt_feature(one) for one in drawn)
    return [incident_feature(one) for one in drawn], [one for one in doubts if one is not None]


def _cell(whole: Crowd, group: NDArray[np.int64]) -> Shape:
    import numpy as np

    lon, lat = whole.lon_deg[group], whole.lat_deg[group]
    tally = np.bincount(whole.gravity[group], minlength=_UNMARKED + 1)
    letters = [status.letter for status in GRAVEST_FIRST] + [""]
    marked = [letter for letter, many in zip(letters, tally, strict=True) if many]
    about: Shape = {
        "kind": "cluster",
        "count": len(group),
        "letter": marked[0],
        "letters": ", ".join(
            f"{letter or '+'} {many}" for letter, many in zip(letters, tally, strict=True) if many
        ),
        "west": float(lon.min()),
        "south": float(lat.min()),
        "east": float(lon.max()),
        "north": float(lat.max()),
    }
    centre: Shape = {
        "type": "Point",
        "coordinates": [round(float(lon.mean()), 5), round(float(lat.mean()), 5)],
    }
    return feature(f"cell-{whole.drawn[int(group[0])].incident.id}", centre, about)
