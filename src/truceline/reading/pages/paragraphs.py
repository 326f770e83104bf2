"""Paragraphs: the numbers that a report gives its own paragraphs."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"[ \t]*(?P<number>\d{1,3})[.)][ \t]+(?=[\"“‘(]?[A-Z])")
# One numbered line is a list or an hour; so many that rise one after the other are paragraphs.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Where numbered paragraphs begin, in order, and the number of each."""

    starts: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def at(self, offset: int) -> int | None:
        """Return the number of the paragraph that an offset lies in; None before the first."""
        index = bisect_right(self.starts, offset) - 1
        return self.numbers[index] if index >= 0 else None


def paragraphs_in(text: str, spans: Sequence[tuple[int, int]]) -> Paragraphs:
    """Return the numbered paragraphs of the lines given; none where the numbers do not rise.

    >>> text = "7. Calm prevailed.\\n8. Two tanks were seen."
    >>> paragraphs_in(text, [(0, 18), (19, 42)]).at(25)
    8
    """
    found: list[tuple[int, int]] = []
    for start, end in spans:
        at = start
        for line in text[start:end].split("\n"):
            match = _NUMBER.match(line)
            if match is not None:
                found.append((at, int(match["number"])))
            at += len(line) + 1
    rising = all(one[1] < other[1] for one, other in itertools.pairwise(found))
    if len(found) < _LEAST or not rising:
        return Paragraphs()
    return Paragraphs(tuple(at for at, _ in found), tuple(number for _, number in found))
