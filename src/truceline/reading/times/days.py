"""Days: arithmetic on runs of days, the ground under times in words."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from truceline.timespan import Precision, Timespan

# Parts of a month: early to the 10th, mid to the 20th, late from the 21st (the convention of the
# annotation guidelines that the reader is measured by).
EARLY_ENDS, MID_ENDS = 10, 20


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends included; ``None`` is open."""

    first: date | None
    last: date | None
    precision: Precision = Precision.INTERVAL

    def as_timespan(self) -> Timespan:
        """Return the run as a half-open span in UTC.

        >>> str(Days(date(2018, 5, 21), date(2018, 5, 31)).as_timespan())
        '2018-05-21/2018-05-31'
        """
        start = None if self.first is None else _midnight(self.first)
        open_end = self.last is None or self.last == date.max
        end = None if open_end or self.last is None else _midnight(self.last + timedelta(days=1))
        return Timespan(start, end, self.precision)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def one_day(day: date) -> Days:
    """Return one day as a run."""
    return Days(day, day, Precision.DAY)


def month_of(year: int, month: int) -> Days:
    """Return the days of a month.

    >>> month_of(2016, 2).last
    datetime.date(2016, 2, 29)
    """
    return Days(
        date(year, month, 1),
        date(year, month, calendar.monthrange(year, month)[1]),
        Precision.MONTH,
    )


def year_of(year: int) -> Days:
    """Return the days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def week_of(day: date) -> Days:
    """Return the days from Monday to Sunday round a day."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6), Precision.WEEK)


def months_from(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where it has no such day.

    >>> months_from(date(2018, 3, 31), -1)
    datetime.date(2018, 2, 28)
    """
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def shifted(day: date, count: int, unit: str) -> date:
    """Return the day ``count`` units later (earlier if negative); hours count from full days.

    >>> shifted(date(2024, 6, 5), -2, "week")
    datetime.date(2024, 5, 22)
    """
    days = {"hour": int(count / 24), "week": 7 * count, "fortnight": 14 * count, "minute": 0}
    months = {"month": count, "quarter": 3 * count, "year": 12 * count, "decade": 120 * count}
    if unit in months:
        return months_from(day, months[unit])
    return day + timedelta(days=days.get(unit, count))


def unit_around(day: date, unit: str) -> Days:
    """Return the week, month, quarter or year that a day lies in; else the day itself."""
    match unit:
        case "week":
            return week_of(day)
        case "month":
            return month_of(day.year, day.month)
        case "quarter":
            start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return Days(start, months_from(start, 3) - timedelta(days=1), Precision.QUARTER)
        case "year":
            return year_of(day.year)
        case _:
            return one_day(day)


def part_of(run: Days, part: str) -> Days:
    """Return a part of a run: early, mid, late, first half, second half.

    Months part at the 10th and the 20th, other runs into thirds.

    >>> part_of(month_of(2018, 5), "late").first
    datetime.date(2018, 5, 21)
    >>> part_of(year_of(2018), "early").last
    datetime.date(2018, 4, 30)
    """
    if run.first is None or run.last is None:
        return run
    length = (run.last - run.first).days + 1
    if run.precision is Precision.MONTH:
        cuts = (EARLY_ENDS, MID_ENDS)
        middle = 15
    elif run.precision is Precision.YEAR:
        cuts = (
            (months_from(run.first, 4) - run.first).days,
            (months_from(run.first, 8) - run.first).days,
        )
        middle = (months_from(run.first, 6) - run.first).days
    else:
        cuts = (max(1, length // 3), max(1, 2 * length // 3))
        middle = max(1, length // 2)
    starts, ends = {
        "early": (0, cuts[0]),
        "mid": (cuts[0], cuts[1]),
        "late": (cuts[1], length),
        "first half": (0, middle),
        "second half": (middle, length),
    }[part]
    return Days(
        run.first + timedelta(days=min(starts, length - 1)),
        run.first + timedelta(days=max(ends, 1) - 1),
    )


def hull(one: Days, other: Days) -> Days:
    """Return the shortest run that holds both; an open end stays open."""
    if one == other:
        return one
    first = None if one.first is None or other.first is None else min(one.first, other.first)
    last = None if one.last is None or other.last is None else max(one.last, other.last)
    return Days(first, last)
