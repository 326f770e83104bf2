"""The ledger against a bare store, in one run, as ratios: python -m benchmarks.ledger.

Ours checks what is known, writes canonical records, commits to every field, encrypts the body,
grows the tree and commits durably. Two peers stand beside it, as durable: ``same rows`` inserts the
rows that ours made before, ready, into the same columns and indexes; ``one column`` inserts the
text of the record alone into a table without an index. With TRUCELINE_TEST_POSTGRESQL set to the
address of a server (scripts/postgresql.sh with ...), the server is measured too.

    python -m benchmarks.ledger --verify 1000000

measures what it takes to verify and to read a large ledger instead (``benchmarks/verifying.py``).
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.run import Comparison, _seconds
from benchmarks.verifying import verified
from tests.places import PostgresqlPlace, SqlitePlace, new_database, open_ledger
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_file, sqlite_form
from truceline.evidence.stores.store import Row

AT = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 9
# Appends in a round, so that a round takes a tenth of a second or more.
APPENDS = {1: 30, 100: 5, 1_000: 1}
TEXT = "x" * 400
RECORD = {"quote": TEXT}

Insert = Callable[[list[Row]], None]
Part = Callable[[Row], tuple[Any, ...]]


def _drafts(numbers: Iterator[int], batch: int) -> list[Draft]:
    return [
        Draft(kind=EntryKind.CLAIM, key=f"c-{next(numbers)}", record=RECORD) for _ in range(batch)
    ]


def _bare_sqlite(path: Path, tables: list[str], inserts: list[tuple[str, Part]]) -> Insert:
    connection = sqlite3.connect(path, isolation_level=None)
    # As ours is after its first append.
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    for name, value, _ in sqlite_file._SETTINGS:
        connection.execute(f"PRAGMA {name}={value}").fetchall()
    for table in tables:
        connection.execute(table)

    def insert(rows: list[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement, part in inserts:
            connection.executemany(statement, map(part, rows))
        connection.execute("COMMIT")

    return insert


def sqlite_peers(folder: Path) -> dict[str, Insert]:
    """Return the bare inserts into SQLite files of the same settings."""
    schema = sqlite_form.FORMS[sqlite_form.NEWEST_FORM]
    tables = [sql for name, sql in schema.items() if "TRIGGER" not in sql and name != "head"]
    same: list[tuple[str, Part]] = [
        ("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)", lambda row: row[:8]),
        ("INSERT INTO body VALUES (?,?)", lambda row: (row.entry_index, row.body)),
    ]
    record = "CREATE TABLE record (record TEXT) STRICT"
    one: list[tuple[str, Part]] = [("INSERT INTO record VALUES (?)", lambda _: (TEXT,))]
    return {
        "same rows": _bare_sqlite(folder / "same.sqlite", tables, same),
        "one column": _bare_sqlite(folder / "one.sqlite", [record], one),
    }


def postgresql_peers(address: str, stack: ExitStack) -> dict[str, Insert]:
    """Return the bare inserts into tables of the same server, without guards."""
    session = stack.enter_context(psycopg.connect(address, autocommit=True))
    session.execute("CREATE SCHEMA bare")
    session.execute("CREATE TABLE bare.entry (LIKE truceline.entry INCLUDING INDEXES)")
    session.execute("CREATE TABLE bare.body (LIKE truceline.body INCLUDING ALL)")
    session.execute("CREATE TABLE bare.record (record text)")

    def same_rows(rows: list[Row]) -> None:
        with session.transaction():
            cursor = session.cursor()
            with cursor.copy("COPY bare.entry FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row[:8])
            with cursor.copy("COPY bare.body FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((row.entry_index, row.body))

    def one_column(rows: list[Row]) -> None:
        with session.transaction(), session.cursor().copy("COPY bare.record FROM STDIN") as copy:
            for _ in rows:
                copy.write_row((TEXT,))

    return {"same rows": same_rows, "one column": one_column}


def compared(ledger: SealedLedger, peers: dict[str, Insert], batch: int) -> Iterator[Comparison]:
    """Measure ours and the peers in turns; yield a comparison with each peer."""
    numbers = count(ledger.size())
    ours_s: list[float] = []
    peers_s: dict[str, list[float]] = {name: [] for name in peers}
    for turn in range(ROUNDS + 1):
        size = ledger.size()
        drafts = [_drafts(numbers, batch) for _ in range(APPENDS[batch])]
        took = _seconds(partial(_append, ledger, drafts))
        made = ledger.store.rows(after=size - 1, size=2**40, limit=2**40)
        batches = [made[at : at + batch] for at in range(0, len(made), batch)]
        for name, insert in peers.items():
            peer_took = _seconds(partial(_inserted, insert, batches))
            if turn:  # the first round fills caches
                peers_s[name].append(peer_took)
        if turn:
            ours_s.append(took)
    rate = batch * APPENDS[batch] * ROUNDS / sum(ours_s)
    for name, taken in peers_s.items():
        where = type(ledger.store).__name__.removesuffix("Store")
        what = f"append, {where}, batch {batch}"
        yield Comparison(what, f"bare table, {name}", ours_s, taken, f"ours {rate:,.0f} a second")


def _append(ledger: SealedLedger, batches: list[list[Draft]]) -> None:
    for drafts in batches:
        ledger.append(drafts, author="bench", recorded_at=AT)


def _inserted(insert: Insert, batches: list[list[Row]]) -> None:
    for rows in batches:
        insert(rows)


def main() -> None:
    """Run every comparison and print the table; or verify a large ledger."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--verify", type=int, metavar="ENTRIES")
    asked.add_argument("--kind", type=EntryKind, default=EntryKind.PAGE)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    if given.verify is not None:
        verified(given.verify, kind=given.kind, folder=given.folder)
        return
    print("| what | peer | peer time / our time, median | worst round | beside it |")
    print("|---|---|---|---|---|")
    server = os.environ.get("TRUCELINE_TEST_POSTGRESQL")
    for batch in APPENDS:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="truceline-")))
            ledger = stack.enter_context(open_ledger(SqlitePlace(folder)))
            for comparison in compared(ledger, sqlite_peers(folder), batch):
                print(comparison.row(), flush=True)
        if server is None:
            continue
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="truceline-")))
            admin = stack.enter_context(new_database(server))
            ledger = stack.enter_context(open_ledger(PostgresqlPlace(folder, admin)))
            for comparison in compared(ledger, postgresql_peers(admin, stack), batch):
                print(comparison.row(), flush=True)


if __name__ == "__main__":
    main()
