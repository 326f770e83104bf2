"""Forms of time: what the rules of time share, and the pieces their patterns are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from truceline.reading.times.days import Days
from truceline.reading.words.numerals import number_pattern, number_value
from truceline.reading.words.wordlists import any_of, split_words, word_list

# A count of units beyond this leaves the calendar.
MOST_UNITS = 900


# Days of a month in words: "the fifth of January".
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
    "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
    "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a time is looked at: the day of writing, the day last told of, and whither."""

    today: date | None
    anchor: date | None
    ahead: bool


Meaning = Callable[[re.Match[str], Seen], Days | None]
Guard = Callable[[re.Match[str]], bool]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A form of words and its meaning.

    ``clock`` marks a moment of a day without a date, ``is_range`` a form that says both ends;
    ``guard`` looks at what stands round it.
    """

    name: str
    pattern: re.Pattern[str]
    meaning: Meaning
    clock: bool = False
    guard: Guard | None = None
    is_range: bool = False


def numbered(key: str) -> dict[str, int]:
    """Return a mapping of words to numbers from the lexicon of times."""
    listed = word_list("times")[key]
    if not isinstance(listed, dict):
        raise TypeError(f"times.yaml: {key} is not a mapping")
    return {str(word): int(value) for word, value in listed.items()}


@cache
def weekdays() -> tuple[str, ...]:
    """Return the days of the week from Monday."""
    return split_words(word_list("times")["weekdays"])


@cache
def _months() -> dict[str, int]:
    return numbered("months") | numbered("short_months")


def month_number(word: str) -> int:
    """Return the number of a month, written out or shortened.

    >>> month_number("Sept."), month_number("JUNE")
    (9, 6)
    """
    return _months()[word.lower().rstrip(".")]


@cache
def pieces() -> dict[str, str]:
    """Return named pieces of pattern: months, days, years, units, counts."""
    cased = "|".join(
        form
        for word in sorted(_months(), key=len, reverse=True)
        for form in (word.capitalize(), word.upper())
    )
    vague = any_of(("a few", "few", "several", "a couple of", "couple of", "a", "an"))
    return {
        "M": rf"(?P<m>(?:{cased})\b(?:\.(?=,? [\da-z]))?)",
        "Y": r"(?P<y>(?:1[5-9]|20)\d\d)(?![\d,]*\d|\.\d|\s?(?:km|m|mm)\b)",
        "D": r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "D2": r"(?P<d2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "W": "(?:" + "|".join(day.capitalize() for day in weekdays()) + ")",
        "U": r"(?P<u>minute|hour|day|week|fortnight|month|quarter|year|decade)",
        "N": rf"(?P<n>{vague}|{number_pattern()})",
        "PARTS": any_of(split_words(word_list("times")["day_parts"])),
        "SEASON": any_of(tuple(numbered("seasons"))),
        "NTH": "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")",
        "CLOCK": any_of(split_words(word_list("times")["clock_words"])),
    }


def rule(
    name: str,
    form: str,
    meaning: Meaning,
    *,
    clock: bool = False,
    guard: Guard | None = None,
    any_case: bool = False,
    is_range: bool = False,
) -> TimeRule:
    """Return a rule whose form names pieces in angle brackets, as in ``<D> <M>(?:,? <Y>)?``."""
    filled = re.sub(r"<([A-Z][A-Z0-9]*)>", lambda m: pieces()[m[1]], form)
    flags = re.IGNORECASE if any_case else 0
    return TimeRule(
        name, re.compile(rf"(?<![\w.]){filled}", flags), meaning, clock, guard, is_range
    )


def stated_year(match: re.Match[str]) -> int | None:
    """Return the year that a match holds, if any."""
    found = match.groupdict().get("y")
    return int(found) if found else None


def counted(words: str | None) -> tuple[int, int] | None:
    """Return a count of units as a range; None where it is none.

    >>> counted("several"), counted("forty-eight"), counted(None)
    ((3, 9), (48, 48), (1, 1))
    """
    text = " ".join((words or "one").lower().split())
    vague = word_list("times")["vague_counts"]
    if isinstance(vague, dict) and text in vague:
        least, most = vague[text]
        return int(least), int(most)
    if text in ("a", "an"):
        return 1, 1
    value = number_value(text)
    return None if value is None or value > MOST_UNITS else (int(value), int(value))
