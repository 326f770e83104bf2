"""View: what stands in a ledger on a day, as nouns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from truceline.errors import LedgerDamaged
from truceline.evidence.ledger import EntryKind, Ledger
from truceline.evidence.record import from_record

Noun = TypeVar("Noun")


def standing(
    ledger: Ledger,
    kind: EntryKind,
    cls: type[Noun],
    *,
    as_of: datetime | None = None,
    size: int | None = None,
) -> Iterator[Noun]:
    """Yield the nouns of a kind that stood on a day, in the order of their entries.

    Without ``as_of`` that day is now, whatever the clock says: everything recorded counts.
    ``size`` bounds the view to the first so many entries: those of a checkpoint.

    Raises:
        LedgerDamaged: an entry is not what was recorded, or does not fit the noun.
    """
    for entry in ledger.standing(kind=kind, as_of=as_of, size=size):
        try:
            yield from_record(cls, entry.record)
        except LedgerDamaged as error:
            raise LedgerDamaged(f"entry {entry.index} ({kind} {entry.key}): {error}") from None
