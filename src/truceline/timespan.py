"""Timespan: when, as an interval that knows how precise it is.

Half-open, in UTC, written in EDTF (ISO 8601-2): ``2017-04`` is all of April, ``2017-04/2017-06``
three months, ``2018-06-01/..`` from then on. A day without a zone is a day in UTC; the error of a
few hours that this makes is smaller than any period a finding is made for, and is said in reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from truceline.errors import TimespanInvalid
from truceline.sentence import say


class Precision(StrEnum):
    """How finely a source gave a time."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    INTERVAL = "interval"


_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})"
    r"(?:-(?P<day>\d{2})(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2}))?)?))?"
)
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Timespan:
    """From ``start`` up to, and without, ``end``; ``None`` is open.

    >>> Timespan.parse("2017-04").end.isoformat()
    '2017-05-01T00:00:00+00:00'
    >>> str(Timespan.parse("2014-08-27/2014-09-11"))
    '2014-08-27/2014-09-11'
    >>> Timespan.parse("2026-02-30")
    Traceback (most recent call last):
    truceline.errors.TimespanInvalid: there is no day '2026-02-30': day ...
    """

    start: datetime | None
    end: datetime | None
    precision: Precision = Precision.INTERVAL

    def __post_init__(self) -> None:
        for name, moment in (("start", self.start), ("end", self.end)):
            if moment is not None and moment.utcoffset() != timedelta(0):
                raise TimespanInvalid(f"{name} {moment} is not in UTC; pass an aware UTC datetime")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise TimespanInvalid(
                say(
                    "{start} does not come before {end}",
                    start=self.start.date(),
                    end=self.end.date(),
                )
            )

    @classmethod
    def parse(cls, text: str) -> Timespan:
        """Return the span that an EDTF text names.

        Accepts a year, month, quarter (``2013-Q2``), ISO week (``2026-W46``), day, a moment with a
        zone, or two of them joined by ``/``, where ``..`` is open. The last day named is included.

        Raises:
            TimespanInvalid: the text is none of these, or names a day that does not exist.

        >>> Timespan.parse("2013-Q2").end.date().isoformat()
        '2013-07-01'
        >>> Timespan.parse("2012-11-27T04:00+02:00").start.isoformat()
        '2012-11-27T02:00:00+00:00'
        """
        first, slash, last = text.strip().partition("/")
        if not slash:
            return cls._point(first)
        start = None if first in ("..", "") else cls._point(first).start
        end = None if last in ("..", "") else cls._point(last).end
        return cls(start, end, Precision.INTERVAL)

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Timespan:
        """Return one day in UTC.

        >>> str(Timespan.day(1974, 5, 31))
        '1974-05-31'
        """
        start = datetime(year, month, day, tzinfo=UTC)
        return cls(start, start + timedelta(days=1), Precision.DAY)

    @classmethod
    def _point(cls, text: str) -> Timespan:
        match = _POINT.fullmatch(text.strip())
        if match is None:
            raise TimespanInvalid(
                say(
                    "cannot read the date {text!r}; write 2017, 2017-04, 2017-Q2, 2017-W14, "
                    "2017-04-23, 2017-04-23T06:00Z, or two of them joined by '/'",
                    text=text,
                )
            )
        try:
            return cls._from_parts({name: part for name, part in match.groupdict().items() if part})
        except ValueError as error:
            if isinstance(error, TimespanInvalid):
                raise
            raise TimespanInvalid(
                say("there is no day {text!r}: {error}", text=text, error=error)
            ) from None

    @classmethod
    def _from_parts(cls, parts: dict[str, str]) -> Timespan:
        year = int(parts["year"])
        if "week" in parts:
            start = datetime.fromisocalendar(year, int(parts["week"]), 1).replace(tzinfo=UTC)
            return cls(start, start + timedelta(weeks=1), Precision.WEEK)
        if "hour" in parts:
            zone = parts["zone"].replace("Z", "+00:00")
            clock = f"{parts['hour']}:{parts['minute']}:{parts.get('second', '00')}"
            moment = f"{parts['year']}-{parts['month']}-{parts['day']}T{clock}{zone}"
            start = datetime.fromisoformat(moment).astimezone(UTC)
            return cls(start, start + timedelta(minutes=1), Precision.MINUTE)
        if "day" in parts:
            return cls.day(year, int(parts["month"]), int(parts["day"]))
        if "month" in parts:
            return cls._months(year, int(parts["month"]), Precision.MONTH)
        if "quarter" in parts:
            return cls._months(year, 3 * int(parts["quarter"]) - 2, Precision.QUARTER)
        return cls._months(year, 1, Precision.YEAR)

    @classmethod
    def _months(cls, year: int, month: int, precision: Precision) -> Timespan:
        start = datetime(year, month, 1, tzinfo=UTC)
        return cls(start, _months_later(start, _MONTHS_IN[precision.value]), precision)

    @property
    def is_open(self) -> bool:
        """Return whether the start or the end is open."""
        return self.start is None or self.end is None

    @property
    def seconds(self) -> float:
        """Return the length in seconds; infinite when open."""
        if self.start is None or self.end is None:
            return float("inf")
        return (self.end - self.start).total_seconds()

    def meets(self, other: Timespan) -> bool:
        """Return whether the two have any time in common.

        >>> Timespan.parse("2017-04").meets(Timespan.parse("2017-05"))
        False
        """
        if self.end is not None and other.start is not None and self.end <= other.start:
            return False
        return other.end is None or self.start is None or self.start < other.end

    def overlap(self, other: Timespan) -> Timespan | None:
        """Return what the two have in common, or None.

        >>> str(Timespan.parse("2017-04").overlap(Timespan.parse("2017-04-23/..")))
        '2017-04-23/2017-04-30'
        """
        if not self.meets(other):
            return None
        start = self.start if other.start is None else other.start
        if self.start is not None and start is not None:
            start = max(start, self.start)
        end = self.end if other.end is None else other.end
        if self.end is not None and end is not None:
            end = min(end, self.end)
        return Timespan(start, end, Precision.INTERVAL)

    def share_within(self, period: Timespan) -> float:
        """Return the share of this span that lies in a period, from 0.0 to 1.0.

        It is the probability that a moment drawn evenly from the span falls in the period. For an
        open span it is 1.0 where the period holds all of it, 0.0 where they do not meet, and
        otherwise not a number: nothing can be drawn evenly from an endless span.

        >>> Timespan.parse("2017").share_within(Timespan.parse("2017-Q1")) == 90 / 365
        True
        """
        common = self.overlap(period)
        if common is None:
            return 0.0
        if (common.start, common.end) == (self.start, self.end):
            return 1.0
        if self.is_open:
            return float("nan")
        return common.seconds / self.seconds

    def gap_to(self, other: Timespan) -> timedelta:
        """Return the time between the two; zero where they touch or overlap.

        >>> Timespan.parse("2017-04-01").gap_to(Timespan.parse("2017-04-03")).days
        1
        """
        gaps = [timedelta(0)]
        for earlier, later in ((self.end, other.start), (other.end, self.start)):
            if earlier is not None and later is not None:
                gaps.append(later - earlier)
        return max(gaps)

    def periods(self, step: str) -> Iterator[Timespan]:
        """Yield the weeks, months, quarters or years that this span touches, first to last.

        >>> [str(period) for period in Timespan.parse("2013-02/2013-04-02").periods("quarter")]
        ['2013-Q1', '2013-Q2']
        """
        if self.start is None or self.end is None:
            raise TimespanInvalid(say("{when} is open; name a first and a last day", when=self))
        precision = Precision(step)
        if precision is Precision.WEEK:
            monday = self.start.date() - timedelta(days=self.start.weekday())
            current = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
            while current < self.end:
                yield Timespan(current, current + timedelta(weeks=1), precision)
                current += timedelta(weeks=1)
            return
        months = _MONTHS_IN[precision.value]
        current = datetime(
            self.start.year, (self.start.month - 1) // months * months + 1, 1, tzinfo=UTC
        )
        while current < self.end:
            following = _months_later(current, months)
            yield Timespan(current, following, precision)
            current = following

    def __str__(self) -> str:
        if self.start is not None:
            match self.precision:
                case Precision.YEAR:
                    return f"{self.start:%Y}"
                case Precision.QUARTER:
                    return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
                case Precision.MONTH:
                    return f"{self.start:%Y-%m}"
                case Precision.WEEK:
                    year, week, _ = self.start.isocalendar()
                    return f"{year}-W{week:02d}"
                case Precision.DAY:
                    return f"{self.start:%Y-%m-%d}"
                case Precision.MINUTE:
                    return f"{self.start:%Y-%m-%dT%H:%MZ}"
                case Precision.INTERVAL:
                    pass
        return f"{_bound(self.start, last=False)}/{_bound(self.end, last=True)}"


def _bound(moment: datetime | None, *, last: bool) -> str:
    if moment is None:
        return ".."
    if moment.time() != datetime.min.time():
        return f"{moment - timedelta(minutes=1 if last else 0):%Y-%m-%dT%H:%MZ}"
    return f"{moment - timedelta(days=1 if last else 0):%Y-%m-%d}"


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    return moment.replace(year=moment.year + years, month=month + 1)
