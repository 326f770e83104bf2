"""SQLite ledger: the append-only record in one file of the casefile, its keys in a second."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path

from truceline.errors import LedgerDamaged
from truceline.evidence.keys import Keys
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import write_ahead
from truceline.evidence.stores.sqlite_file import BUSY_TIMEOUT_S, create_file, open_file, told
from truceline.evidence.stores.sqlite_form import NEWEST_FORM, form_of
from truceline.evidence.stores.store import Head, Row
from truceline.evidence.stores.turn import Turn
from truceline.evidence.tree import HASH_BYTES, root_of_peaks

KEYS_SUFFIX = ".keys"

_COLUMNS = "entry.entry_index, leaf, leaf_hash, kind, token, supersedes, request, recorded_at, body"
# Whether there is a body, without fetching it.
_COLUMNS_WITHOUT_BODY = _COLUMNS.replace(
    ", body", ", CASE WHEN body.entry_index IS NULL THEN NULL ELSE x'' END"
)
_FROM = "FROM entry LEFT JOIN body ON body.entry_index = entry.entry_index"

# Of one token the latest entry stands, until something supersedes the token.
_STANDS = """body.entry_index IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM entry AS later INDEXED BY entry_by_token
    WHERE later.token = entry.token AND later.entry_index > entry.entry_index
      AND later.entry_index < :size AND later.recorded_at <= :as_of
) AND NOT EXISTS (
    SELECT 1 FROM entry AS later INDEXED BY entry_by_superseded
    WHERE later.supersedes = entry.token AND later.entry_index > entry.entry_index
      AND later.entry_index < :size AND later.recorded_at <= :as_of
)"""

# After every moment that can be written.
_ALWAYS = "9999-12-31T23:59:59.999999Z"

# The types that the columns of a row can have. Where a page was damaged SQLite gives back nothing,
# or text for bytes, whatever the schema says.
_OPTIONAL = (bytes, type(None))
_SHAPES = {
    (int, bytes, bytes, str, bytes, supersedes, request, str, body)
    for supersedes, request, body in product(_OPTIONAL, repeat=3)
}

# Names of values in one statement: below the lowest limit that SQLite was ever built with (999).
_TOKENS_AT_ONCE = 400


class SqliteStore:
    """Rows of a ledger in one SQLite file; see ``stores/store.py`` for the promises."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, log: bool = True) -> None:
        """Take over a connection; ``log`` False: a copy to be put away gets no write-ahead log."""
        self._connection = connection
        self.path = path
        self._log, self._erased = log, False
        # SQLite alone would let the same few of many writers through again and again.
        self._turn = Turn(path, timeout_s=BUSY_TIMEOUT_S)

    @classmethod
    def open(cls, path: Path) -> SqliteStore:
        """Open a ledger's file, its settings and its schema checked."""
        return cls(open_file(path), path)

    @property
    def place(self) -> str:
        """Return the path of the file."""
        return str(self.path)

    @contextmanager
    def writing(self) -> Iterator[Head]:
        """Hold the file alone; commit durably at the end of the block, or take all back."""
        with self._turn.taken() as alone:
            with told(self.path):
                write_ahead.refuse_unsafe(self._connection, self.path, alone=alone)
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._bring_up()
                yield self.head()
                with told(self.path):
                    self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            # The commit stands, whatever becomes of this.
            if self._erased:
                write_ahead.empty(self._connection)
                self._erased = False
            if self._log:
                write_ahead.turn_on(self._connection, alone=alone)

    def add(self, rows: Sequence[Row], head: Head) -> None:
        """Add rows at the end and write the head."""
        with told(self.path):
            self._connection.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row[:8] for row in rows)
            )
            self._connection.executemany(
                "INSERT INTO body VALUES (?, ?)",
                ((row.entry_index, row.body) for row in rows if row.body is not None),
            )
            self._connection.execute(
                "UPDATE head SET size = ?, peaks = ?, root = ?",
                (head.size, b"".join(head.peaks), head.root),
            )

    def erase(self, indexes: Sequence[int]) -> None:
        """Delete the bodies of entries; SQLite overwrites them (``secure_delete``)."""
        self._erased = True
        with told(self.path):
            self._connection.executemany(
                "DELETE FROM body WHERE entry_index = ?", ((index,) for index in indexes)
            )

    def head(self) -> Head:
        """Return the head as it is stored.

        Raises:
            LedgerDamaged: the stored root is not that of the stored peaks.
        """
        with told(self.path):
            found = self._connection.execute("SELECT size, peaks, root FROM head").fetchall()
            latest = self._connection.execute(
                "SELECT recorded_at FROM entry ORDER BY entry_index DESC LIMIT 1"
            ).fetchone()
        if len(found) != 1 or tuple(map(type, found[0])) != (int, bytes, bytes):
            raise LedgerDamaged(f"{self.path}: the head of the tree is missing")
        size, joined, root = found[0]
        peaks = tuple(joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES))
        if len(peaks) != size.bit_count() or root_of_peaks(peaks) != root:
            raise LedgerDamaged(f"{self.path}: the head of the tree is not what was recorded")
        return Head(size, peaks, None if latest is None else latest[0])

    def rows(
        self,
        *,
        size: int,
        after: int = -1,
        before: int | None = None,
        limit: int = 500,
        kind: str | None = None,
        as_of: str | None = None,
        standing: bool = False,
        newest_first: bool = False,
    ) -> list[Row]:
        """Return rows in order: index above ``after`` and below ``size``, at most ``limit``."""
        conditions = ["entry.entry_index > :after", "entry.entry_index < :before"]
        if kind == "erasure":
            conditions.append("kind = 'erasure'")  # spelled out, so that its index is used
        elif kind is not None:
            conditions.append("kind = :kind")
        if as_of is not None:
            conditions.append("recorded_at <= :as_of")
        if standing:
            conditions.append(_STANDS)
        query = (
            f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(conditions)} "
            f"ORDER BY entry.entry_index {'DESC' if newest_first else 'ASC'} LIMIT :limit"
        )
        values = {"after": after, "size": size, "limit": limit, "kind": kind}
        values["before"] = size if before is None else min(before, size)
        values["as_of"] = as_of or _ALWAYS
        return self._fetched(query, values)

    def count(self, kind: str) -> int:
        """Return how many entries of a kind were ever recorded."""
        with told(self.path):
            query = "SELECT coalesce(sum(entries), 0) FROM tally WHERE kind = ?"
            if form_of(self._connection) < NEWEST_FORM:
                query = "SELECT count(*) FROM entry WHERE kind = ?"
            (found,) = self._connection.execute(query, (kind,)).fetchone()
        return int(found)

    def touching(self, tokens: Collection[bytes]) -> list[Row]:
        """Return the entries that have one of the tokens or supersede one, in order."""
        wanted = sorted(tokens)
        found: dict[int, Row] = {}
        for at in range(0, len(wanted), _TOKENS_AT_ONCE):
            part = wanted[at : at + _TOKENS_AT_ONCE]
            marks = ", ".join("?" * len(part))
            for column in ("token", "supersedes"):
                query = f"SELECT {_COLUMNS_WITHOUT_BODY} {_FROM} WHERE {column} IN ({marks})"
                found.update((row.entry_index, row) for row in self._fetched(query, part))
        return [found[index] for index in sorted(found)]

    def requested(self, token: bytes) -> list[Row]:
        """Return the entries that one request recorded, in order."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE request = ? ORDER BY entry.entry_index"
        return self._fetched(query, [token])

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """Return stored leaf hashes from ``start`` up to, and without, ``stop``."""
        query = (
            "SELECT leaf_hash FROM entry WHERE entry_index >= ? AND entry_index < ? "
            "ORDER BY entry_index"
        )
        with told(self.path):
            hashes = [found for (found,) in self._connection.execute(query, (start, stop))]
        if not set(map(type, hashes)) <= {bytes}:
            raise LedgerDamaged(f"{self.path}: a leaf hash is not what was recorded")
        return hashes

    def check(self) -> None:
        """Check the file, page by page.

        Raises:
            LedgerDamaged: a page is out of order.
        """
        with told(self.path):
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
            counted = self._counted()
        if verdict != "ok":
            raise LedgerDamaged(f"{self.path}: the file is damaged ({verdict})")
        if not counted:
            raise LedgerDamaged(f"{self.path}: the tally of kinds is not that of its entries")

    def opener(self) -> Callable[[], SqliteStore] | None:
        """Return what opens the file again; None for a ledger in memory."""
        return partial(SqliteStore.open, self.path) if self.path.is_file() else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._turn.close()

    def _bring_up(self) -> None:
        if form_of(self._connection) < NEWEST_FORM:
            from truceline.evidence.stores.sqlite_upgrade import bring_up

            with told(self.path):
                bring_up(self._connection)

    def _counted(self) -> bool:
        if form_of(self._connection) < NEWEST_FORM:
            return True
        kept = self._connection.execute("SELECT kind, entries FROM tally ORDER BY kind").fetchall()
        query = "SELECT kind, count(*) FROM entry GROUP BY kind ORDER BY kind"
        return kept == self._connection.execute(query).fetchall()

    def _fetched(self, query: str, values: Sequence[object] | Mapping[str, object]) -> list[Row]:
        with told(self.path):
            rows = [Row._make(found) for found in self._connection.execute(query, values)]
        for row in rows:
            if tuple(map(type, row)) not in _SHAPES:
                raise LedgerDamaged(
                    f"{self.path}: entry {row.entry_index} is not what was recorded"
                )
        return rows


class SqliteLedger(SealedLedger):
    """A sealed ledger in an SQLite file, its keys beside it."""

    @classmethod
    def create(cls, path: Path) -> SqliteLedger:
        """Make an empty ledger and its keys where no file stands, and open it.

        Raises:
            FileExistsError: something stands there.
        """
        if path.exists():
            raise FileExistsError(f"{path} exists; a ledger is never made over another file")
        Keys.create(keys_path(path)).close()
        create_file(path)
        return cls.open(path)

    @classmethod
    def open(
        cls, path: Path, *, not_before: datetime | None = None, with_keys: bool = True
    ) -> SqliteLedger:
        """Open a ledger that stands; ``with_keys`` False: to verify it, not to read it.

        Raises:
            CasefileMissing: there is no file, or no keys.
            LedgerDamaged: the file is no ledger, or not as it was made.
        """
        store = SqliteStore(open_file(path), path)
        try:
            keys = Keys(keys_path(path)) if with_keys else None
            return cls(store, keys, not_before=not_before)
        except BaseException:
            store.close()
            raise


def keys_path(path: Path) -> Path:
    """Return where the keys of a ledger file lie."""
    return path.with_suffix(KEYS_SUFFIX)
