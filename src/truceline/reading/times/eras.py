"""Eras: decades and centuries in words, years long past, and the years of an era."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from truceline.reading.times.days import Days, one_day, year_of
from truceline.reading.times.forms import Seen, TimeRule, rule

_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties",
         "nineties")  # fmt: skip
_CENTURIES = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip


# Years of a decade by its part: early to the fourth, mid from the fifth, late from the seventh.
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}


def _decade(match: re.Match[str], _seen: Seen) -> Days | None:
    return _part_of_decade(int(match["y"]), match["part"])


def _part_of_decade(year: int, part: str | None) -> Days:
    first, last = _PARTS_OF_DECADE.get((part or "").strip(" -").lower(), (0, 9))
    return Days(date(year + first, 1, 1), date(year + last, 12, 31))


def _century(match: re.Match[str], _seen: Seen) -> Days | None:
    count = int(match["c"])
    if not 1 <= count <= 21:
        return None
    return Days(date(max(1, 100 * (count - 1)), 1, 1), date(100 * count - 1, 12, 31))


def _century_before(_match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    first = (seen.today.year // 100 - 1) * 100
    return Days(date(first, 1, 1), date(first + 99, 12, 31))


def _spoken_decade(match: re.Match[str], _seen: Seen) -> Days | None:
    return _part_of_decade(1920 + 10 * _TENS.index(match["tens"].lower()), match["part"])


def _spoken_century(match: re.Match[str], _seen: Seen) -> Days | None:
    first = 900 + 100 * _CENTURIES.index(match["c"].lower())
    return Days(date(first, 1, 1), date(first + 99, 12, 31))


def _year_of_an_era(match: re.Match[str], _seen: Seen) -> Days | None:
    """Return a year of our era; what lies before it is on no calendar of ours."""
    return None if match["era"].startswith("B") or not int(match["n"]) else year_of(int(match["n"]))


def _old_year(match: re.Match[str], _seen: Seen) -> Days | None:
    return year_of(int(match["old"]))


def _is_old(match: re.Match[str]) -> bool:
    """Tell the year 1492 from a count: only words of time stand before a year."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return (
        re.search(r"\b(?:in|since|until|before|by|circa|from) \Z", before, re.IGNORECASE)
        is not None
    )


def _eleventh_of_september(_match: re.Match[str], _seen: Seen) -> Days | None:
    return one_day(date(2001, 9, 11))


@cache
def era_rules() -> tuple[TimeRule, ...]:
    """Return the rules of decades, centuries and years long past."""
    th = r"(?:st|nd|rd|th)"
    return (
        rule(
            "decade",
            r"(?:the )?(?P<part>early |mid-|late )?(?P<y>(?:1[5-9]|20)\d0)"
            r"(?:s|(?<=the ....)['’]s)\b",
            _decade,
        ),
        rule("century", rf"(?:the )?(?P<c>\d\d?){th}[ -]century\b", _century, any_case=True),
        rule("century before", r"the (?:past|last|previous) century\b", _century_before),
        rule(
            "century shared",
            rf"(?:the )?(?P<c>\d\d?){th}(?= (?:to|and|or|until) (?:the )?\d\d?{th}[ -]centur)",
            _century,
            any_case=True,
        ),
        rule(
            "spoken decade",
            r"the (?P<part>early |mid-|late )?(?:nineteen[ -])?(?P<tens>twenties|thirties|forties|"
            r"fifties|sixties|seventies|eighties|nineties)\b",
            _spoken_decade,
            any_case=True,
        ),
        rule(
            "spoken century",
            r"(?:the )?(?P<c>tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|"
            r"seventeenth|eighteenth|nineteenth|twentieth|twenty-first)[ -]century\b",
            _spoken_century,
            any_case=True,
        ),
        rule("year of an era", r"(?P<n>\d{2,4}) (?P<era>BCE|BC|CE|AD)\b", _year_of_an_era),
        rule(
            "old year", r"(?P<old>1[0-4]\d\d)(?![-\w:,.]\w| [a-z]{3,}s\b)", _old_year, guard=_is_old
        ),
        rule("day by its name", r"9/11\b", _eleventh_of_september),
    )
