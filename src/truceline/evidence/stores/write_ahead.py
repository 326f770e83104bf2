"""Write-ahead log: turned on after the first append where that is safe, emptied after erasures.

With it a commit takes one sync in place of several, and who reads is never held up by who writes.
Before SQLite 3.51.3 it could, rarely, corrupt a file: when one connection empties the log while
another commits. Commits and the emptying that follows them (``wal_autocheckpoint``) take place in
``SqliteStore.writing`` alone, so where the line of writers holds every connection apart, no two
ever meet. A last connection that closes empties the log too; by then it has the file to itself.

Source: sqlite.org/wal.html, section on the WAL-reset bug.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from truceline.errors import TrucelineError

SAFE_VERSION = (3, 51, 3)
# To turn it on takes the file alone for a moment; who finds it busy leaves it for the next append.
_TURN_ON_MS = 50
_SUFFIX = "-wal"


def is_on(connection: sqlite3.Connection) -> bool:
    """Return whether a file has a write-ahead log."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def is_safe(connection: sqlite3.Connection, *, alone: bool) -> bool:
    """Return whether this SQLite may write to a log.

    ``alone`` is whether the line of writers keeps all others from writing, threads too.
    """
    (version,) = connection.execute("SELECT sqlite_version()").fetchone()
    return alone or tuple(map(int, version.split("."))) >= SAFE_VERSION


def refuse_unsafe(connection: sqlite3.Connection, path: Path, *, alone: bool) -> None:
    """Raise where a file has a log that this SQLite must not write to.

    Raises:
        TrucelineError: it must not; the message says what to do.
    """
    if is_on(connection) and not is_safe(connection, alone=alone):
        raise TrucelineError(
            f"{path} has a write-ahead log, and SQLite {sqlite3.sqlite_version} must not write to "
            f"it where writers cannot be kept apart ({path.stem}.turn beside it cannot be locked); "
            f"use SQLite {'.'.join(map(str, SAFE_VERSION))} or newer"
        )


def turn_on(connection: sqlite3.Connection, *, alone: bool) -> None:
    """Give a file a write-ahead log where it has none and that is safe.

    It comes after a commit, which stands whatever happens here: where the file is busy, or the disk
    full, everything goes on without.
    """
    if is_on(connection) or not is_safe(connection, alone=alone):
        return
    (patience_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={_TURN_ON_MS}")
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.execute(f"PRAGMA busy_timeout={patience_ms}")


def empty(connection: sqlite3.Connection) -> None:
    """Move the log into the file and cut it to nothing, so that no older page lies in it.

    Waits for readers as long as any statement does. Where one stays longer, or the disk is full,
    the log keeps what was erased, encrypted with a key that is gone.
    """
    if is_on(connection):
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def is_empty(path: Path) -> bool:
    """Return whether nothing lies in the log of a file, so that the file holds everything."""
    log = path.with_name(path.name + _SUFFIX)
    return not log.exists() or log.stat().st_size == 0
