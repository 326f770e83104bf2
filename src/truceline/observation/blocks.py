"""Blocks: where to look for reports that may be alike, so that not all are held against all.

Two reports can be alike only where they are of one kind, share an area, the same words of place or
touching circles of error, and where their times meet. So a report is filed under its kind, each
of its places, and each of its days; only what lies in a common file is compared.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from truceline.observation.alike import CLOCK_SLACK, WIDEST_ERROR_M
from truceline.observation.observation import Observation, Tally
from truceline.timespan import Precision

# Cells of a twentieth of a degree: some five kilometres, the reach of an ordinary error.
_CELL_DEG = 0.05
# A degree of latitude is at least this long, so that no circle is taken as smaller than it is.
_METRES_IN_DEG = 110_000.0
# Cells of longitude narrow towards the poles; nobody watches a truce beyond these.
_LEAST_COSINE = 0.05
# A span longer than this lies in no file of days, but in one that every day's report is held to.
_LONG = timedelta(days=45)

_Kind = tuple[str, bool]
_Where = tuple[object, ...]
_File = tuple[_Kind, _Where]


class Blocks:
    """Reports, filed under keys that the caller gives them."""

    def __init__(self) -> None:
        self._days: dict[_File, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._long: dict[_File, list[str]] = defaultdict(list)

    def add(self, key: str, seen: Observation) -> None:
        """File a report under a key."""
        for file in self._files_of(seen):
            file.append(key)

    def discard(self, key: str, seen: Observation) -> None:
        """Take a report out again; it must be as it was filed."""
        for file in self._files_of(seen):
            file.remove(key)

    def near(self, seen: Observation) -> set[str]:
        """Return the keys of all reports that may be alike, and some that are not."""
        kind, days = _kind(seen), _days(seen)
        found: set[str] = set()
        for where in _places(seen):
            found.update(self._long.get((kind, where), ()))
            filed = self._days.get((kind, where))
            if filed is not None:
                for day in days if days is not None else _met_by(seen, filed):
                    found.update(filed.get(day, ()))
        return found

    def _files_of(self, seen: Observation) -> Iterator[list[str]]:
        kind, days = _kind(seen), _days(seen)
        for where in _places(seen):
            if days is None:
                yield self._long[kind, where]
            else:
                for day in days:
                    yield self._days[kind, where][day]


def _met_by(seen: Observation, filed: Iterable[int]) -> list[int]:
    """Return the days filed within a long span: a denial speaks of all that lies in it."""
    first = _day(seen.when.start) - 1 if seen.when.start is not None else -math.inf
    last = _day(seen.when.end) + 1 if seen.when.end is not None else math.inf
    return [day for day in filed if first <= day <= last]


def _kind(seen: Observation) -> _Kind:
    return seen.kind.value, seen.tally is Tally.PERIOD_TOTAL


def _places(seen: Observation) -> Iterator[_Where]:
    for area in dict.fromkeys(seen.areas):
        yield "area", area
    words = tuple(seen.place_text.casefold().split())
    if words:
        yield "words", *words
    place = seen.place
    if place is None or place.accuracy_m > WIDEST_ERROR_M:
        return
    high_deg = place.accuracy_m / _METRES_IN_DEG
    wide_deg = high_deg / max(_LEAST_COSINE, math.cos(math.radians(abs(place.lat_deg) + high_deg)))
    for x in _cells(place.lon_deg, wide_deg):
        for y in _cells(place.lat_deg, high_deg):
            yield "cell", x % round(360 / _CELL_DEG), y


def _cells(middle_deg: float, reach_deg: float) -> range:
    first = math.floor((middle_deg - reach_deg) / _CELL_DEG)
    return range(first, math.floor((middle_deg + reach_deg) / _CELL_DEG) + 1)


def _days(seen: Observation) -> range | None:
    """Return the days that a report's time touches by any clock; None for a long or open span.

    Only what is told to the minute may be off by the difference of two clocks.
    """
    start, end = seen.when.start, seen.when.end
    if start is None or end is None or end - start > _LONG:
        return None
    slack = CLOCK_SLACK if seen.when.precision is Precision.MINUTE else timedelta(0)
    return range(_day(start - slack), _day(end + slack - timedelta.resolution) + 1)


def _day(moment: datetime) -> int:
    return moment.toordinal()
