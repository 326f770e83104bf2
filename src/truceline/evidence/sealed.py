"""Sealed ledger: entries under a Merkle tree, encrypted one by one, in whatever store they lie.

What is stored, hashed and encrypted is written down in docs/explain/ledger-form.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from truceline.digest import Digest
from truceline.errors import LedgerDamaged, TrucelineError
from truceline.evidence.append import append_each
from truceline.evidence.erase import erase_entries
from truceline.evidence.keys import Keys
from truceline.evidence.leaf import clock_of, columns_of, erases_of, opened
from truceline.evidence.ledger import (
    PAGE_ENTRIES,
    Appended,
    Appends,
    Draft,
    Entry,
    EntryKind,
    EntryPage,
    Reason,
    Submission,
)
from truceline.evidence.moment import moment_of, moment_text
from truceline.evidence.page_of_rows import page_of_rows, rows_up_to
from truceline.evidence.rehash import columns_match, peaks_of
from truceline.evidence.stores.store import Row, Store
from truceline.evidence.tree import leaf_hash

# Rows fetched at a time. Between two pages no lock is held, so a slow reader stops no writer.
_PAGE_ROWS = 500


class SealedLedger:
    """A ledger over a store; see ``truceline.evidence.ledger.Ledger`` for the promises.

    ``keys`` None: the ledger can be verified and proved, and not read.
    ``not_before`` is the time of the last checkpoint: nothing is recorded before it.
    ``writer`` appends in its place where several threads share one (``evidence/group.py``).
    ``heed`` is called after an append whose clock lay behind, so that the door can say so.
    """

    def __init__(
        self,
        store: Store,
        keys: Keys | None,
        *,
        not_before: datetime | None = None,
        writer: Appends | None = None,
        heed: Callable[[Appended], None] | None = None,
    ) -> None:
        self.store = store
        self._keys = keys
        self._writer = writer
        self._heed = heed
        self._not_before = "" if not_before is None else moment_text(not_before)
        if keys is not None:
            self._finish_erasures(keys)

    @property
    def keys(self) -> Keys:
        """Return the keys.

        Raises:
            LedgerDamaged: the ledger was opened without them.
        """
        if self._keys is None:
            raise LedgerDamaged(f"{self.store.place} was opened without its keys")
        return self._keys

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        author: str,
        recorded_at: datetime,
        request: str | None = None,
    ) -> Appended:
        """Append all drafts or none, durably; when this returns they are kept.

        A draft whose kind and key were ever recorded is known and left out, so that reading a
        document again never brings back what was superseded, withdrawn or erased. A draft that
        supersedes is recorded unless it stands already; what it supersedes must stand.

        Args:
            request: A name of the caller's for this append. Asked again with the same name, after
                an answer that got lost, it records nothing anew.

        Raises:
            NotFound: a draft supersedes or withdraws what does not stand.
            RequestReused: the request was recorded with other drafts.
            TypeError: a record holds what a record cannot hold. Nothing is recorded then.
            ValueError: ``recorded_at`` has no time zone.
        """
        done: Appended | Exception
        if self._writer is not None:
            done = self._writer.append(
                drafts, author=author, recorded_at=recorded_at, request=request
            )
        else:
            (done,) = self.append_each(
                [Submission(drafts=drafts, author=author, recorded_at=recorded_at, request=request)]
            )
        if isinstance(done, Exception):
            raise done
        if done.behind and self._heed is not None:
            self._heed(done)
        return done

    def append_each(self, asked: Sequence[Submission]) -> list[Appended | Exception]:
        """Record several appends in one transaction, each all or none; one commit keeps them all.

        Returns:
            What became of each, in order: what it did, or why it was refused, as ``append`` would
            have raised it. A refusal takes nothing from the others.
        """
        return append_each(self.store, self.keys, asked, not_before=self._not_before)

    def erase(
        self,
        targets: Sequence[tuple[EntryKind, str]],
        *,
        reason: Reason,
        approved_by: Sequence[str],
        author: str,
        recorded_at: datetime,
    ) -> int:
        """Erase entries for good: every version with these kinds and keys, and their withdrawals.

        Body and secret are destroyed; what stays is the leaf, whose commitments open no more, and
        an entry that says which were erased, why, and by whom. All proofs still hold. What was
        disclosed before is not called back.

        Returns:
            How many entries were erased; 0 where there was nothing left to erase.

        Raises:
            ValueError: fewer than two people stand behind it.
        """
        return erase_entries(
            self.store,
            self.keys,
            targets,
            approved_by=approved_by,
            reason=reason,
            author=author,
            recorded_at=recorded_at,
            not_before=self._not_before,
        )

    def entries(
        self,
        *,
        kind: EntryKind | None = None,
        as_of: datetime | None = None,
        size: int | None = None,
    ) -> Iterator[Entry]:
        """Yield entries in order, superseded and erased ones too, as recorded up to ``as_of``.

        ``size`` bounds the view to the first so many entries: those of a checkpoint.
        """
        return self._select(kind, as_of, size, standing=False)

    def standing(
        self, *, kind: EntryKind, as_of: datetime | None = None, size: int | None = None
    ) -> Iterator[Entry]:
        """Yield the entries of a kind that stood on a day: not superseded, withdrawn or erased."""
        return self._select(kind, as_of, size, standing=True)

    def page(
        self,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = PAGE_ENTRIES,
        kind: EntryKind | None = None,
        as_of: datetime | None = None,
        standing: bool = False,
    ) -> EntryPage:
        """Return at most ``limit`` entries, newest first, at the cost of a page and not of all.

        Raises:
            ValueError: both ``before`` and ``after`` are given, or the limit is below one.
        """
        found = page_of_rows(
            self.store,
            before=before,
            after=after,
            limit=limit,
            kind=None if kind is None else kind.value,
            as_of=None if as_of is None else moment_text(as_of),
            standing=standing,
        )
        entries = [self.entry(row) for row in found.rows]
        # A backup from before an erasure holds the body still, and its key is gone.
        kept = tuple(one for one in entries if not (standing and one.erased))
        return EntryPage(entries=kept, older=found.older, newer=found.newer)

    def size(self) -> int:
        """Return the number of entries."""
        return self.store.head().size

    def count(self, kind: EntryKind) -> int:
        """Return how many entries of a kind were ever recorded, standing or not."""
        return self.store.count(kind.value)

    def latest(self) -> datetime | None:
        """Return the recorded time of the last entry; None where there is none."""
        latest = self.store.head().latest
        return None if latest is None else moment_of(latest)

    def recorded_up_to(self, moment: datetime) -> int:
        """Return how many entries were recorded up to a moment: always the first so many."""
        return rows_up_to(self.store, moment_text(moment), size=self.size())

    def clocked_up_to(self, moment: datetime, *, after: int) -> int:
        """Return how many entries from index ``after`` on were made by a moment by their clocks."""
        last = moment_text(moment)
        rows = self._pages(size=self.size(), after=after - 1)
        return sum(clock_of(row.leaf) <= last for row in rows)

    def root(self) -> bytes:
        """Return the root of the tree as it is stored; ``verify`` tells whether it is true."""
        return self.store.head().root

    def verify(self) -> int:
        """Hash every leaf and body anew, and the tree; return how many entries there are.

        Finds a change to any column, a body that is missing and not erased, a gap, and a page of
        the file that is out of order. Who recomputes every hash, or cuts entries off at the end,
        is found with a checkpoint that was kept elsewhere (``evidence/audit.py``).

        Raises:
            LedgerDamaged: at the first entry that is not what was recorded.
        """
        head = self.store.head()
        peaks = peaks_of(self.store, head, erased=self.erased(size=head.size))
        if peaks != head.peaks:
            raise self._damage("the root of the tree is not that of its entries")
        return head.size

    def erased(self, *, size: int) -> frozenset[int]:
        """Return the indexes whose bodies erasures took away, below a size."""
        rows = self._pages(size=size, kind=EntryKind.ERASURE.value)
        return frozenset(index for row in rows for index in erases_of(row.leaf))

    def close(self) -> None:
        """Let go of the store and the keys."""
        self.store.close()
        if self._keys is not None:
            self._keys.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def entry(self, row: Row) -> Entry:
        """Return a stored row as an entry.

        Raises:
            LedgerDamaged: it is not what was recorded.
        """
        columns = columns_of(row.leaf)
        if columns is None or not columns_match(row):
            raise self._damage(f"entry {row.entry_index} is not what was recorded")
        secret = self.keys.secret(row.entry_index)
        plain: dict[str, object] = {"author": "", "key": "", "record": {}, "supersedes": None}
        # A backup from before an erasure holds the body still, and its key is gone.
        erased = row.body is None or self.keys.was_destroyed(row.entry_index)
        if row.body is not None and not erased:
            if secret is None:
                raise self._damage(f"entry {row.entry_index} has no key, and nothing erased it")
            try:
                plain = opened(row.leaf, row.body, rec=columns.rec, secret=secret)
            except LedgerDamaged as error:
                raise self._damage(f"entry {row.entry_index} {error}") from None
        return Entry(
            index=row.entry_index,
            kind=self._kind(columns.kind, row.entry_index),
            key=str(plain["key"]),
            record=plain["record"],  # type: ignore[arg-type]
            supersedes=plain["supersedes"],  # type: ignore[arg-type]
            author=str(plain["author"]),
            recorded_at=moment_of(columns.recorded_at),
            digest=Digest(f"sha256:{leaf_hash(row.leaf).hex()}"),
            rec=columns.rec,
            clock=moment_of(clock_of(row.leaf)),
            erased=erased,
        )

    def _select(
        self, kind: EntryKind | None, as_of: datetime | None, size: int | None, *, standing: bool
    ) -> Iterator[Entry]:
        # The size at the start bounds the view: what is appended while it is read is not in it.
        held = self.size()
        rows = self._pages(
            size=held if size is None else min(size, held),
            kind=None if kind is None else kind.value,
            as_of=None if as_of is None else moment_text(as_of),
            standing=standing,
        )
        for row in rows:
            entry = self.entry(row)
            if not (standing and entry.erased):
                yield entry

    def _pages(
        self,
        *,
        size: int,
        kind: str | None = None,
        as_of: str | None = None,
        standing: bool = False,
        after: int = -1,
    ) -> Iterator[Row]:
        while True:
            page = self.store.rows(
                after=after, size=size, limit=_PAGE_ROWS, kind=kind, as_of=as_of, standing=standing
            )
            yield from page
            if len(page) < _PAGE_ROWS:
                return
            after = page[-1].entry_index

    def _finish_erasures(self, keys: Keys) -> None:
        """Destroy the secrets of what was erased, where a crash came between."""
        keys.destroy(self.erased(size=self.size()))

    def _kind(self, kind: str, index: int) -> EntryKind:
        try:
            return EntryKind(kind)
        except ValueError:
            # It lies under the hash of its leaf, so it was recorded so: by a newer version.
            raise TrucelineError(
                f"{self.store.place}: entry {index} is of the kind {kind!r}, which this Truceline "
                "does not know; use a newer Truceline. It can be verified with this one"
            ) from None

    def _damage(self, what: str) -> LedgerDamaged:
        return LedgerDamaged(f"{self.store.place}: {what}")
