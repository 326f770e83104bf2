"""SQLite ledger: the append-only record in one file of the casefile."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from truceline.digest import Digest, canonical_bytes, digest_of_bytes
from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence.ledger import Appended, Draft, Entry, EntryKind
from truceline.evidence.stores.sqlite_file import create_file, open_file, told

_COLUMNS = "entry_index, kind, key, record, supersedes, author, recorded_at, digest"

# Rows fetched at a time. Between two pages no lock is held, so a slow reader stops no writer.
_PAGE_ROWS = 500

# Of one key the latest entry stands. Supersession is within a kind; a withdrawal names in its
# record the kind it takes away from.
_TAKEN_AWAY = """(EXISTS (
    SELECT 1 FROM entry AS later INDEXED BY entry_by_key
    WHERE later.kind = entry.kind AND later.key = entry.key
      AND later.entry_index > entry.entry_index
      AND later.entry_index < :size AND later.recorded_at <= :as_of
) OR EXISTS (
    SELECT 1 FROM entry AS later INDEXED BY entry_by_superseded
    WHERE later.supersedes = entry.key AND later.entry_index > entry.entry_index
      AND later.entry_index < :size AND later.recorded_at <= :as_of
      AND (later.kind = entry.kind
           OR later.kind = 'withdrawal' AND json_extract(later.record, '$.kind') = entry.kind)
))"""

# After every moment that can be written.
_ALWAYS = "9999-12-31T23:59:59.999999Z"

_Row = tuple[int, str, str, str, str | None, str, str, str]


class SqliteLedger:
    """A ledger in one SQLite file; see ``truceline.evidence.ledger.Ledger`` for the promises.

    ``as_of`` goes by the recorded time that each append was given; order goes by index. Where a
    clock was set back, ``Appended.behind`` says by how much, and nothing is altered.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def create(cls, path: Path) -> SqliteLedger:
        """Make an empty ledger where no file stands, and open it.

        Raises:
            FileExistsError: something stands there.
        """
        if path.exists():
            raise FileExistsError(f"{path} exists; a ledger is never made over another file")
        create_file(path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> SqliteLedger:
        """Open a ledger that stands.

        Raises:
            CasefileMissing: there is no file.
            LedgerDamaged: the file is no ledger, or not as it was made.
        """
        return cls(open_file(path), path)

    def append(self, drafts: Sequence[Draft], *, author: str, recorded_at: datetime) -> Appended:
        """Append all drafts or none, durably; when this returns they are kept.

        A draft whose kind and key were ever recorded is known and left out, so that reading a
        document again never brings back what was superseded or withdrawn. A draft that supersedes
        is recorded unless it stands already; what it supersedes must stand.

        Raises:
            NotFound: a draft supersedes or withdraws what does not stand.
            TypeError: a record holds what a record cannot hold. Nothing is recorded then.
            ValueError: ``recorded_at`` has no time zone.
        """
        moment = _moment_text(recorded_at)
        prepared = [(draft, _record_text(draft)) for draft in drafts]
        new = 0
        with told(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                size, latest = self._connection.execute(
                    "SELECT coalesce(max(entry_index) + 1, 0), max(recorded_at) FROM entry"
                ).fetchone()
                for draft, text in prepared:
                    if self._is_known(draft, text):
                        continue
                    self._insert(size + new, draft, text, author, moment)
                    new += 1
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        behind = timedelta(0)
        if new and latest is not None:
            behind = max(behind, _moment(latest) - _moment(moment))
        return Appended(new, len(drafts) - new, behind=behind)

    def entries(
        self, *, kind: EntryKind | None = None, as_of: datetime | None = None
    ) -> Iterator[Entry]:
        """Yield entries in order, superseded ones too, as recorded up to ``as_of`` inclusive."""
        condition = "TRUE" if kind is None else "kind = :kind"
        return self._select(condition, kind, as_of)

    def standing(self, *, kind: EntryKind, as_of: datetime | None = None) -> Iterator[Entry]:
        """Yield the entries of a kind that stood on a day: neither superseded nor withdrawn."""
        return self._select(f"kind = :kind AND NOT {_TAKEN_AWAY}", kind, as_of)

    def size(self) -> int:
        """Return the number of entries."""
        with told(self._path):
            (size,) = self._connection.execute(
                "SELECT coalesce(max(entry_index) + 1, 0) FROM entry"
            ).fetchone()
        return int(size)

    def verify(self) -> int:
        """Re-hash every entry; return how many; raise LedgerDamaged at the first that differs.

        Finds a change to any column, a gap, and a page of the file that is out of order. It cannot
        find a change by one who recomputes the digests, nor entries cut off at the end: those take
        a checkpoint kept elsewhere.
        """
        size = self.size()
        expected = 0
        for row in self._rows("TRUE", None, None, size):
            if row[0] != expected:
                raise LedgerDamaged(f"{self._path}: entry {expected} is missing")
            if not _is_as_recorded(row):
                raise LedgerDamaged(f"{self._path}: entry {expected} is not what was recorded")
            expected += 1
        if expected != size:
            raise LedgerDamaged(f"{self._path}: entry {expected} is missing")
        with told(self._path):
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise LedgerDamaged(f"{self._path}: the file is damaged ({verdict})")
        return size

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _select(
        self, condition: str, kind: EntryKind | None, as_of: datetime | None
    ) -> Iterator[Entry]:
        # The size at the start bounds the view: what is appended while it is read is not in it.
        for row in self._rows(condition, kind, as_of, self.size()):
            if not _is_as_recorded(row):
                raise LedgerDamaged(f"{self._path}: entry {row[0]} is not what was recorded")
            yield _entry(row)

    def _rows(
        self, condition: str, kind: EntryKind | None, as_of: datetime | None, size: int
    ) -> Iterator[_Row]:
        values: dict[str, object] = {
            "kind": None if kind is None else kind.value,
            "as_of": _ALWAYS if as_of is None else _moment_text(as_of),
            "size": size,
            "rows": _PAGE_ROWS,
            "after": -1,
        }
        query = (
            f"SELECT {_COLUMNS} FROM entry WHERE entry_index > :after AND entry_index < :size "  # noqa: S608
            f"AND recorded_at <= :as_of AND {condition} ORDER BY entry_index LIMIT :rows"
        )
        while True:
            with told(self._path):
                page: list[_Row] = self._connection.execute(query, values).fetchall()
            yield from page
            if len(page) < _PAGE_ROWS:
                return
            values["after"] = page[-1][0]

    def _is_known(self, draft: Draft, text: str) -> bool:
        ever = self._connection.execute(
            "SELECT 1 FROM entry WHERE kind = ? AND key = ? LIMIT 1", (draft.kind, draft.key)
        ).fetchone()
        if draft.supersedes is None:
            return ever is not None
        if draft.kind is EntryKind.WITHDRAWAL:
            kind = str(draft.record.get("kind"))
        else:
            kind = draft.kind.value
        target = self._standing_text(kind, draft.supersedes)
        if ever is None and target is None:
            successor = self._connection.execute(
                "SELECT key FROM entry WHERE kind = ? AND supersedes = ? ORDER BY 1",
                (kind, draft.supersedes),
            ).fetchall()
            raise NotFound(
                f"standing {kind}", draft.supersedes, known=(key for (key,) in successor)
            )
        if kind == draft.kind and draft.supersedes == draft.key:
            # No target: it was withdrawn, and superseding its own former self brings it back.
            return target == text
        return target is None

    def _standing_text(self, kind: str, key: str) -> str | None:
        row = self._connection.execute(
            f"SELECT record FROM entry WHERE kind = :kind AND key = :key AND NOT {_TAKEN_AWAY}",  # noqa: S608
            {"kind": str(kind), "key": key, "size": 2**62, "as_of": _ALWAYS},
        ).fetchone()
        return None if row is None else str(row[0])

    def _insert(self, index: int, draft: Draft, text: str, author: str, moment: str) -> None:
        row = (index, draft.kind.value, draft.key, text, draft.supersedes, author, moment, "")
        self._connection.execute(
            f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*row[:7], _digest(row)),
        )


def _record_text(draft: Draft) -> str:
    return canonical_bytes(draft.record).decode("utf-8")


def _digest(row: _Row) -> Digest:
    """Return the digest of an entry: of the canonical bytes of its seven other fields.

    The record's own canonical text is set in as it is stored, so that any changed byte shows.
    """
    index, kind, key, record, supersedes, author, moment, _ = row
    head = canonical_bytes({"author": author, "index": index, "key": key, "kind": kind})
    tail = canonical_bytes({"recorded_at": moment, "supersedes": supersedes})
    return digest_of_bytes(head[:-1] + b',"record":' + record.encode() + b"," + tail[1:])


def _is_as_recorded(row: _Row) -> bool:
    try:
        return _digest(row) == row[7]
    except UnicodeEncodeError:  # bytes that are no UTF-8: nothing that we ever wrote
        return False


def _entry(row: _Row) -> Entry:
    index, kind, key, record, supersedes, author, moment, digest = row
    return Entry(
        index=index,
        kind=EntryKind(kind),
        key=key,
        record=json.loads(record),
        supersedes=supersedes,
        author=author,
        recorded_at=_moment(moment),
        digest=Digest(digest),
    )


def _moment_text(moment: datetime) -> str:
    """Return a moment in UTC at a fixed width, so that text order is time order."""
    if moment.utcoffset() is None:
        raise ValueError(f"recorded_at {moment} has no time zone; pass an aware UTC datetime")
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive.isoformat(timespec="microseconds") + "Z"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
