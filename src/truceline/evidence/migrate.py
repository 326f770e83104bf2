"""Migrate: a plain ledger of form 1 becomes a sealed one; nothing is lost and nothing is rewritten.

The old file is read, each digest checked, and every entry appended anew with its author and its
times. The old file stays where it was, under another name, until somebody deletes it: it holds
everything in the clear.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.digest import Digest, canonical_bytes, digest_of_bytes
from truceline.errors import LedgerDamaged, TrucelineError
from truceline.evidence.archive import Archive, sync_folder
from truceline.evidence.keys import index_key_in
from truceline.evidence.layout import ARCHIVE_FOLDER, KEYS_FILE, LEDGER_FILE, Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.stores.sqlite import SqliteLedger, keys_path
from truceline.evidence.stores.sqlite_form import APPLICATION_ID, PLAIN_FORM

OLD_FILE = "ledger-form-1.sqlite"
_PART = "ledger-part.sqlite"
_PLAIN_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")

_COLUMNS = "entry_index, kind, key, record, supersedes, author, recorded_at, digest"
_Row = tuple[int, str, str, str, str | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Migrated:
    """How many entries were moved over, and how many originals encrypted."""

    entries: int
    originals: int


def migrate(case: Casefile) -> Migrated:
    """Move the plain ledger of a casefile over to the sealed form.

    Raises:
        TrucelineError: the ledger is not of the plain form.
        LedgerDamaged: an entry is not what was recorded; nothing is changed then.
    """
    old, part = case.path / LEDGER_FILE, case.path / _PART
    logs = (part.with_name(f"{part.name}{end}") for end in ("-journal", "-wal", "-shm"))
    for left in (part, keys_path(part), *logs):
        left.unlink(missing_ok=True)  # of a migration that was broken off
    entries = 0
    with SqliteLedger.create(part) as ledger:
        for draft, author, moment in _read(old):
            done = ledger.append([draft], author=author, recorded_at=moment)
            if done.new != 1:
                raise LedgerDamaged(f"{old}: entry {entries} stands there twice")
            entries += 1
        ledger.verify()
    # Encrypted originals lie beside the plain ones until the new ledger stands.
    plain = _encrypted(case, index_key_in(keys_path(part)))
    keys_path(part).replace(case.path / KEYS_FILE)
    (case.path / OLD_FILE).unlink(missing_ok=True)
    (case.path / OLD_FILE).hardlink_to(old)
    part.replace(old)
    sync_folder(case.path)
    for path in plain:
        path.unlink()
    return Migrated(entries, len(plain))


def _read(path: Path) -> Iterator[tuple[Draft, str, datetime]]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if (mark, version) != (APPLICATION_ID, PLAIN_FORM):
            raise TrucelineError(f"{path} is no plain ledger of form {PLAIN_FORM}: leave it be")
        query = f"SELECT {_COLUMNS} FROM entry ORDER BY entry_index"  # noqa: S608
        for number, row in enumerate(connection.execute(query)):
            if row[0] != number or _digest(row) != row[7]:
                raise LedgerDamaged(f"{path}: entry {number} is not what was recorded")
            _, kind, key, record, supersedes, author, moment, _ = row
            draft = Draft(
                kind=EntryKind(kind), key=key, record=json.loads(record), supersedes=supersedes
            )
            yield draft, author, datetime.fromisoformat(moment)
    except sqlite3.Error as error:
        raise LedgerDamaged(f"{path} cannot be read ({error}); bring one back") from error
    finally:
        connection.close()


def _digest(row: _Row) -> Digest:
    """Return the digest that form 1 gave an entry: of its seven other fields."""
    index, kind, key, record, supersedes, author, moment, _ = row
    head = canonical_bytes({"author": author, "index": index, "key": key, "kind": kind})
    tail = canonical_bytes({"recorded_at": moment, "supersedes": supersedes})
    return digest_of_bytes(head[:-1] + b',"record":' + record.encode() + b"," + tail[1:])


def _encrypted(case: Casefile, index_key: bytes) -> list[Path]:
    """Encrypt the originals; return where the plain ones lie."""
    folder = case.path / ARCHIVE_FOLDER
    archive, plain = Archive(folder, index_key), []
    for path in sorted(folder.glob("??/*")):
        if _PLAIN_NAME.fullmatch(path.relative_to(folder).as_posix()) is None:
            continue
        data = path.read_bytes()
        digest = digest_of_bytes(data)
        if Archive(folder).path_of(digest) != path:
            continue  # encrypted already, by a migration that was broken off
        archive.keep(data)
        plain.append(path)
    return plain
