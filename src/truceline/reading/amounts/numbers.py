"""Numbers: where a text says how many, in digits or words, as a range, its unit aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from truceline.reading.words.numerals import number_pattern, number_value
from truceline.reading.words.screen import Screens
from truceline.reading.words.wordlists import any_of, word_list, words_under

# Parts of a whole, in percent.
_PARTS = {
    "a quarter": 25.0, "one quarter": 25.0, "one-quarter": 25.0, "a third": 33.333,
    "one third": 33.333, "one-third": 33.333, "half": 50.0, "two thirds": 66.667,
    "two-thirds": 66.667, "three quarters": 75.0, "three-quarters": 75.0,
}  # fmt: skip
# "The third breach" tells of three.
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_BETWEEN = re.compile(r"\b(?:between|from)[ ]\Z", re.IGNORECASE)
_SORTS = ("vague", "nth", "part", "a", "lone", "gun", "times", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number where it stands, ``start`` up to ``end``; ``high`` is None where it is ``low``.

    ``sort`` is ``a`` for one in digits or words, ``vague`` for "several", ``nth`` for an ordinal,
    ``part`` for a part of a whole in percent, ``times`` for "twice", ``none`` for "no", ``lone``
    for the article of "an hour", ``gun`` for that of "a 122mm howitzer".
    """

    start: int
    end: int
    low: float
    high: float | None
    sort: str
    words: str

    @property
    def is_one(self) -> bool:
        """Return whether it is one and no more."""
        return self.low == 1.0 and self.high in (None, 1.0)


def numbers_in(text: str, start: int, end: int) -> Iterator[Number]:
    """Yield the numbers of ``text[start:end]``, asked for only in stretches that can hold one.

    >>> [(n.words, n.low, n.sort) for n in numbers_in("Half of it fell twice in an hour", 0, 32)]
    [('Half', 50.0, 'part'), ('twice', 2.0, 'times'), ('an', 1.0, 'lone')]
    """
    screens = _screens()
    for first, after, marks in screens.over(text, start, end):
        at = first
        while screens.lets(marks, 0) and (match := _pattern().search(text, at, after)):
            number = _number(text, match)
            if number is not None:
                yield number
            # "An hour" and "a 122mm gun" hold a unit behind the number.
            at = match.end() if number is None or match["b"] else number.end


@cache
def _screens() -> Screens:
    return Screens([_pattern()])


@cache
def _pattern() -> re.Pattern[str]:
    number = number_pattern()
    breaches = any_of(words_under("quantities", "counted_by_ordinals"))
    alone = any_of(words_under("quantities", "measured_alone"))
    return re.compile(
        rf"(?<![\w.,/:°])(?<!\w-)(?:"
        rf"(?P<vague>{any_of(tuple(_vague()))})(?![\w-])"
        rf"|(?P<nth>{any_of(_ORDINALS)})[ ](?:(?:such|reported|alleged|straight)[ ])?"
        rf"(?:{breaches}|(?:day|night|week|month)(?=[ ](?:without|running|in a row)))\b"
        rf"|(?<!first )(?<!second )(?<!other )(?<!the )(?P<part>{any_of(tuple(_PARTS))})\b"
        rf"(?:(?<=by a quarter)|(?<=by a third)|(?=[ ]of\b(?! an? )))"
        rf"|(?P<a>{number})(?:(?:[ ]?[-–][ ]?|[ ](?:to|or)[ ]|[ ]and[ ](?:at most )?)"
        rf"(?P<b>{number}))?"
        rf"|(?P<lone>an?)[ ]{alone}\b"
        rf"|(?P<gun>an?)[ ]\d{{1,3}}(?:\.\d+)?[ -]?(?:mm|millimet(?:re|er))\b"
        rf"|(?P<times>once|twice|thrice)\b|(?P<none>no|nobody|none)\b)",
        re.IGNORECASE,
    )


@cache
def _vague() -> dict[str, tuple[float, float]]:
    listed = word_list("quantities")["vague"]
    if not isinstance(listed, dict):
        raise TypeError("quantities.yaml: vague is not a mapping")
    return {str(word): (float(pair[0]), float(pair[1])) for word, pair in listed.items()}


def _number(text: str, match: re.Match[str]) -> Number | None:
    """Return what a match says; None for an hour of the day or a code, which open with a zero."""
    sort = next(name for name in _SORTS if match[name])
    words = " ".join(match[sort].lower().split())
    end = match.end(sort)
    high: float | None = None
    match sort:
        case "vague":
            low, high = _vague()[words]
        case "part":
            low = _PARTS[words]
        case "nth":
            low = float(_ORDINALS.index(words) + 1)
        case "times":
            low = _TIMES[words]
        case "none":
            low = 0.0
        case "a":
            value = None if re.match(r"0\d", words) else number_value(words)
            if value is None:
                return None
            low, high, end = value, *_other_end(text, match, value)
        case _:
            low = 1.0
    return Number(
        start=match.start(), end=end, low=low, high=high, sort=sort, words=text[match.start() : end]
    )


def _other_end(text: str, match: re.Match[str], low: float) -> tuple[float | None, int]:
    """Return the greater end of "150 to 200", and where its words end; "and" needs a "between"."""
    high = number_value(match["b"]) if match["b"] else None
    joined = " and " in text[match.end("a") : match.end()]
    spanned = not joined or _BETWEEN.search(text, max(0, match.start() - 8), match.start())
    if high is None or high < low or not spanned:
        return None, match.end("a")
    return high, match.end()
