"""By time: things that each have a time, laid out so that those of one period are found quickly."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from truceline.timespan import Timespan

T = TypeVar("T")

# What lasts longer than a quarter is asked one by one; there is little of it.
_LONG = timedelta(days=100)
_LAST = datetime.max.replace(tzinfo=UTC)


class ByTime(Generic[T]):
    """Things by when they begin. Those that meet a span come in the order they were given.

    >>> held = ByTime(["2020-01", "2020-03", "2020"], when=Timespan.parse)
    >>> held.meeting(Timespan.parse("2020-03-05"))
    ('2020-03', '2020')
    """

    def __init__(self, things: Iterable[T], *, when: Callable[[T], Timespan]) -> None:
        self._things = tuple(things)
        self._spans = tuple(when(thing) for thing in self._things)
        short = []
        # No further back than the longest of the short ones does anything begin that still lasts.
        self._reach = timedelta(0)
        self._long = []
        for number, span in enumerate(self._spans):
            if span.start is None or span.end is None or span.end - span.start > _LONG:
                self._long.append(number)
            else:
                short.append((span.start, number))
                self._reach = max(self._reach, span.end - span.start)
        short.sort()
        self._starts = [start for start, _ in short]
        self._short = [number for _, number in short]

    def __len__(self) -> int:
        """Return how many things there are."""
        return len(self._things)

    def __iter__(self) -> Iterator[T]:
        """Yield every thing, in the order given."""
        return iter(self._things)

    def meeting(self, span: Timespan) -> tuple[T, ...]:
        """Return what meets a span, as ``Timespan.meets`` has it."""
        first = (
            0 if span.start is None else bisect.bisect_left(self._starts, span.start - self._reach)
        )
        last = bisect.bisect_left(self._starts, span.end or _LAST)
        near = sorted([*self._long, *self._short[first:last]])
        return tuple(self._things[number] for number in near if self._spans[number].meets(span))
