"""Requested: what an append recorded that was asked for under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.evidence.intake import REQUEST

if TYPE_CHECKING:
    from truceline.evidence.ledger import Entry
    from truceline.evidence.sealed import SealedLedger


def requested(ledger: SealedLedger, request: str) -> tuple[Entry, ...]:
    """Return the entries that appends of this name recorded, in order, erased ones too.

    Raises:
        LedgerDamaged: one of them is not what was recorded.
    """
    rows = ledger.store.requested(ledger.keys.token(REQUEST, request))
    return tuple(ledger.entry(row) for row in rows)
