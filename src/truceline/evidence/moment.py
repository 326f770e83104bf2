"""Moment: a point in time as text of a fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def moment_text(moment: datetime) -> str:
    """Return a moment in UTC at a fixed width, so that text order is time order.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"recorded_at {moment} has no time zone; pass an aware UTC datetime")
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive.isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """Return the moment that a text of ``moment_text`` stands for."""
    return datetime.fromisoformat(text)
