"""A change to what was recorded is found, and the entry is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.errors import LedgerDamaged
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.stores.sqlite import SqliteLedger, keys_path

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with SqliteLedger.create(path) as ledger:
        yield ledger


def tampered(path: Path, *statements: str) -> None:
    """Change a ledger as somebody would who knows its triggers and puts them back."""
    stranger = sqlite3.connect(path, isolation_level=None)
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    triggers = dict(stranger.execute(query))
    for name in triggers:
        stranger.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        stranger.execute(statement)
    for sql in triggers.values():
        stranger.execute(sql)
    stranger.close()


def columns(path: Path) -> list[tuple[str, str, str]]:
    """Return every column of every table, and its type, as the file has them."""
    stranger = sqlite3.connect(path)
    tables = [
        row[0] for row in stranger.execute("SELECT name FROM sqlite_schema WHERE type='table'")
    ]
    names = [
        (table, row[1], row[2])
        for table in tables
        for row in stranger.execute(f"PRAGMA table_info({table})")
    ]
    stranger.close()
    return names


def test_a_change_to_any_column_is_found_and_the_entry_named(tmp_path: Path) -> None:
    source = tmp_path / "whole.sqlite"
    with SqliteLedger.create(source) as ledger:
        ledger.append([claim(f"c-{n}") for n in range(5)], author="ann", recorded_at=MONDAY)
    names = columns(source)
    assert len(names) == 16
    # The table itself lets this column hold one value alone.
    names.remove(("head", "one", "INTEGER"))

    for table, column, kind in names:
        path = tmp_path / f"{table}-{column}.sqlite"
        shutil.copy(source, path)
        shutil.copy(keys_path(source), keys_path(path))
        change = {
            "INTEGER": "99",
            "TEXT": f"coalesce({column}, '') || 'x'",
            "BLOB": f"CAST(coalesce({column}, x'') || x'00' AS BLOB)",
        }[kind]
        where = "" if table in ("head", "tally") else "WHERE entry_index = 3"
        tampered(path, f"UPDATE {table} SET {column} = {change} {where}")  # noqa: S608
        expected = {"head": "the head of the tree", "tally": "the tally of kinds"}.get(
            table, "entry 3 "
        )
        with pytest.raises(LedgerDamaged, match=expected), SqliteLedger.open(path) as ledger:
            ledger.verify()


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["DELETE FROM entry WHERE entry_index = 1"], "entry 1 is missing"),
        (["DELETE FROM entry WHERE entry_index = 0"], "entry 0 is missing"),
        (
            [
                "UPDATE entry SET entry_index = 77 WHERE entry_index = 1",
                "UPDATE entry SET entry_index = 1 WHERE entry_index = 2",
                "UPDATE entry SET entry_index = 2 WHERE entry_index = 77",
            ],
            "entry 1 is not what was recorded",
        ),
        (["UPDATE entry SET leaf = x'ff'"], "entry 0 is not what was recorded"),
        (["DELETE FROM body WHERE entry_index = 0"], "entry 0 is not what was recorded"),
    ],
)
def test_entries_taken_out_or_swapped_are_found(
    path: Path, ledger: SqliteLedger, statements: list[str], words: str
) -> None:
    ledger.append([claim(f"c-{n}") for n in range(4)], author="ann", recorded_at=MONDAY)
    tampered(path, *statements)

    with pytest.raises(LedgerDamaged, match=words):
        ledger.verify()


def test_a_changed_byte_in_a_record_is_found_wherever_it_lies(path: Path) -> None:
    with SqliteLedger.create(path) as ledger:
        ledger.append(
            [claim(f"c-{n}", f"words {n:03} here") for n in range(40)],
            author="ann",
            recorded_at=MONDAY,
        )
        rows = ledger.store.rows(size=40)
    whole = path.read_bytes()
    assert b"words 007 here" not in whole
    for number in (0, 7, 39):
        body = rows[number].body
        assert body is not None
        for part in (body, rows[number].leaf):
            at = whole.index(part)
            changed = bytes([whole[at + 20] ^ 1])
            path.write_bytes(whole[: at + 20] + changed + whole[at + 21 :])
            with (
                SqliteLedger.open(path) as ledger,
                pytest.raises(LedgerDamaged, match=f"entry {number} is not"),
            ):
                ledger.verify()
