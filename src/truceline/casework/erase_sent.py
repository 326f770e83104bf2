"""Erase sent: what contributors sent goes with the document that it became."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from typing import TYPE_CHECKING

from truceline.digest import Digest, digest_of_bytes

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile

_BUSY_S = 5.0


def erase_sent(case: Casefile, *, documents: Collection[str], digests: Collection[Digest]) -> int:
    """Erase the submissions that became these documents, or hold the same bytes; return how many.

    They lie beside the accounts, where the ledger's own erasure does not reach. Their bytes are
    overwritten, not only unlinked.
    """
    if not case.people_path.exists():
        return 0
    with closing(sqlite3.connect(case.people_path, timeout=_BUSY_S)) as store, store:
        store.execute("PRAGMA secure_delete = ON")
        there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'submission'"
        if store.execute(there).fetchone() is None:
            return 0
        # One by one, as files are large; a comment has no bytes, and is no document.
        going = [
            (id_,)
            for id_, document, data in store.execute("SELECT id, document, data FROM submission")
            if document in documents or (data and digest_of_bytes(bytes(data)) in digests)
        ]
        store.executemany("DELETE FROM submission WHERE id = ?", going)
    return len(going)
