"""Dating: when a document was published, stated or argued from its own words, with each reason.

What the document or a date line states is taken. Else every date in the article's own lines (never
in teasers or the page's frame) bounds the day of writing, and the bounds are intersected: a day
with its year that is told as past lies before it; a month without a year is the last such month;
"last month", said of what a caption dates, is the month before. Bounds that contradict those
already taken are left out, and that is said.

A dated line is the surest, a dated caption next; what rests on usage comes last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truceline.evidence.document import Document
from truceline.reading.claim import TimeMention
from truceline.reading.page import Dating, LineLabel, PageLine
from truceline.reading.times.days import Days, month_of, months_from
from truceline.reading.times.find_times import find_times
from truceline.reading.times.tense import looks_ahead
from truceline.timespan import Precision, Timespan

# A month is named without its year for about this long after it; then people say "last year" or
# give the year. Usage of the press, judged, not measured.
BARE_MONTH_DAYS = 183
# An event and a dated caption that share so many names are taken for the same meeting.
SHARED_NAMES = 2
# In a longer interval a list of the weekdays in it would help nobody.
LISTED_DAYS = 62

_MONTH_NAME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_WEEKDAY = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_LAST_UNIT = re.compile(r"\b(?P<which>last|this) month\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True, slots=True)
class _Bound:
    days: Days
    why: str


def dated(document: Document, lines: Sequence[PageLine]) -> Dating:
    """Return when a document was published, as an interval, with each reason.

    ``published`` is None where nothing bounds it; its end is open where the text only says after
    what it was written.
    """
    if document.published is not None:
        why = f"the document states {document.published}"
        return Dating(published=document.published, stated=True, reasons=(why,))
    stated = _stated(document.text, lines)
    if stated is not None:
        return stated
    return _argued(document.text, lines)


def _stated(text: str, lines: Sequence[PageLine]) -> Dating | None:
    for line in lines:
        if line.label is not LineLabel.DATE_LINE:
            continue
        for time in find_times(text, start=line.span.start, end=line.span.end, published=None):
            if time.when is not None and time.when.precision is Precision.DAY:
                why = f"a date line states {time.when}: {time.span.quote!r}"
                return Dating(published=time.when, stated=True, reasons=(why,))
    return None


def _argued(text: str, lines: Sequence[PageLine]) -> Dating:
    article = [line for line in lines if line.label.is_article or line.label is LineLabel.DATE_LINE]
    mentions = [
        (line, time)
        for line in article
        for time in find_times(text, start=line.span.start, end=line.span.end, published=None)
    ]
    floor = _floor(text, mentions)
    if floor is None:
        why = "no date with a year stands in the article, so nothing bounds the day of writing"
        return Dating(published=None, stated=False, reasons=(why,))
    bounds = [floor, *_meetings(article, mentions), *_bare_months(text, mentions, floor)]
    days, reasons = floor.days, [floor.why]
    for bound in bounds[1:]:
        common = _common(days, bound.days)
        if common is None:
            reasons.append(f"left out, since it contradicts the others: {bound.why}")
            continue
        days = common
        reasons.append(bound.why)
    reasons.extend(_weekday_reasons(article, days))
    return Dating(published=_as_timespan(days), stated=False, reasons=tuple(reasons))


def _floor(text: str, mentions: Sequence[tuple[PageLine, TimeMention]]) -> _Bound | None:
    """Return the bound by the latest day, month or year that is told as past."""
    past = [
        (time.when.start.date(), line, time)
        for line, time in mentions
        if time.when is not None
        and time.when.start is not None
        and not looks_ahead(text, line.span.start, line.span.end, time.span.start, time.span.end)
    ]
    if not past:
        return None
    first, line, time = max(past, key=lambda item: (item[0], -item[2].span.start))
    kind = "caption" if line.label is LineLabel.CAPTION else "line"
    return _Bound(
        Days(first, None),
        f"written on or after {first}: a {kind} tells of {time.span.quote!r} as past",
    )


def _meetings(
    article: Sequence[PageLine], mentions: Sequence[tuple[PageLine, TimeMention]]
) -> list[_Bound]:
    """Return bounds by "last month", said of what a caption dates to the day."""
    captions = {
        time.when.start.date(): line
        for line, time in mentions
        if line.label is LineLabel.CAPTION
        and time.when is not None
        and time.when.start is not None
        and time.when.precision is Precision.DAY
    }
    found = []
    for line in article:
        if line.label is not LineLabel.BODY:
            continue
        for sentence in _SENTENCE.finditer(line.span.quote):
            told = _LAST_UNIT.search(sentence[0])
            if told is None:
                continue
            for day, caption in sorted(captions.items()):
                shared = _names(sentence[0]) & _names(caption.span.quote)
                if len(shared) >= SHARED_NAMES:
                    found.append(_month_bound(told[0], day, shared))
    return found[:1]


def _month_bound(words: str, day: date, shared: set[str]) -> _Bound:
    later = 1 if words.startswith("last") else 0
    start = months_from(day.replace(day=1), later)
    names = ", ".join(sorted(shared))
    return _Bound(
        month_of(start.year, start.month),
        f"written in {start:%Y-%m}: {words!r} is said beside what a caption dates to {day} "
        f"(both name {names}); taken for the same month",
    )


def _names(text: str) -> set[str]:
    return set(_NAME.findall(text)) - set(_MONTH_NAME.findall(text)) - set(_WEEKDAY.findall(text))


def _bare_months(
    text: str, mentions: Sequence[tuple[PageLine, TimeMention]], floor: _Bound
) -> list[_Bound]:
    """Return bounds by months without a year, told as past: written after them, and not long."""
    known = floor.days.first
    found = []
    for line, time in mentions:
        bare = time.when is None and _MONTH_NAME.search(time.span.quote) is not None
        span = line.span
        if known is None or not bare:
            continue
        if looks_ahead(text, span.start, span.end, time.span.start, time.span.end):
            continue
        bound = _bare_month(text, time, known)
        if bound is not None:
            found.append(bound)
    return found


def _bare_month(text: str, time: TimeMention, known: date) -> _Bound | None:
    for year in (known.year - 1, known.year, known.year + 1):
        new_year = Timespan.day(year, 12, 31)
        told = find_times(text, start=time.span.start, end=time.span.end, published=new_year)
        if not told or told[0].when is None or told[0].when.start is None:
            return None
        first = (told[0].when.end or told[0].when.start).date()
        last = first + timedelta(days=BARE_MONTH_DAYS)
        # The latest dated day is taken to be no older than a bare month may be.
        if last >= known:
            return _Bound(
                Days(first, last),
                f"written from {first} to {last}: {time.span.quote!r} is told as past without its "
                "year, as people write for about half a year",
            )
    return None


def _common(one: Days, other: Days) -> Days | None:
    first = max((d for d in (one.first, other.first) if d is not None), default=None)
    last = min((d for d in (one.last, other.last) if d is not None), default=None)
    if first is not None and last is not None and first > last:
        return None
    return Days(first, last)


def _weekday_reasons(article: Sequence[PageLine], days: Days) -> list[str]:
    """Return the days of writing that the last weekday in the news would allow; no bound."""
    named = [
        found
        for line in article
        if line.label is LineLabel.BODY
        for found in _WEEKDAY.findall(line.span.quote)
    ]
    if not named or days.first is None or days.last is None:
        return []
    if (days.last - days.first).days > LISTED_DAYS:
        return []
    wanted = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun").index(
        named[0].removesuffix("day")
    )
    candidates = [
        days.first + timedelta(days=n)
        for n in range((days.last - days.first).days + 1)
        if (days.first + timedelta(days=n)).weekday() == wanted
    ]
    listed = ", ".join(f"{day:%d}".lstrip("0") for day in candidates)
    why = f"the first weekday in the article is {named[0]}: any of the days {listed} may be meant"
    return [f"{why}, so it narrows nothing"]


def _as_timespan(days: Days) -> Timespan:
    if days.first is not None and days == Days(*_ends(month_of(days.first.year, days.first.month))):
        return month_of(days.first.year, days.first.month).as_timespan()
    if days.first is not None and days.first == days.last:
        return Timespan.day(days.first.year, days.first.month, days.first.day)
    return days.as_timespan()


def _ends(days: Days) -> tuple[date | None, date | None]:
    return days.first, days.last
