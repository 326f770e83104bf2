"""Store: accounts, sessions, tokens and invitations, in one file beside the ledger, never in it.

The file is its owner's alone (mode 0600). No secret lies in it: of passwords, cookies, tokens and
links only hashes are kept. Who asked from where, and when, is not kept, except the last minute that
a session was used, which its idle end needs.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from truceline.errors import LedgerBusy, TrucelineError

# 2: a sign-in that went elsewhere knows the invitation that it accepts.
_FORMAT = 2
_BUSY_S = 5.0
# 256 bits: nobody guesses one, so that a plain hash of it is enough (ASVS 5.0, 7.2.3).
_SECRET_BYTES = 32

_TABLES = """
CREATE TABLE account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
    password TEXT, issuer TEXT, subject TEXT, agreements TEXT, trusted INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL, closed_at INTEGER, UNIQUE (issuer, subject)
) STRICT;
CREATE TABLE session (
    hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE token (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE, name TEXT NOT NULL,
    scopes TEXT NOT NULL, agreements TEXT, made_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE TABLE invitation (
    hash BLOB PRIMARY KEY, account TEXT REFERENCES account (id) ON DELETE CASCADE,
    ends_at INTEGER NOT NULL
) STRICT;
CREATE TABLE change (
    at INTEGER NOT NULL, by_whom TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL
) STRICT;
"""
# The verifier and the nonce lie open, for ten minutes: without the code, which the provider gives
# to the browser alone, they prove nothing.
_PENDING = """
CREATE TABLE pending (
    hash BLOB PRIMARY KEY, verifier TEXT NOT NULL, nonce TEXT NOT NULL, onward TEXT NOT NULL,
    ends_at INTEGER NOT NULL, invitation BLOB
) STRICT;
"""
# What leads from each format to the next; nothing of worth was ever in the first's pending table.
_STEPS = {0: _TABLES + _PENDING, 1: f"DROP TABLE pending;{_PENDING}"}
# Made in older files as well, whose version stays: what was there before is read as before.
_SUBMISSIONS = """
CREATE TABLE IF NOT EXISTS submission (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), name TEXT NOT NULL,
    sent_at INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, words TEXT NOT NULL,
    size_bytes INTEGER NOT NULL, state TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
    document TEXT, data BLOB NOT NULL
) STRICT;
"""


class PeopleUnreadable(TrucelineError):
    """The file of accounts is no such file, or of another version."""


class PeopleStore:
    """The file of accounts. ``clock`` is the door's; ``entropy`` draws secrets."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.path, self._clock, self._entropy = path, clock, entropy
        self._lock = threading.RLock()
        new = not path.exists()
        if new:
            # Made with its mode, so that there is no moment at which others may read it.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        else:
            path.chmod(0o600)
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise
        # A desk that is let go of lets go of the file, too.
        weakref.finalize(self, self._connection.close)

    def now_s(self) -> int:
        """Return the door's time, in whole seconds since 1970."""
        return int(self._clock().timestamp())

    def secret(self) -> str:
        """Return a new secret of 256 random bits, fit for a cookie, a link and a header."""
        import base64

        return base64.urlsafe_b64encode(self._entropy(_SECRET_BYTES)).rstrip(b"=").decode()

    def new_id(self, prefix: str) -> str:
        """Return a new random id, which tells nothing of what came before."""
        return f"{prefix}-{self._entropy(8).hex()}"

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for reading."""
        with self._lock:
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for a change that is made whole or not at all.

        Raises:
            LedgerBusy: another process held the file for too long.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise LedgerBusy(f"{self.path.name} is in use: {error}") from None
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def note(self, connection: sqlite3.Connection, *, by: str, what: str, about: str) -> None:
        """Write down who changed what about whom; administrators read it on the page of people."""
        connection.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?)", (self.now_s(), by, what, about)
        )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            (format_,) = connection.execute("PRAGMA user_version").fetchone()
            if (step := _STEPS.get(format_)) is not None:
                connection.executescript(
                    f"BEGIN IMMEDIATE;{step}PRAGMA user_version = {_FORMAT};COMMIT;"
                )
                format_ = _FORMAT
            if format_ == _FORMAT:
                connection.execute(_SUBMISSIONS)
        except sqlite3.DatabaseError as error:
            raise PeopleUnreadable(f"{self.path} is no file of accounts: {error}") from None
        if format_ != _FORMAT:
            raise PeopleUnreadable(
                f"{self.path} is of version {format_}, and this Truceline knows {_FORMAT}; "
                "use the Truceline that wrote it, or a newer one"
            )


def hashed(secret: str) -> bytes:
    """Return what is kept of a secret of 256 random bits.

    >>> len(hashed("any"))
    32
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
