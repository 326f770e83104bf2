"""Memo: what was worked out of one report or incident, for every provision that asks the same.

Sixty provisions ask of each incident whether it is real, whose it was and whether it lies in one of
a handful of zones. The answer is worked out once for each zone, party and reading of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

_Value = TypeVar("_Value")

# Answers kept at once, some hundreds of megabytes; ten thousand incidents have about half as many.
_MOST_KEPT = 500_000


class Memo:
    """Answers by the things that were asked about; whoever is done with those empties it.

    A thing is known by its identity, as to compare two incidents costs more than to judge one; it
    is held for as long as its answer is, so that no other can take its name.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[tuple[object, ...], object]] = {}

    def of(
        self, what: str, things: tuple[object, ...], rest: Hashable, work: Callable[[], _Value]
    ) -> _Value:
        """Return the answer to a question about some things, working it out the first time.

        Args:
            what: The question.
            things: What it is about, by identity.
            rest: What else the answer depends on, by value.

        >>> memo = Memo()
        >>> memo.of("sum", ((1, 2),), 3, lambda: 6)
        6
        """
        key = (what, tuple(map(id, things)), rest)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self.empty()
            known = self._known[key] = things, work()
        return cast(_Value, known[1])

    def empty(self) -> None:
        """Forget everything."""
        self._known = {}
