"""Times: where a text says when, as intervals against the day it was written.

Conventions: days only, an hour falls on its day; a weekday is the last one up to and including the
day of writing, or the next one where the sentence looks ahead; "since" runs to the day of writing,
"by" and "until" run from it where they look ahead and are open to the past where they do not.
Where the day of writing is itself an interval, every answer is the hull of the answers from its
first and its last day, and so says honestly how little is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from truceline.evidence.document import Span
from truceline.reading.claim import TimeMention
from truceline.reading.times.calendar import calendar_rules, dated_day, dated_month
from truceline.reading.times.clock import clock_rules
from truceline.reading.times.days import Days, hull, year_of
from truceline.reading.times.eras import era_rules
from truceline.reading.times.forms import Meaning, Seen, TimeRule, month_number, stated_year
from truceline.reading.times.relative import relative_rules
from truceline.reading.times.shapes import (
    DAY_NUMBER,
    DAYS_BEFORE,
    HOUR_OF,
    JOIN,
    LONGEST_LINK,
    ONWARDS,
    PREPOSITION,
    PREPOSITION_WINDOW,
    SHAPES,
)
from truceline.reading.times.tense import looks_ahead
from truceline.reading.words.screen import Screens, stretches
from truceline.timespan import Precision, Timespan


class _Found(NamedTuple):
    start: int
    end: int
    rule: TimeRule
    match: re.Match[str]
    ahead: bool = False


class _Resolved(NamedTuple):
    start: int
    end: int
    days: Days | None
    clock: bool = False
    shape: str = ""


@cache
def _all_rules() -> tuple[TimeRule, ...]:
    return calendar_rules() + era_rules() + relative_rules() + clock_rules()


@cache
def _screens() -> Screens:
    return Screens([rule.pattern for rule in _all_rules()])


def find_times(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    published: Timespan | None,
    bare: bool = False,
) -> tuple[TimeMention, ...]:
    """Return the times told in ``text[start:end]``, in the order of the text.

    Spans are offsets into the whole text and take in the preposition ("on Friday", "since 2017").
    ``when`` is None where the words name a time that nobody could put on a calendar from here:
    a weekday without a day of writing, a date that does not exist. Durations are no times.
    With ``bare`` each date stands by itself, without its preposition and what that makes of it.

    >>> published = Timespan.parse("2031-06-18")
    >>> for time in find_times("Quiet since Friday; talks will resume on 2 July.",
    ...                        published=published):
    ...     print(time.span.quote, "|", time.when)
    since Friday | 2031-06-13/2031-06-18
    on 2 July | 2031-07-02
    >>> find_times("Quiet since Friday.", published=published, bare=True)[0].span.quote
    'Friday'
    >>> str(find_times("They met on Friday.", published=Timespan.parse("2031-06"))[0].when)
    '2031-05-30/2031-06-27'
    """
    stop = len(text) if end is None else end
    found = _scan(text, start, stop)
    first, last = _days_of_writing(published)
    one = _resolve(text, start, found, first, bare=bare)
    if first == last:
        chosen = [(r.start, r.end, r.days) for r in one]
    else:
        other = _resolve(text, start, found, last, bare=bare)
        chosen = [
            (a.start, a.end, None if a.days is None or b.days is None else hull(a.days, b.days))
            for a, b in zip(one, other, strict=True)
        ]
    return tuple(
        TimeMention(span=Span.of(text, s, e), when=None if days is None else days.as_timespan())
        for s, e, days in chosen
    )


def _days_of_writing(published: Timespan | None) -> tuple[date | None, date | None]:
    if published is None or published.start is None or published.end is None:
        return None, None
    return published.start.date(), (published.end - timedelta(microseconds=1)).date()


# Texts whose times are remembered: the day of writing is argued from them, then they are resolved.
_TEXTS_KEPT = 2


@lru_cache(maxsize=_TEXTS_KEPT)
def _known_in(text: str) -> dict[tuple[int, int], tuple[_Found, ...]]:
    del text  # only the key
    return {}


def _scan(text: str, start: int, end: int) -> tuple[_Found, ...]:
    """Return the matches of all rules, the longest at each place, none overlapping.

    With each, whether its sentence looks ahead.
    """
    known = _known_in(text)
    found = known.get((start, end))
    if found is None:
        found = known[(start, end)] = tuple(
            item._replace(ahead=looks_ahead(text, start, end, item.start, item.end))
            for item in _matches(text, start, end)
        )
    return found


def _matches(text: str, start: int, end: int) -> list[_Found]:
    candidates: list[_Found] = []
    for first, after in stretches(text, start, end):
        for index in _screens().passed(text[first:after]):
            rule = _all_rules()[index]
            candidates += [
                _Found(match.start(), match.end(), rule, match)
                for match in rule.pattern.finditer(text, first, after)
                if rule.guard is None or rule.guard(match)
            ]
    candidates.sort(key=lambda f: (f.start, -f.end))
    kept: list[_Found] = []
    for candidate in candidates:
        if kept and candidate.start < kept[-1].end:
            continue
        kept.extend(_listed(text, start if not kept else kept[-1].end, candidate))
        kept.append(candidate)
    return kept


def _listed(text: str, start: int, found: _Found) -> list[_Found]:
    """Return the days that stand before a day and share its month: "on 11, 18 and 25 May"."""
    if found.rule.name != "day month":
        return []
    left = DAYS_BEFORE.search(text, max(start, found.start - PREPOSITION_WINDOW), found.start)
    if left is None:
        return []
    share = replace(found.rule, meaning=_same_month(found.match))
    return [
        _Found(day.start(), day.end(), share, day)
        for day in DAY_NUMBER.finditer(text, left.start(), left.end())
    ]


def _same_month(other: re.Match[str]) -> Meaning:
    def meaning(match: re.Match[str], seen: Seen) -> Days | None:
        month, year = month_number(other["m"]), stated_year(other)
        return dated_day(int(match["d"]), month, year, seen)

    return meaning


def _resolve(
    text: str, start: int, found: Sequence[_Found], today: date | None, *, bare: bool
) -> list[_Resolved]:
    out: list[_Resolved] = []
    anchor: date | None = None
    for item in found:
        left = PREPOSITION.search(text, max(start, item.start - PREPOSITION_WINDOW), item.start)
        if out and left is not None and left.start() < out[-1].end:
            left = None
        seen = Seen(today, anchor, item.ahead)
        days = item.rule.meaning(item.match, seen)
        joined = _joined(text, out[-1], item, days, seen) if out and not bare else None
        if joined is not None:
            out[-1] = joined
            continue
        if bare:
            out.append(_bare(item, days, seen))
        else:
            out.append(_with_preposition(text, item, left=left, days=days, seen=seen))
        if days is not None and days.precision is Precision.DAY and not item.rule.clock:
            anchor = days.first
    return out


# Rules whose match opens with a part ("early in", "the end of"), and the group behind that.
_PARTED = {"part of month": "m", "part of year": "y"}


def _bare(item: _Found, days: Days | None, seen: Seen) -> _Resolved:
    """Return a date without the words before it that take a part of it: "early in 2016"."""
    opens = _PARTED.get(item.rule.name)
    if opens is None:
        return _Resolved(item.start, item.end, days, item.rule.clock)
    year = stated_year(item.match)
    whole = year_of(year) if opens == "y" and year else None
    if opens == "m":
        whole = dated_month(month_number(item.match["m"]), year, seen)
    return _Resolved(item.match.start(opens), item.end, whole)


def _joined(
    text: str, before: _Resolved, item: _Found, days: Days | None, seen: Seen
) -> _Resolved | None:
    """Return the one time that two make: "between 10 June and 29 November", "at 9 on Monday"."""
    link = text[before.end : item.start]
    if before.clock and not item.rule.clock and HOUR_OF.fullmatch(link):
        shape = SHAPES.get(before.shape)
        shaped = days if days is None or shape is None else shape(days, seen)
        return _Resolved(before.start, item.end, shaped)
    if len(link) > LONGEST_LINK or JOIN.fullmatch(link) is None:
        return None
    if before.shape not in ("from", "between") and link.strip() not in ("-", "–"):
        return None
    if before.clock:
        return _Resolved(before.start, item.end, days, item.rule.clock)
    first = None if before.days is None else before.days.first
    if days is None or first is None or days.last is None:
        return _Resolved(before.start, item.end, None)
    if first > days.last:
        # "Between 10 June and 29 November 1999": the year is said once, at the end.
        first = _in_year(first, days.last)
    return _Resolved(before.start, item.end, Days(first, days.last))


def _in_year(first: date, last: date) -> date:
    for year in (last.year, last.year - 1):
        try:
            moved = first.replace(year=year)
        except ValueError:
            continue
        if moved <= last:
            return moved
    return last


def _with_preposition(
    text: str, item: _Found, *, left: re.Match[str] | None, days: Days | None, seen: Seen
) -> _Resolved:
    clock = item.rule.clock
    if left is None or _is_adjective(text, item, left):
        return _Resolved(item.start, item.end, days, clock)
    word = left["prep"].lower()
    shape = SHAPES.get(word)
    # An hour only says when on its day, but for what begins with it.
    idle = (clock and word not in ("since", "from")) or (word == "from" and item.rule.is_range)
    if days is not None and shape is not None and not idle:
        days = shape(days, seen)
    onwards = ONWARDS.match(text, item.end) if word == "from" else None
    ends = item.end if onwards is None else onwards.end()
    return _Resolved(left.start(), ends, days, clock, word)


def _is_adjective(text: str, item: _Found, left: re.Match[str]) -> bool:
    """Tell "before the 2014 protests" from "before 2014"."""
    follows = text[item.end : item.end + 2]
    return (
        item.rule.name == "year"
        and left[0].lower().endswith("the ")
        and follows[:1] == " "
        and follows[1:].isalpha()
    )
