"""Times: where a text says when, as intervals against the day it was written.

Conventions: days only, an hour falls on its day; a weekday is the last one up to and including the
day of writing, or the next one where the sentence looks ahead; "since" runs to the day of writing,
"by" and "until" run from it where they look ahead and are open to the past where they do not.
Where the day of writing is itself an interval, every answer is the hull of the answers from its
first and its last day, and so says honestly how little is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.claim import TimeMention
from truceline.reading.days import Days, hull
from truceline.reading.time_calendar import calendar_rules
from truceline.reading.time_forms import Seen, TimeRule
from truceline.reading.time_relative import clock_rules, relative_rules
from truceline.reading.wordlists import any_of, words_under
from truceline.timespan import Precision, Timespan

# How far back a cue of what lies ahead is looked for; a sentence seldom is longer.
CUE_WINDOW = 220

_PREPOSITION = re.compile(
    r"(?:\b(?:late|early|shortly|just)[ ])?\b(?P<prep>since|until|till|up to|by|no later than|"
    r"before|prior to|from|after|following|on|in|at|during|over|as of|as at|as from|throughout|"
    r"through|between|of|for|around|about|under|dated|period ending|ending)"
    r"(?:[ ](?:about|around|approximately|the|the (?:night|morning|evening|afternoon)s? of))*[ ]\Z",
    re.IGNORECASE,
)
_JOIN = re.compile(r"[ ]?(?:to|and|until|till|through|[-–])[ ](?:the )?\Z|[-–]\Z", re.IGNORECASE)
_ONWARDS = re.compile(r"[ ](?:on|onwards?)\b(?! [A-Z\d])")
_SENTENCE_START = re.compile(r"[.!?][\"”’']?\s|\n|;\s")
_TOLD = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|added|warned|wrote|had|has|have|was|were|"
    r"did|met|fell|saw|came|went|took|left|began|held|hit|fired|killed|signed|visited)\b"
    r"(?! to\b| until\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: TimeRule
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class _Resolved:
    start: int
    end: int
    days: Days | None


@cache
def _all_rules() -> tuple[TimeRule, ...]:
    return calendar_rules() + relative_rules() + clock_rules()


@cache
def _ahead() -> re.Pattern[str]:
    words = tuple(w for w in words_under("times", "ahead") if w[0] != "'")
    return re.compile(rf"\b{any_of(words)}\b|['’]ll\b", re.IGNORECASE)


def find_times(
    text: str, *, start: int = 0, end: int | None = None, published: Timespan | None
) -> tuple[TimeMention, ...]:
    """Return the times told in ``text[start:end]``, in the order of the text.

    Spans are offsets into the whole text and take in the preposition ("on Friday", "since 2017").
    ``when`` is None where the words name a time that nobody could put on a calendar from here:
    a weekday without a day of writing, a date that does not exist. Durations are no times.

    >>> published = Timespan.parse("2031-06-18")
    >>> for time in find_times("Quiet since Friday; talks will resume on 2 July.",
    ...                        published=published):
    ...     print(time.span.quote, "|", time.when)
    since Friday | 2031-06-13/2031-06-18
    on 2 July | 2031-07-02
    >>> str(find_times("They met on Friday.", published=Timespan.parse("2031-06"))[0].when)
    '2031-05-30/2031-06-27'
    """
    stop = len(text) if end is None else end
    found = _scan(text, start, stop)
    first, last = _days_of_writing(published)
    one = _resolve(text, start, stop, found, first)
    if first == last:
        chosen = [(r.start, r.end, r.days) for r in one]
    else:
        other = _resolve(text, start, stop, found, last)
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


def _scan(text: str, start: int, end: int) -> list[_Found]:
    """Return the matches of all rules, the longest at each place, none overlapping."""
    candidates = [
        _Found(match.start(), match.end(), rule, match)
        for rule in _all_rules()
        for match in rule.pattern.finditer(text, start, end)
        if rule.guard is None or rule.guard(match)
    ]
    candidates.sort(key=lambda f: (f.start, -f.end))
    kept: list[_Found] = []
    for candidate in candidates:
        if kept and candidate.start < kept[-1].end:
            if candidate.end - candidate.start > kept[-1].end - kept[-1].start:
                kept[-1] = candidate
            continue
        kept.append(candidate)
    return kept


def _resolve(
    text: str, start: int, end: int, found: list[_Found], today: date | None
) -> list[_Resolved]:
    out: list[_Resolved] = []
    anchor: date | None = None
    for item in found:
        left = _PREPOSITION.search(text, max(start, item.start - 60), item.start)
        begins = left.start() if left else item.start
        if out and begins < out[-1].end:
            left, begins = None, item.start
        seen = Seen(today, anchor, looks_ahead(text, start, end, begins, item.end))
        days = item.rule.meaning(item.match, seen)
        joined = _joined(text, out, item, days)
        if joined is not None:
            out[-1] = joined
            continue
        resolved = _with_preposition(text, item, left=left, begins=begins, days=days, seen=seen)
        out.append(resolved)
        if days is not None and days.precision is Precision.DAY and not item.rule.clock:
            anchor = days.first
    return out


def _joined(text: str, out: list[_Resolved], item: _Found, days: Days | None) -> _Resolved | None:
    """Return the range that this time closes: "between 10 June and 29 November"."""
    if not out or item.start - out[-1].end > 12:
        return None
    opening = text[out[-1].start : out[-1].end].lower()
    link = text[out[-1].end : item.start]
    if _JOIN.match(link) is None and _JOIN.fullmatch(link) is None:
        return None
    if not opening.startswith(("from", "between")) and link.strip() not in ("-", "–"):
        return None
    before = out[-1].days
    if days is None or before is None or before.first is None or days.last is None:
        return _Resolved(out[-1].start, item.end, None)
    first = before.first
    if days.first is not None and first > days.last:
        # "Between 10 June and 29 November 1999": the year is said once, at the end.
        first = _in_year(first, days.last)
    return _Resolved(out[-1].start, item.end, Days(first, days.last))


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
    text: str,
    item: _Found,
    *,
    left: re.Match[str] | None,
    begins: int,
    days: Days | None,
    seen: Seen,
) -> _Resolved:
    if left is None:
        return _Resolved(item.start, item.end, days)
    shape = _SHAPES.get(left["prep"].lower())
    if days is not None and shape is not None and not (item.rule.clock and seen.today is None):
        if item.rule.clock and left["prep"].lower() not in ("since", "from"):
            shape = None
        if shape is not None:
            days = shape(days, seen)
    ends = item.end
    if left["prep"].lower() == "from" and (onwards := _ONWARDS.match(text, item.end)):
        ends = onwards.end()
    return _Resolved(begins, ends, days)


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


_Shape = Callable[[Days, Seen], "Days | None"]
_SHAPES: dict[str, _Shape] = {
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


def looks_ahead(text: str, start: int, end: int, begins: int, ends: int) -> bool:
    """Return whether the sentence turns this time to what lies ahead of the day of writing."""
    low = max(start, begins - CUE_WINDOW)
    before = text[low:begins]
    cut = max((edge.end() for edge in _SENTENCE_START.finditer(before)), default=0)
    before = before[cut:]
    cue = max((m.start() for m in _ahead().finditer(before)), default=-1)
    told = max((m.start() for m in _TOLD.finditer(before)), default=-1)
    if cue >= 0 or told >= 0:
        return cue > told
    after = _SENTENCE_START.split(text[ends : min(end, ends + CUE_WINDOW)], maxsplit=1)[0]
    ahead = _ahead().search(after)
    past = _TOLD.search(after)
    return ahead is not None and (past is None or ahead.start() < past.start())
