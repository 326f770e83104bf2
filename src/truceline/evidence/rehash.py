"""Rehash: every leaf and body of a ledger hashed anew, on several cores where it is large."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from truceline.errors import LedgerDamaged
from truceline.evidence.leaf import body_digest_of, says
from truceline.evidence.stores.store import Head, Row, Store
from truceline.evidence.tree import grown, leaf_hash

# Entries of one piece of work, a power of two, so that a whole piece is a full subtree.
PIECE = 1 << 15

# Below so many entries (some two seconds) starting processes costs more than they save.
WORTH_SHARING = 200_000

_PAGE_ROWS = 2_000


def peaks_of(
    store: Store, head: Head, *, erased: frozenset[int], workers: int | None = None
) -> tuple[bytes, ...]:
    """Return the roots of the full subtrees of a ledger, every entry read, hashed and compared.

    The store itself is checked too, page by page where it is a file.

    Args:
        workers: How many processes share the work; None takes as many as there are cores where
            the ledger is large and they can open it too, and one elsewhere.

    Raises:
        LedgerDamaged: an entry is missing or not what was recorded, or the store is damaged.
    """
    starts = range(0, head.size, PIECE)
    if workers is None:
        workers = min(os.cpu_count() or 1, 8) if head.size >= WORTH_SHARING else 1
    opener = store.opener()
    if workers < 2 or opener is None:
        pieces: Iterator[list[bytes]] = (
            _peaks_of_piece(store, start, min(start + PIECE, head.size), erased) for start in starts
        )
        peaks = _joined(pieces, head.size)
        store.check()
        return peaks
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # The check of the file itself goes on beside: it is one piece of work that cannot be cut.
        sound = pool.submit(_checked_elsewhere, opener)
        futures = [
            pool.submit(_piece_elsewhere, opener, start, min(start + PIECE, head.size), erased)
            for start in starts
        ]
        try:
            peaks = _joined((future.result() for future in futures), head.size)
            sound.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        return peaks


def is_as_recorded(row: Row, erased: frozenset[int]) -> bool:
    """Return whether every column of a row follows from its leaf, and the body is the one named."""
    if leaf_hash(row.leaf) != row.leaf_hash or not columns_match(row):
        return False
    if row.body is None:
        return row.entry_index in erased
    return hashlib.sha256(row.body).hexdigest() == body_digest_of(row.leaf)


def columns_match(row: Row) -> bool:
    """Return whether the leaf of a row says what its columns say."""
    return says(
        row.leaf,
        kind=row.kind,
        token=row.token,
        supersedes=row.supersedes,
        request=row.request,
        recorded_at=row.recorded_at,
    )


def _joined(pieces: Iterator[list[bytes]], size: int) -> tuple[bytes, ...]:
    peaks: list[bytes] = []
    for number, piece in enumerate(pieces):
        # A whole piece is one full subtree, and joins as a leaf does, some levels higher.
        peaks = grown(peaks, number, piece) if (number + 1) * PIECE <= size else peaks + piece
    return tuple(peaks)


def _piece_elsewhere(
    opener: Callable[[], Store], start: int, stop: int, erased: frozenset[int]
) -> list[bytes]:
    store = opener()
    try:
        return _peaks_of_piece(store, start, stop, erased)
    finally:
        store.close()


def _checked_elsewhere(opener: Callable[[], Store]) -> None:
    store = opener()
    try:
        store.check()
    finally:
        store.close()


def _peaks_of_piece(store: Store, start: int, stop: int, erased: frozenset[int]) -> list[bytes]:
    peaks: list[bytes] = []
    expected = start
    while expected < stop:
        rows = store.rows(after=expected - 1, size=stop, limit=_PAGE_ROWS)
        if not rows:
            raise LedgerDamaged(f"{store.place}: entry {expected} is missing")
        hashes = []
        for row in rows:
            if row.entry_index != expected:
                raise LedgerDamaged(f"{store.place}: entry {expected} is missing")
            if not is_as_recorded(row, erased):
                raise LedgerDamaged(f"{store.place}: entry {expected} is not what was recorded")
            hashes.append(row.leaf_hash)
            expected += 1
        peaks = grown(peaks, expected - start - len(rows), hashes)
    return peaks
