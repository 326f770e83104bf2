"""Hours of the day: they fall on the day last told of, or on the day of writing."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from truceline.reading.times.days import Days, one_day
from truceline.reading.times.forms import Seen, TimeRule, rule

_NOT_A_CLOCK = re.compile(
    r"(?: o['’]clock)? ?(?:[-–]?(?:[a-z]+s|per|to|or|and|of|more|other|km|m|mm|metres?|kilo\w*|"
    r"hundred|thousand|million|dead|wounded|killed|different|separate|least|most)\b|[.,:]\d|\d|%)"
)


def _clock(match: re.Match[str], seen: Seen) -> Days | None:
    words, base = match[0].lower(), seen.anchor or seen.today
    if seen.today is not None and "tomorrow" in words:
        return one_day(seen.today + timedelta(days=1))
    if seen.today is not None and "yesterday" in words:
        return one_day(seen.today - timedelta(days=1))
    if seen.today is not None and "today" in words:
        return one_day(seen.today)
    return None if base is None else one_day(base)


def _hour_of_day(match: re.Match[str]) -> bool:
    """Tell "at eight" from "at eight points"."""
    return _NOT_A_CLOCK.match(match.string[match.end() : match.end() + 20]) is None


def _at_an_hour(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 9) : match.start()]
    return _hour_of_day(match) and before.endswith(("at ", "by ", "at about "))


@cache
def clock_rules() -> tuple[TimeRule, ...]:
    """Return the rules of hours, which fall on the day last told of, or the day of writing."""
    four = r"(?:[01]\d|2[0-3])[0-5]\d"
    hour = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])"
    suffix = r"(?: ?(?:hours|hrs|h|GMT|UTC|local time|[ap]\.?m\b\.?))?"
    day = r"(?: (?:today|yesterday|tomorrow)\b)?"
    return (
        rule(
            "clock",
            rf"(?:[01]?\d|2[0-4]):[0-5]\d(?:[-–](?:[01]?\d|2[0-4]):[0-5]\d)?{suffix}"
            rf"(?![\d:]){day}",
            _clock,
            clock=True,
        ),
        rule(
            "military clock",
            rf"(?<=\b[aA]t ){four}(?:[hHLZ]| hours| hrs)?\b{day}",
            _clock,
            clock=True,
        ),
        rule("marked clock", rf"{four}(?:[hHLZ]| hours| hrs)\b{day}", _clock, clock=True),
        rule(
            "log clock",
            rf"(?:(?<=\A)|(?<=\n)|(?<=[.,;] )){four}(?:-{four})?(?=[ :,;])",
            _clock,
            clock=True,
        ),
        rule(
            "spoken clock",
            rf"(?:(?<=\b[Aa]t )|(?<=\b[Bb]y )|(?<=\b[Aa]bout ))(?<!up to )(?<!\d ){hour}\b",
            _clock,
            clock=True,
            guard=_at_an_hour,
        ),
        rule(
            "o'clock",
            rf"{hour} (?:o['’]clock|[ap]\.?m\b\.?)(?: (?:yesterday|today|tomorrow))?"
            r"(?: (?:morning|evening|afternoon|night))?",
            _clock,
            clock=True,
            any_case=True,
        ),
        rule(
            "part of day",
            r"(?:(?<=\b[Aa]t )|(?<=\b[Bb]efore )|(?<=\b[Aa]fter )|(?<=\b[Bb]y )|(?<=\b[Ff]rom )|"
            r"(?<=\b[Uu]ntil )|(?<=\b[Ss]ince )|(?<=\b[Ii]n ))<CLOCK>\b",
            _clock,
            clock=True,
        ),
    )
