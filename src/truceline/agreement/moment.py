"""Moment: an event that deadlines count from, on the clock of the place where it happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from truceline.errors import TimespanInvalid
from truceline.timespan import Precision, Timespan

# "The morning after" ends at noon by the clock of the place.
MORNING_ENDS = time(12)

_LOCAL = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<clock>\d{2}:\d{2}))?(?: (?P<zone>[A-Za-z][\w/+-]*))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event that something waits for. ``at`` is None where ``pending`` says why."""

    id: str
    title: str
    at: Timespan | None = None
    pending: str | None = None
    source: str = ""


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone with its history.

    Raises:
        TimespanInvalid: there is no zone of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TimespanInvalid(f"no time zone is called {name!r}") from None


def local_span(text: str, *, clock: ZoneInfo | None) -> Timespan:
    """Return the day or minute that a text names, by the clock of a place.

    A zone in the text ("1974-06-05 Asia/Damascus") stands before the clock. Without either, and
    for every other form, the text is read as ``Timespan.parse`` reads it.

    Raises:
        TimespanInvalid: no such day or zone, or a time that the clock skipped or showed twice.

    >>> local_span("2024-11-27T04:00 Asia/Beirut", clock=None).start.isoformat()
    '2024-11-27T02:00:00+00:00'
    >>> local_span("1974-06-05", clock=zone_of("Asia/Damascus")).start.isoformat()
    '1974-06-04T21:00:00+00:00'
    """
    match = _LOCAL.fullmatch(text.strip())
    zone = zone_of(match["zone"]) if match and match["zone"] else clock
    if match is None or zone is None:
        return Timespan.parse(text)
    try:
        day = date.fromisoformat(match["day"])
        if match["clock"] is None:
            start, end = _utc(day, time(), zone), _utc(day + timedelta(days=1), time(), zone)
            return Timespan(start, end, Precision.INTERVAL)
        start = _utc(day, time.fromisoformat(match["clock"]), zone, exact=True)
    except (ValueError, OverflowError) as error:
        if isinstance(error, TimespanInvalid):
            raise
        raise TimespanInvalid(f"there is no day {text!r}: {error}") from None
    return Timespan(start, start + timedelta(minutes=1), Precision.MINUTE)


def morning_after(moment: datetime, *, zone: ZoneInfo) -> datetime:
    """Return noon, by the clock of a place, of the day after a moment.

    >>> signed = datetime(1974, 6, 5, 9, tzinfo=UTC)
    >>> morning_after(signed, zone=zone_of("Asia/Damascus")).isoformat()
    '1974-06-06T09:00:00+00:00'
    """
    return _utc(moment.astimezone(zone).date() + timedelta(days=1), MORNING_ENDS, zone)


def _utc(day: date, clock: time, zone: ZoneInfo, *, exact: bool = False) -> datetime:
    local = datetime.combine(day, clock, tzinfo=zone)
    moment = local.astimezone(UTC)
    if exact:
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise TimespanInvalid(f"the clocks of {zone.key} skipped {day} {clock:%H:%M}")
        if local.replace(fold=1).utcoffset() != local.utcoffset():
            raise TimespanInvalid(
                f"the clocks of {zone.key} showed {day} {clock:%H:%M} twice; give the offset"
            )
    return moment
