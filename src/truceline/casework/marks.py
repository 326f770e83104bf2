"""Marks: who may be shown what, as the marks of a casefile stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.evidence.handling import Handling
from truceline.evidence.ledger import EntryKind

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Ledger


def marks_in(ledger: Ledger) -> dict[str, Handling]:
    """Return the mark of each marked thing, by its id, as they stand now."""
    from truceline.evidence.view import standing

    return {mark.of: mark for mark in standing(ledger, EntryKind.HANDLING, Handling)}


def marks_of(case: Casefile) -> tuple[Handling, ...]:
    """Return every mark of a casefile as it stands now, in the order of the ids."""
    with case.ledger() as ledger:
        marks = marks_in(ledger)
    return tuple(marks[of] for of in sorted(marks))
