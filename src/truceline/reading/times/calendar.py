"""Times by the calendar: days, months, years, and their parts."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from truceline.reading.times.days import (
    Days,
    month_of,
    months_from,
    one_day,
    part_of,
    shifted,
    unit_around,
    year_of,
)
from truceline.reading.times.forms import (
    ORDINALS,
    Seen,
    TimeRule,
    month_number,
    numbered,
    pieces,
    rule,
    stated_year,
)

# "By 3 February", written in December, lies ahead; written on 5 February it has just passed.
# Half a year parts the two.
LONG_PAST_DAYS = 183

_PARTS = {
    "first half": "first half",
    "second half": "second half",
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
_MONTH_ALONE_AFTER = re.compile(
    r"\b(?:in|of|by|to|and|for|from|last|next|this|late|till|since|until|early|during|between|"
    r"before|after|the|mid|through|as|on)[ -]\Z|[-–/(]\Z",
    re.IGNORECASE,
)
_NO_YEAR_AFTER = re.compile(
    r"(?:[$€£#]|\b(?:about|some|around|over|than|least|most|nearly|resolution|No\.|item|page)) ?\Z",
    re.IGNORECASE,
)
# "Over 2000 - 2050": years, however they are led in.
_TO_A_YEAR = re.compile(r" ?[-–] ?(?:1[5-9]|20)\d\d\b")
_COUNTED_AFTER = re.compile(
    r" (?:people|soldiers|troops|men|women|children|fighters|civilians|prisoners|metres|meters|"
    r"kilomet|km|tons|tonnes|miles|rounds|shells|dollars|euros|hours|hrs|hectares|per)\b"
)


def dated_day(day: int, month: int, year: int | None, seen: Seen) -> Days | None:
    """Return a day of a month; without a year, the last such day, or the next one if ahead."""
    if year is None and seen.today is None:
        return None
    try:
        if year is not None or seen.today is None:
            return one_day(date(year or 0, month, day))
        found = date(seen.today.year, month, day)
        if found > seen.today and not seen.ahead:
            found = date(seen.today.year - 1, month, day)
        elif seen.ahead and (seen.today - found).days > LONG_PAST_DAYS:
            found = date(seen.today.year + 1, month, day)
    except ValueError:
        return None
    return one_day(found)


def dated_month(month: int, year: int | None, seen: Seen) -> Days | None:
    """Return a month; without a year, the last such month up to now, or the next one if ahead."""
    if year is not None:
        return month_of(year, month)
    if seen.today is None:
        return None
    if seen.ahead:
        return month_of(seen.today.year + (1 if month < seen.today.month else 0), month)
    return month_of(seen.today.year - (1 if month > seen.today.month else 0), month)


def season_near(name: str, year: int | None, seen: Seen) -> Days | None:
    """Return a season of three months; without a year the last one begun, or the next."""
    first = numbered("seasons")[name.lower()]
    if year is None:
        if seen.today is None:
            return None
        year = seen.today.year
        start = date(year, first, 1)
        if seen.ahead and months_from(start, 3) <= seen.today:
            year += 1
        elif not seen.ahead and start > seen.today:
            year -= 1
    start = date(year, first, 1)
    return Days(start, date.fromordinal(months_from(start, 3).toordinal() - 1))


_YEAR_BEHIND = re.compile(r",? (?P<which>this|last|next) year\b")


def _day_month(match: re.Match[str], seen: Seen) -> Days | None:
    year = stated_year(match) or _shared_year(match)
    behind = _YEAR_BEHIND.match(match.string, match.end())
    if year is None and behind is not None and seen.today is not None:
        year = seen.today.year + {"this": 0, "last": -1, "next": 1}[behind["which"]]
    return dated_day(int(match["d"]), month_number(match["m"]), year, seen)


def _spelled_day(match: re.Match[str], seen: Seen) -> Days | None:
    day = ORDINALS.index(match["nth"].lower()) + 1
    return dated_day(day, month_number(match["m"]), stated_year(match), seen)


def _day_range(match: re.Match[str], seen: Seen) -> Days | None:
    month, year = month_number(match["m"]), stated_year(match)
    start = dated_day(int(match["d"]), month, year, seen)
    end = dated_day(int(match["d2"]), month, year, seen)
    if start is None or end is None or start.first is None or end.first is None:
        return None
    return None if start.first > end.first else Days(start.first, end.first)


def _iso(match: re.Match[str], seen: Seen) -> Days | None:
    return dated_day(int(match["d"]), int(match["mm"]), int(match["y"]), seen)


def _slashes(match: re.Match[str], seen: Seen) -> Days | None:
    first, second = int(match["d"]), int(match["mm"])
    # 03/04/2018 is read day first in one country and month first in another: nobody can tell.
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return dated_day(day, month, int(match["y"]), seen) if 1 <= month <= 12 else None


def _month(match: re.Match[str], seen: Seen) -> Days | None:
    year = stated_year(match) or _shared_year(match)
    return dated_month(month_number(match["m"]), year, seen)


@cache
def _to_a_year() -> re.Pattern[str]:
    """Return a pattern for the later end of a range that says the year of both."""
    months = pieces()["M"]
    return re.compile(
        rf"(?: (?:to|until|till|through|and) | ?[-–] ?)(?:<D> )?{months},? <Y>".replace(
            "<D>", pieces()["D"]
        ).replace("<Y>", pieces()["Y"])
    )


def _shared_year(match: re.Match[str]) -> int | None:
    """Return the year of "March" in "March to August 2011", or None where none is shared."""
    later = _to_a_year().match(match.string, match.end())
    if later is None:
        return None
    earlier = month_number(match["m"]) <= month_number(later["m"])
    return int(later["y"]) if earlier else int(later["y"]) - 1


def _which_month(match: re.Match[str], seen: Seen) -> Days | None:
    ahead = match["which"].lower() in ("next", "coming")
    return dated_month(month_number(match["m"]), None, Seen(seen.today, None, ahead))


def _part_name(words: str) -> str:
    lowered = words.lower().removeprefix("the ")
    return next(name for key, name in _PARTS.items() if lowered.startswith(key))


def _part_of_month(match: re.Match[str], seen: Seen) -> Days | None:
    whole = dated_month(month_number(match["m"]), stated_year(match), seen)
    return None if whole is None else part_of(whole, _part_name(match["part"]))


def _part_of_year(match: re.Match[str], _seen: Seen) -> Days | None:
    return part_of(year_of(int(match["y"])), _part_name(match["part"]))


def _part_of_unit(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    unit, which = match["u"].lower(), (match["which"] or "").strip().lower()
    step = {"last": -1, "next": 1}.get(which, 0)
    whole = unit_around(shifted(seen.today, step, unit), unit)
    return part_of(whole, _part_name(match["part"]))


def _month_end(_match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    return part_of(month_of(seen.today.year, seen.today.month), "late")


def _plain_year(match: re.Match[str], _seen: Seen) -> Days | None:
    return year_of(int(match["y"]))


def _season(match: re.Match[str], seen: Seen) -> Days | None:
    which = (match["which"] or "").lower()
    if which == "next":
        seen = Seen(seen.today, seen.anchor, True)
    elif which == "last":
        seen = Seen(seen.today, seen.anchor, False)
    return season_near(match["season"], stated_year(match), seen)


def _stands_alone(match: re.Match[str]) -> bool:
    """Tell May the month from May the verb, and June the month from June the person."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return _MONTH_ALONE_AFTER.search(before) is not None


