"""Screens: whether a text can hold a match at all, by letters that every match must hold.

Looking for a few letters is some ten times cheaper than asking a pattern at every place of a text.
A screen lets through too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

# The standard library's own reading of a pattern, which its types do not tell of.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

_DIGIT = re.compile(r"\d")
# With more letters than this to look for, the pattern itself is as quick.
_MOST = 80
# Between two stretches no time, place or quantity goes on: a line break, or the end of a sentence
# that no abbreviation makes.
_BETWEEN = re.compile(r"\n|(?<=[a-z\d)\"”’]{2}[.!?])[ ](?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Screen:
    """What every match holds: one of some letters in lower case, or a digit.

    Without either, everything passes.
    """

    letters: tuple[str, ...] = ()
    digit: bool = False

    def passes(self, lowered: str) -> bool:
        """Return whether a text in lower case can hold a match."""
        for letters in self.letters:
            if letters in lowered:
                return True
        if self.digit:
            return _DIGIT.search(lowered) is not None
        return not self.letters


@cache
def screen_of(pattern: re.Pattern[str]) -> Screen:
    """Return what every match of a pattern must hold.

    >>> screen_of(re.compile("(?:had|were) not")).letters
    (' not',)
    >>> screen = screen_of(re.compile("warn(?:s|ed)?|[0-9]+ shots"))
    >>> screen.passes("they warned us"), screen.passes("they told us")
    (True, False)
    """
    needed = _needed(_parser.parse(pattern.pattern, pattern.flags & re.IGNORECASE))
    if needed is None or len(needed) > _MOST:
        return Screen()
    return Screen(tuple(sorted(needed - {_SOME_DIGIT})), _SOME_DIGIT in needed)


_SOME_DIGIT = "\\d"


def _worth(needed: frozenset[str]) -> float:
    """Return how much a set of letters parts: its shortest member, and how few they are."""
    shortest = min(1 if letters == _SOME_DIGIT else len(letters) for letters in needed)
    return min(shortest, 4) - len(needed) / 20


def _needed(parsed: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the best set of letters of which a sequence holds one; None where there is none."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in parsed:
        letter = _letter(kind, value)
        if letter is not None:
            run += letter
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        inner = _inner(kind, value)
        if inner:
            found.append(inner)
    if run:
        found.append(frozenset((run,)))
    return max(found, key=_worth) if found else None


def _letter(kind: Any, value: Any) -> str | None:
    """Return the one letter that a part matches, in lower case."""
    if kind is _constants.LITERAL:
        return chr(value).lower()
    if kind is _constants.IN and all(op is _constants.LITERAL for op, _ in value):
        letters = {chr(one).lower() for _, one in value}
        return letters.pop() if len(letters) == 1 else None
    return None


def _inner(kind: Any, value: Any) -> frozenset[str] | None:
    """Return what a part with parts of its own must hold."""
    if kind is _constants.IN:
        digits = all(
            (op is _constants.CATEGORY and one is _constants.CATEGORY_DIGIT)
            or (op is _constants.RANGE and chr(one[0]).isdigit() and chr(one[1]).isdigit())
            or (op is _constants.LITERAL and chr(one).isdigit())
            for op, one in value
        )
        return frozenset((_SOME_DIGIT,)) if digits else None
    if kind is _constants.SUBPATTERN:
        return _needed(value[-1])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return _needed(value[2]) if value[0] else None
    if kind is _constants.BRANCH:
        branches = [_needed(branch) for branch in value[1]]
        if any(branch is None for branch in branches):
            return None
        return frozenset().union(*(branch for branch in branches if branch))
    return None


def stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text in which short mentions lie whole: sentences, about.

    >>> list(stretches("No fire. All calm\\nMr. X left", 0, 28))
    [(0, 9), (9, 18), (18, 28)]
    """
    at = start
    for gap in _BETWEEN.finditer(text, start, end):
        yield at, gap.end()
        at = gap.end()
    if at < end:
        yield at, end
