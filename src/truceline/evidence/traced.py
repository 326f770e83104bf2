"""Traced: what a ledger holds of some keys, found by their tokens and not by reading the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from truceline.errors import LedgerDamaged
from truceline.evidence.ledger import Entry, EntryKind
from truceline.evidence.record import from_record

if TYPE_CHECKING:
    from truceline.evidence.sealed import SealedLedger
    from truceline.evidence.stores.store import Row

_Noun = TypeVar("_Noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The entries of one key, by their index: ``own`` have it, ``withdrawals`` took it away.

    ``stands`` is the one that stands now; None where none does.
    """

    own: tuple[int, ...] = ()
    withdrawals: tuple[int, ...] = ()
    stands: int | None = None


def traced(ledger: SealedLedger, kind: EntryKind, keys: Iterable[str]) -> Mapping[str, Trace]:
    """Return the trace of each key of a kind; an empty one where it was never recorded."""
    tokens = {key: ledger.keys.token(kind.value, key) for key in keys}
    owners: dict[bytes, list[Row]] = {token: [] for token in tokens.values()}
    takers: dict[bytes, list[Row]] = {token: [] for token in tokens.values()}
    for row in ledger.store.touching(owners.keys()):
        if row.token in owners:
            owners[row.token].append(row)
        if row.supersedes is not None and row.supersedes in takers:
            takers[row.supersedes].append(row)
    return {key: _trace(ledger, owners[token], takers[token]) for key, token in tokens.items()}


def entry_at(ledger: SealedLedger, index: int) -> Entry:
    """Return the entry at an index that a trace gave.

    Raises:
        LedgerDamaged: it is gone, or not what was recorded.
    """
    rows = ledger.store.rows(after=index - 1, size=index + 1, limit=1)
    if not rows:
        raise LedgerDamaged(f"{ledger.store.place}: entry {index} is missing")
    return ledger.entry(rows[0])


def standing_entry(ledger: SealedLedger, kind: EntryKind, key: str) -> Entry | None:
    """Return the entry of a key that stands now; None where none does."""
    index = traced(ledger, kind, [key])[key].stands
    return None if index is None else entry_at(ledger, index)


def standing_noun(
    ledger: SealedLedger, kind: EntryKind, key: str, cls: type[_Noun]
) -> _Noun | None:
    """Return what stands under a key, as a noun; None where nothing does."""
    entry = standing_entry(ledger, kind, key)
    return None if entry is None else from_record(cls, entry.record)


def _trace(ledger: SealedLedger, own: list[Row], takers: list[Row]) -> Trace:
    withdrawals = [row for row in takers if row.kind == EntryKind.WITHDRAWAL.value]
    last = own[-1] if own else None
    stands = (
        last is not None
        # A backup from before an erasure holds the body still, and its key is gone.
        and last.body is not None
        and not ledger.keys.was_destroyed(last.entry_index)
        and all(row.entry_index <= last.entry_index for row in takers)
    )
    return Trace(
        own=tuple(row.entry_index for row in own),
        withdrawals=tuple(row.entry_index for row in withdrawals),
        stands=last.entry_index if last is not None and stands else None,
    )
