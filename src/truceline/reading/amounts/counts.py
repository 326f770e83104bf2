"""Counts: how many of a thing, as a range, from the words before it.

The conventions are those of ``docs/explain/reading.md``: "about n" is n less and more a tenth,
rounded outward; "at least" gives a minimum only; "several" is 3 to 9.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.words.sentences import Token, word_set

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    word: float(base + step * n)
    for row, base, step in ((_UNITS, 0, 1), (_TENS, 20, 10))
    for n, word in enumerate(row.split())
}
_SCALES = {"hundred": 100.0, "thousand": 1_000.0, "million": 1_000_000.0}
_VAGUE = {"several": (3, 9), "few": (3, 9), "dozens": (24, 99), "scores": (40, 99), "a": (1, 1)}
_VAGUE |= {"an": (1, 1), "no": (0, 0), "pair": (2, 2), "both": (2, 2), "hundreds": (200, 999)}
_ABOUT = word_set("about some around roughly approximately nearly almost ca ca. circa")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
# "About" widens a count by a tenth to both sides.
_ABOUT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Count:
    """A range of whole numbers (None is open) and the index of the first token it takes up."""

    minimum: int | None
    maximum: int | None
    first: int


def number(token: Token) -> float | None:
    """Return the number that one token writes, in figures or as a word, or None."""
    if _NUMBER.fullmatch(token.text):
        return float(token.text.replace(",", ""))
    if "-" in token.lower:
        parts = [_WORDS.get(part) for part in token.lower.split("-")]
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None and parts[0] >= 20:
            return parts[0] + parts[1]
    return _WORDS.get(token.lower)


def count_ending_at(line: Sequence[Token], index: int) -> Count | None:
    """Return the count whose last word is the token at ``index``, or None.

    >>> from truceline.reading.words.sentences import tokens
    >>> count_ending_at(tokens("at least three tanks"), 2)
    Count(minimum=3, maximum=None, first=0)
    >>> count_ending_at(tokens("about 40 trucks"), 1)
    Count(minimum=36, maximum=44, first=0)
    """
    scale, at = 1.0, index
    while at >= 0 and line[at].lower in _SCALES:
        scale, at = scale * _SCALES[line[at].lower], at - 1
    value = number(line[at]) if at >= 0 else None
    if value is None:
        return _vague(line, at, scale)
    return _compared(line, at, value * scale)


def _vague(line: Sequence[Token], at: int, scale: float) -> Count | None:
    if at < 0 or line[at].lower not in _VAGUE:
        return None
    low, high = _VAGUE[line[at].lower]
    first = at - 1 if at and line[at].lower == "few" and line[at - 1].lower == "a" else at
    if scale > 1 and high > 1:
        return Count(int(low * scale), int((high + 1) * scale - 1), first)
    return Count(int(low * scale), int(high * scale), first)


def _compared(line: Sequence[Token], at: int, value: float) -> Count:
    before = line[at - 1].lower if at else ""
    before2 = line[at - 2].lower if at > 1 else ""
    whole = int(value)
    if before in _ABOUT:
        low, high = value * (1 - _ABOUT_SHARE), value * (1 + _ABOUT_SHARE)
        return Count(math.floor(low), math.ceil(high), at - 1)
    pairs = {
        ("at", "least"): (whole, None),
        ("at", "most"): (None, whole),
        ("up", "to"): (None, whole),
        ("more", "than"): (whole + 1, None),
        ("over", ""): (whole + 1, None),
        ("fewer", "than"): (None, whole - 1),
        ("less", "than"): (None, whole - 1),
    }
    if (before2, before) in pairs:
        low_n, high_n = pairs[before2, before]
        return Count(low_n, high_n, at - 2)
    if before == "over":
        return Count(whole + 1, None, at - 1)
    lower = number(line[at - 2]) if before in ("and", "to") and at > 1 else None
    if lower is not None:
        opener = line[at - 3].lower if at > 2 else ""
        if opener in ("between", "from"):
            return Count(int(lower), whole, at - 3)
        if before == "to" and lower < whole:
            return Count(int(lower), whole, at - 2)
    return Count(whole, whole, at)
