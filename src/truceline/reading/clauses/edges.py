"""Edges: a clause without the marks and conjunctions that only part it from its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import Range
from truceline.reading.words.sentences import Token

_MARKS = frozenset(",;:.—–-()\"“”«»!?…'’‘|")
_QUOTE_OPENERS = frozenset(('"', "“", "("))
_QUOTE_CLOSERS = frozenset(('"', "”", ")"))


# Left over where a clause was cut behind them.
_LEFT_OVER = frozenset(("and", "but", "or", "which", "who"))


def trimmed(line: Sequence[Token], first: int, after: int) -> Range | None:
    """Return a range without marks at its ends and without an opening conjunction."""
    while first < after and (
        line[first].text in _MARKS or line[first].lower in ("and", "but", "or", "that", "nor")
    ):
        if line[first].text in _QUOTE_OPENERS and _closes_inside(line, first, after):
            break
        first += 1
    opening = [token.lower for token in line[first : first + 2]]
    if after - first > 3 and opening in (["is", "that"], ["was", "that"]):
        first += 2
    while after > first and (
        line[after - 1].text in _MARKS
        or (after - first > 1 and line[after - 1].lower in _LEFT_OVER)
    ):
        if line[after - 1].text in _QUOTE_CLOSERS and _opens_inside(line, first, after):
            break
        after -= 1
    return (first, after) if first < after else None


def _closes_inside(line: Sequence[Token], first: int, after: int) -> bool:
    inner = [token.text for token in line[first + 1 : after - 1]]
    return any(mark in _QUOTE_CLOSERS for mark in inner) and any(
        token.is_word for token in line[first + 1 : after]
    )


def _opens_inside(line: Sequence[Token], first: int, after: int) -> bool:
    return any(token.text in _QUOTE_OPENERS for token in line[first + 1 : after - 1])
