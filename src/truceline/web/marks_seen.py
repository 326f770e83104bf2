"""Marks seen: the marks of what a person may see; whether a new one would lower what is there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from truceline.evidence.handling import Handling, Level

if TYPE_CHECKING:
    from truceline.web.view import View

_ORDER = (Level.OPEN, Level.EMBARGOED, Level.RESTRICTED)


def marks_seen(view: View) -> dict[str, Handling]:
    """Return the marks of what this person may see, by the id of what is marked."""
    from truceline.casework.marks import marks_of
    from truceline.casework.sight import hides

    def work() -> dict[str, Handling]:
        if not view.sight.clearance.anything:
            return {}
        return {mark.of: mark for mark in marks_of(view.case) if not hides(mark, view.sight)}

    return view.shelf.get(("marks seen", view.states.now(view.path), view.sight), work)


def is_lower(level: Level, until: datetime | None, *, than: Handling | None, at: datetime) -> bool:
    """Return whether a mark would let more people see something, or see it sooner.

    >>> moment = datetime(2031, 6, 2)
    >>> is_lower(Level.OPEN, None, than=None, at=moment)
    False
    """
    if than is None:
        return False
    before = than.level_at(at)
    if level is before is Level.EMBARGOED:
        return until is not None and than.until is not None and until < than.until
    return _ORDER.index(level) < _ORDER.index(before)
