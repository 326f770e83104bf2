"""Copy rows: a ledger from one store to another, entry by entry, with every root kept.

Leaves, bodies and tree are moved as they are; nothing is decrypted, nothing takes another form.
What the target holds already must be the beginning of the source, so a copy that was broken off
goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import LedgerDamaged, TrucelineError
from truceline.evidence.leaf import erases_of
from truceline.evidence.rehash import is_as_recorded
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores.store import Head, Store
from truceline.evidence.tree import grown, leaf_hash, root_of_peaks

# Rows in one transaction of the target: some megabytes, and a second of work at the most.
PAGE_ROWS = 1_000


def copied(source: Store, target: Store) -> Iterator[int]:
    """Copy what the target lacks; yield, page by page, how many entries it holds now.

    The source's writers are kept waiting until the copy is whole, so that it has one last entry.

    Raises:
        TrucelineError: the target holds another ledger, or more than the source.
        LedgerDamaged: an entry of the source is not what was recorded; it is not copied.
    """
    with source.writing() as head:
        at = _beginning(source, head, target)
        yield at.size
        reader = SealedLedger(source, None)
        erased = reader.erased(size=head.size)
        while at.size < head.size:
            rows = source.rows(after=at.size - 1, size=head.size, limit=PAGE_ROWS)
            for number, row in enumerate(rows, start=at.size):
                if row.entry_index != number or not is_as_recorded(row, erased):
                    raise LedgerDamaged(
                        f"{source.place}: entry {number} is not what was recorded; "
                        "nothing from it on was copied"
                    )
            peaks = grown(at.peaks, at.size, (row.leaf_hash for row in rows))
            after = Head(at.size + len(rows), tuple(peaks), rows[-1].recorded_at)
            with target.writing() as found:
                if found != at:
                    raise TrucelineError(f"{target.place}: somebody else writes there meanwhile")
                target.add(rows, after)
                # An erasure may have come after a copy of the body that it took away.
                if gone := [index for row in rows for index in erases_of(row.leaf)]:
                    target.erase(gone)
            at = after
            yield at.size
        if at.peaks != head.peaks:
            raise LedgerDamaged(f"{source.place}: its tree is not that of its entries")


def _beginning(source: Store, head: Head, target: Store) -> Head:
    """Return the target's head, which must be one that the source once had."""
    at = target.head()
    if at.size > head.size:
        raise TrucelineError(
            f"{target.place} holds {at.size} entries, and {source.place} only {head.size}; "
            "it is another ledger, or a newer state of this one"
        )
    hashes = source.leaf_hashes(0, at.size)
    if root_of_peaks(grown([], 0, hashes)) != at.root:
        raise TrucelineError(
            f"{target.place} holds another ledger: its {at.size} entries are not the first ones "
            f"of {source.place}; nothing was copied"
        )
    last = source.rows(after=at.size - 2, size=at.size, limit=1) if at.size else []
    if last and leaf_hash(last[0].leaf) != hashes[-1]:
        raise LedgerDamaged(f"{source.place}: entry {at.size - 1} is not what was recorded")
    return at
