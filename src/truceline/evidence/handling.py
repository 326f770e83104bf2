"""Handling: a mark on something in the ledger that says who may be shown it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    """How far something may go. RESTRICTED: to those who need it; EMBARGOED: not before a moment.

    OPEN takes an earlier mark back; that it was there stays on record.
    """

    OPEN = "open"
    EMBARGOED = "embargoed"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """One mark: ``of`` is the id of a document, claim, observation or coverage record.

    ``until`` is when an embargo ends, and None for the other levels. The latest mark of a thing
    holds, on every day that is asked about: what is protected today is protected in the past, too.
    ``document`` with ``start`` and ``end``, or with ``row``, is where the marked words stand, so
    that the mark holds when they are read anew under another id.
    """

    of: str
    level: Level
    until: datetime | None = None
    reason: str
    by: str
    at: datetime
    document: str | None = None
    start: int | None = None
    end: int | None = None
    row: int | None = None

    def level_at(self, moment: datetime) -> Level:
        """Return the level at a moment: an embargo that is over is open.

        >>> from datetime import UTC
        >>> at = datetime(2031, 6, 2, tzinfo=UTC)
        >>> mark = Handling(of="d-1", level=Level.EMBARGOED, until=at, reason="r", by="b", at=at)
        >>> mark.level_at(at), mark.level_at(datetime(2031, 6, 1, tzinfo=UTC))
        (<Level.OPEN: 'open'>, <Level.EMBARGOED: 'embargoed'>)
        """
        if self.level is Level.EMBARGOED and self.until is not None and moment >= self.until:
            return Level.OPEN
        return self.level
