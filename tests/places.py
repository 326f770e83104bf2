"""Places where a ledger can lie, for tests that hold on each: a file, and a PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from truceline.evidence.keys import Keys
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_file
from truceline.evidence.stores.postgresql import PostgresqlStore
from truceline.evidence.stores.postgresql_prepare import grant, prepare
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.stores.store import Store

TOKEN = "of-tests-and-long-enough-to-be-one"  # noqa: S105
TABLES = ("entry", "body", "head", "tally")
HASH_CHECK = "entry_hashed"
# Role names are the server's; one that only ever logs in, as a user's program would.
APP = "truceline_test_app"

_numbers = itertools.count()


class Place(Protocol):
    """Where one ledger lies. Its keys lie in a folder of the test's."""

    @property
    def folder(self) -> Path:
        """Return where its keys lie."""
        ...

    def store(self) -> Store:
        """Open the store."""
        ...

    def tamper(self, *statements: str) -> None:
        """Run statements as somebody who owns the medium and turns the guards off first."""
        ...


def open_ledger(place: Place, *, entropy: Callable[[int], bytes] = os.urandom) -> SealedLedger:
    """Open the ledger at a place; its keys are made when it is opened first."""
    path = place.folder / "ledger.keys"
    if not path.exists():
        Keys.create(path, entropy=entropy).close()
    return SealedLedger(place.store(), Keys(path, entropy=entropy))


def seeded(seed: int) -> Callable[[int], bytes]:
    """Return a source of bytes that gives the same ones each time."""
    return random.Random(seed).randbytes  # noqa: S311


@dataclass(frozen=True)
class SqlitePlace:
    """A file."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "ledger.sqlite"

    def store(self) -> SqliteStore:
        if not self.path.exists():
            sqlite_file.create_file(self.path)
        return SqliteStore(sqlite_file.open_file(self.path), self.path)

    def tamper(self, *statements: str) -> None:
        stranger = sqlite3.connect(self.path, isolation_level=None)
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        triggers = dict(stranger.execute(query))
        for name in triggers:
            stranger.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            stranger.execute(statement)
        for sql in triggers.values():
            stranger.execute(sql)
        stranger.close()


@dataclass(frozen=True)
class PostgresqlPlace:
    """A database of its own on a private server."""

    folder: Path
    admin: str

    @property
    def address(self) -> str:
        """Return the address that the application uses."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(self.admin, user=APP)

    def store(self) -> PostgresqlStore:
        return PostgresqlStore.open(self.address, token=TOKEN)

    def tamper(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.admin) as stranger:
            stranger.execute("SET search_path = truceline")
            for table in TABLES:
                stranger.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
            stranger.execute(f"ALTER TABLE entry DROP CONSTRAINT {HASH_CHECK}".encode())
            for statement in statements:
                stranger.execute(statement.encode())
            stranger.execute(
                f"ALTER TABLE entry ADD CONSTRAINT {HASH_CHECK} "
                "CHECK (leaf_hash = sha256('\\x00'::bytea || leaf)) NOT VALID".encode()
            )
            query = (
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
                "WHERE NOT tgisinternal ORDER BY tgname"
            )
            for table, name in stranger.execute(query).fetchall():
                stranger.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}".encode())

    def empty(self) -> None:
        """Make the ledger as it was when it was prepared: far quicker than another database."""
        self.tamper(
            *("DELETE FROM entry", "DELETE FROM body", "DELETE FROM head"),
            "DELETE FROM tally",
            "INSERT INTO head VALUES (1, 0, '', sha256(''))",
        )


@contextmanager
def new_database(admin: str) -> Iterator[str]:
    """Yield an administrator's address of a new database with an empty ledger; drop it after."""
    import psycopg
    from psycopg import sql

    address, name = made_database(admin)
    try:
        yield address
    finally:
        with psycopg.connect(admin, autocommit=True) as session:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            session.execute(drop)


def made_database(admin: str) -> tuple[str, str]:
    """Make a database with an empty ledger; return an administrator's address and its name."""
    import psycopg
    from psycopg import errors, sql
    from psycopg.conninfo import make_conninfo

    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(admin, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        address = make_conninfo(admin, dbname=name)
        prepare(address)
        with suppress(errors.DuplicateObject, errors.UniqueViolation):
            session.execute(f"CREATE ROLE {APP} LOGIN IN ROLE truceline_app".encode())
    grant(address, token=TOKEN, note="tests")
    return address, name
