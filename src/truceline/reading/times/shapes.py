"""Shapes of time: what a preposition makes of a run of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from truceline.reading.times.days import Days
from truceline.reading.times.forms import Seen

# How far before a time its preposition, or the list that it closes, may begin.
PREPOSITION_WINDOW = 60
# The longest words that join two times to one range: " through the ".
LONGEST_LINK = 13

# The preposition, and what may lie between it and the time, right before the time.
PREPOSITION = re.compile(
    r"(?:\b(?:late|early|shortly|just)[ ])?\b(?P<prep>since|until|till|up to|by|no later than|"
    r"before|prior to|from|after|following|on|in|at|during|over|as of|as at|as from|throughout|"
    r"through|between|of|for|around|about|under|dated|period ending|ending)"
    r"(?:[ ](?:about|around|approximately|the|the (?:night|morning|evening|afternoon)s? of))*[ ]\Z",
    re.IGNORECASE,
)
JOIN = re.compile(r"[ ]?(?:to|and|until|till|through|[-–])[ ](?:the )?\Z|[-–]\Z", re.IGNORECASE)
ONWARDS = re.compile(r"[ ](?:on|onwards?)\b(?! [A-Z\d])")
# "Since midnight on Monday": an hour, and then its day.
HOUR_OF = re.compile(r",? (?:on |of |the )?|, ")
# "On 11, 18 and" before "25 May".
DAYS_BEFORE = re.compile(
    r"(?<![\w.,:])(?:(?:3[01]|[12]?\d)(?:st|nd|rd|th)?, )*"
    r"(?:3[01]|[12]?\d)(?:st|nd|rd|th)?,? (?:and|or) \Z"
)
DAY_NUMBER = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?")


def _since(days: Days, seen: Seen) -> Days | None:
    if seen.today is None or days.first is None:
        return Days(days.first, None)
    return Days(days.first, seen.today) if days.first <= seen.today else days


def _until(days: Days, seen: Seen) -> Days | None:
    if days.last is None:
        return days
    if (
        seen.today is not None
        and days.last >= seen.today
        and (seen.ahead or days.last > seen.today)
    ):
        return Days(seen.today, days.last)
    return Days(None, days.last)


def _from(days: Days, _seen: Seen) -> Days | None:
    return days if days.first is None else Days(days.first, None)


def _after(days: Days, seen: Seen) -> Days | None:
    if days.last is None:
        return days
    first = days.last + timedelta(days=1)
    if seen.today is not None and not seen.ahead and first <= seen.today:
        return Days(first, seen.today)
    return Days(first, None)


Shape = Callable[[Days, Seen], "Days | None"]
SHAPES: dict[str, Shape] = {
    "since": _since,
    "until": _until,
    "till": _until,
    "up to": _until,
    "by": _until,
    "before": _until,
    "prior to": _until,
    "no later than": _until,
    "from": _from,
    "as from": _from,
    "as of": lambda days, _seen: days,
    "after": _after,
    "following": _after,
}