def _is_a_season(match: re.Match[str]) -> bool:
    """Tell spring the season from a spring, and fall from a fall."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    told = match["which"] or stated_year(match)
    return bool(told) or re.search(r"\b(?:in|by|of|since|until|in the) \Z", before) is not None


def _is_a_year(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = match.string[match.end() : match.end() + 14]
    if _TO_A_YEAR.match(after) is not None:
        return True
    return _NO_YEAR_AFTER.search(before) is None and _COUNTED_AFTER.match(after) is None


@cache
def calendar_rules() -> tuple[TimeRule, ...]:
    """Return the rules of the calendar."""
    part = (
        r"(?P<part>[Ee]arly(?: in)?|[Mm]id|[Ll]ate(?: in)?|(?:the )?(?:beginning|start|end|close|"
        r"middle|first half|second half) of)"
    ).replace("middle", "mid(?:dle)?")
    to = r" ?(?:to|until|through|-|–) ?"
    w = r"(?:<W>(?: (?:morning|evening|night|afternoon))?,? )?"
    certain = r"(?P<m>January|February|July|September|October|November|December)"
    return (
        rule(
            "iso day", r"(?P<y>(?:1[5-9]|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?!\d)", _iso
        ),
        rule("slashed", r"(?P<d>\d\d?)[/.](?P<mm>\d\d?)[/.](?P<y>(?:19|20)\d\d)(?!\d)", _slashes),
        rule("day month", rf"{w}<D>(?: of)?[ -]<M>(?:,? <Y>)?", _day_month),
        rule("month day", rf"{w}<M> <D>(?![\d:]|,\d)(?:,? <Y>)?", _day_month),
        rule("spelled day", r"(?P<nth><NTH>) of <M>(?:,? <Y>)?", _spelled_day),
        rule("days month", rf"<D>{to}<D2> <M>(?:,? <Y>)?", _day_range, is_range=True),
        rule(
            "month days",
            rf"<M> <D>{to}<D2>(?![\d:])(?! <M>)(?:,? <Y>)?".replace("(?! <M>)", r"(?! [A-Z])"),
            _day_range,
            is_range=True,
        ),
        rule("month year", r"<M>,?(?: of)? <Y>", _month),
        rule("month", rf"{certain}\b(?! \d)", _month),
        rule("month by place", r"<M>(?! \d|[a-z])", _month, guard=_stands_alone),
        rule("which month", r"(?P<which>last|next|this|coming|past) <M>", _which_month),
        rule("part of month", rf"{part}[ -]<M>(?:,? <Y>)?", _part_of_month),
        rule("part of year", rf"{part}[ -](?:the year )?<Y>", _part_of_year),
        rule(
            "part of unit",
            rf"{part}[ -](?:the )?(?P<which>last |next |this )?"
            r"(?P<u>week|month|year|quarter)\b",
            _part_of_unit,
        ),
        rule("month end", r"month['’]?s? end\b", _month_end),
        rule(
            "season",
            r"(?:(?P<which>last|next|this) )?(?P<season><SEASON>)\b"
            r"(?:(?: of)? <Y>)?",
            _season,
            guard=_is_a_season,
        ),
        rule("season year", r"(?P<which>)(?P<season><SEASON>)(?: of)? <Y>", _season, any_case=True),
        rule("year", r"<Y>(?![\w:]\w|-(?!(?:1[5-9]|20)\d\d\b)\w)", _plain_year, guard=_is_a_year),
    )
