"""SQLite file: a connection with settings that keep what was acknowledged, read back at start.

A new file has a rollback journal, and after the first append a write-ahead log where that is safe
(``stores/write_ahead.py``). ``synchronous=EXTRA`` is right for both: with a write-ahead log it is
what FULL is; with a rollback journal it also syncs the folder after the journal is deleted. With
FULL, simulated power loss took the last commit of a rollback journal back in four trials of ten.

Source: sqlite.org/pragma.html#pragma_synchronous; the figures are in docs/explain/ledger-faults.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.errors import CasefileMissing, LedgerBusy, LedgerDamaged, TrucelineError
from truceline.evidence.stores.file_system import is_networked, kind_of_file_system
from truceline.evidence.stores.sqlite_form import (
    APPLICATION_ID,
    FORMS,
    NEWEST_FORM,
    PLAIN_FORM,
    fill,
    form_of,
)
from truceline.evidence.stores.write_ahead import is_empty

# A full append of 10,000 entries takes under a second here; thirty seconds are several slow disks.
BUSY_TIMEOUT_S = 30.0

_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("synchronous", "EXTRA", 3),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    # Pages after which a commit moves the log into the file: four megabytes.
    ("wal_autocheckpoint", "1000", 1000),
)
# Others would lose what was acknowledged; "memory" is a ledger that lies in no file.
_JOURNALS = ("delete", "wal", "memory")


_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def create_file(path: Path) -> None:
    """Make an empty ledger file, durably. The caller sees to it that nothing stands there."""
    _refuse_network(path)
    with told(path), _connected(path, mode="rwc") as connection:
        _set(connection, path)
        fill(connection)


def open_file(path: Path) -> sqlite3.Connection:
    """Return a connection to a ledger file, its settings and its schema checked.

    Raises:
        CasefileMissing: there is no file.
        LedgerDamaged: it is no ledger, or not as we made it.
        TrucelineError: a newer version made it, or it lies on a network file system.
    """
    if not path.is_file():
        raise CasefileMissing(
            f"there is no ledger at {path}; bring the file back from a copy, "
            "or type `truceline init` in an empty folder"
        )
    _refuse_network(path)
    with told(path):
        try:
            return _opened(path, mode="rw")
        except sqlite3.OperationalError as error:
            # A log wants to be written even to be read. On a medium that cannot be written the file
            # is read as it lies there, if no log holds more than it does.
            if error.sqlite_errorcode & 0xFF not in _UNWRITABLE or not is_empty(path):
                raise
            return _opened(path, mode="ro&immutable=1")


def _opened(path: Path, *, mode: str) -> sqlite3.Connection:
    connection = _connect(path, mode=mode)
    try:
        _check_form(connection, path)
        _set(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says into an error that tells what happened and how to mend it."""
    try:
        yield
    except UnicodeDecodeError as error:
        # Damage can lie in a name or in a message of SQLite itself, which are read as UTF-8.
        raise LedgerDamaged(
            f"{path} holds bytes where words belong; keep the file as it is and bring one back "
            "from a copy"
        ) from error
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LedgerBusy(
                f"another process has held {path} for {BUSY_TIMEOUT_S:g} seconds; "
                "wait until it is done or end it, then do the same again: nothing was recorded"
            ) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise LedgerDamaged(f"{path} is no ledger: it is not an SQLite file") from error
        if code == sqlite3.SQLITE_FULL:
            raise TrucelineError(
                f"the disk is full, nothing was recorded in {path}; free some space and try again"
            ) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise TrucelineError(
                f"{path} cannot be written ({error}); check the rights of the file and its folder"
            ) from error
        raise LedgerDamaged(
            f"{path} cannot be read or written as a ledger ({error}); "
            "keep the file as it is and bring one back from a copy"
        ) from error


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    # A URI lets us say that a missing file is not to be made.
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    # Damaged text is read all the same, so that its entry can be named.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    return connection


@contextmanager
def _connected(path: Path, *, mode: str) -> Iterator[sqlite3.Connection]:
    connection = _connect(path, mode=mode)
    try:
        yield connection
    finally:
        connection.close()


def _set(connection: sqlite3.Connection, path: Path) -> None:
    (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    if journal not in _JOURNALS:
        raise TrucelineError(
            f"{path}: SQLite {sqlite3.sqlite_version} begins with the journal {journal!r}, which "
            "may lose what was acknowledged; use one that was built as its makers do"
        )
    for name, value, wanted in _SETTINGS:
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise TrucelineError(
                f"{path}: SQLite {sqlite3.sqlite_version} keeps {name} at {found!r}, "
                f"and a ledger needs {wanted!r}; end other programs that hold the file"
            )


def _check_form(connection: sqlite3.Connection, path: Path) -> None:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        raise LedgerDamaged(f"{path} is an SQLite file, but no ledger of Truceline")
    form = form_of(connection)
    if form == PLAIN_FORM:
        raise TrucelineError(
            f"{path} is a plain ledger of an older Truceline, without a tree and without "
            "encryption; type `truceline ledger migrate` in its casefile to move it over"
        )
    if form not in FORMS:
        raise TrucelineError(
            f"{path} has form {form}, and this Truceline knows form {NEWEST_FORM}; "
            "use a newer Truceline"
        )
    # A file of an older form is read and verified as it is; the first append brings it up.
    wanted = FORMS[form]
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            state = "missing" if name not in found else "not as it was made"
            raise LedgerDamaged(
                f"{path}: {name} is {state}; the file was changed from outside. "
                "Keep it as it is and bring one back from a copy"
            )


def _refuse_network(path: Path) -> None:
    kind = kind_of_file_system(path.parent)
    if is_networked(kind):
        raise TrucelineError(
            f"{path} lies on a network file system ({kind}), where locks cannot be trusted; "
            "keep the casefile on a disk of this machine"
        )
