"""A ledger file of an older form is read as it is, and brought up by the first append."""

from __future__ import annotations

import errno
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.casework.seal import audited
from truceline.errors import LedgerDamaged
from truceline.evidence.backup import back_up
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.stores import sqlite_form
from truceline.evidence.stores.sqlite import SqliteLedger, SqliteStore
from truceline.evidence.stores.sqlite_file import open_file
from truceline.evidence.stores.sqlite_form import FORMS, NEWEST_FORM, fill, form_of
from truceline.evidence.stores.sqlite_upgrade import bring_up

FORMATS = Path(__file__).with_name("formats")
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)

# A form that was released stays what it was; a new one gets a new line.
RELEASED = {
    2: "f1f8e1da4807ae79",
    3: "9b67a5d5efce8491",
}


def copied(form: str, tmp_path: Path) -> Casefile:
    """Return a copy of a casefile of a released form."""
    shutil.copytree(FORMATS / form, tmp_path / form)
    return Casefile.open(tmp_path / form)


def claim(key: str) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": "x"})


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what stands in a file, by name."""
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    return dict(connection.execute(query))


@pytest.mark.parametrize("form", FORMS)
def test_a_released_form_is_never_edited(form: int) -> None:
    text = "\n".join(FORMS[form].values())
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == RELEASED[form]


def test_the_steps_from_nothing_make_what_a_new_file_has() -> None:
    by_steps, at_once = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    by_steps.execute("BEGIN")
    assert bring_up(by_steps) == [f"form_{form}" for form in FORMS]
    by_steps.execute("COMMIT")
    fill(at_once)

    assert schema_of(by_steps) == schema_of(at_once) == FORMS[NEWEST_FORM]
    assert form_of(by_steps) == form_of(at_once) == NEWEST_FORM
    for connection in (by_steps, at_once):
        connection.close()


def test_no_step_takes_anything_away_from_a_table() -> None:
    for form in FORMS:
        for statement in sqlite_form.added_in(form):
            assert statement.startswith(("CREATE TABLE", "CREATE INDEX", "CREATE TRIGGER"))


def test_an_older_file_is_verified_and_read_without_a_byte_changed(tmp_path: Path) -> None:
    case = copied("form-2", tmp_path)
    before = case.ledger_path.read_bytes()
    with case.ledger() as ledger:
        assert ledger.count(EntryKind.CLAIM) == 3
        assert [entry.index for entry in ledger.page(limit=2).entries] == [5, 4]
        assert ledger.verify() == 6

    assert case.ledger_path.read_bytes() == before


def test_the_first_append_brings_an_older_file_up_and_keeps_every_entry(tmp_path: Path) -> None:
    case = copied("form-2", tmp_path)
    with case.ledger() as ledger:
        rows, root = ledger.store.rows(size=99), ledger.root()
        ledger.append([claim("c-new")], author="ann", recorded_at=MONDAY)
        assert ledger.store.rows(size=6) == rows
        assert ledger.count(EntryKind.CLAIM) == 4

    with case.ledger() as ledger:
        assert isinstance(ledger.store, SqliteStore)
        assert form_of(ledger.store._connection) == NEWEST_FORM
        assert ledger.recorded_up_to(MONDAY) <= 7
    assert audited(case).sealed == 6
    assert root != b""


@pytest.mark.slow
def test_two_who_opened_an_older_file_both_append(tmp_path: Path) -> None:
    case = copied("form-2", tmp_path)
    with case.ledger() as first, case.ledger() as second:
        first.append([claim("c-x")], author="ann", recorded_at=MONDAY)
        second.append([claim("c-y")], author="bob", recorded_at=MONDAY)
        assert first.count(EntryKind.CLAIM) == second.count(EntryKind.CLAIM) == 5
        assert second.verify() == 8


@pytest.mark.slow
def test_a_truceline_of_form_2_that_writes_on_is_counted_too(tmp_path: Path) -> None:
    case = copied("form-2", tmp_path)
    with case.ledger() as ledger:
        ledger.append([claim("c-x")], author="ann", recorded_at=MONDAY)
        held = ledger.store
        with held.writing() as head:
            assert isinstance(held, SqliteStore)
            held._connection.execute(
                "INSERT INTO entry SELECT ?, leaf, leaf_hash, kind, token, supersedes, request, "
                "recorded_at FROM entry WHERE entry_index = 6",
                (head.size,),
            )
        assert ledger.count(EntryKind.CLAIM) == 5


def test_an_append_that_fails_leaves_the_old_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = copied("form-2", tmp_path)
    before = case.ledger_path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(SqliteStore, "add", fail)
    with case.ledger() as ledger, pytest.raises(OSError, match="disk is gone"):
        ledger.append([claim("c-new")], author="ann", recorded_at=MONDAY)
    assert case.ledger_path.read_bytes() == before


def test_a_tally_that_is_false_is_found(tmp_path: Path) -> None:
    with SqliteLedger.create(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
        stranger = sqlite3.connect(tmp_path / "ledger.sqlite")
        stranger.execute("UPDATE tally SET entries = 7")
        stranger.commit()
        stranger.close()
        with pytest.raises(LedgerDamaged, match="tally"):
            ledger.verify()


@pytest.mark.slow
def test_a_backup_of_an_older_casefile_is_of_the_newest_form(tmp_path: Path) -> None:
    case = copied("form-2", tmp_path)
    assert back_up(case, tmp_path / "kept").audit.size == 6
    connection = open_file(tmp_path / "kept" / "ledger.sqlite")
    assert form_of(connection) == NEWEST_FORM
    connection.close()


def test_a_page_of_a_kind_and_a_count_read_no_more_than_a_page(tmp_path: Path) -> None:
    with SqliteLedger.create(tmp_path / "ledger.sqlite") as ledger:
        assert isinstance(ledger.store, SqliteStore)
        seen: list[str] = []
        ledger.store._connection.set_trace_callback(seen.append)
        ledger.page(kind=EntryKind.CLAIM, before=10)
        ledger.page(kind=EntryKind.CLAIM, standing=True, as_of=MONDAY)
        ledger.count(EntryKind.CLAIM)
        ledger.store._connection.set_trace_callback(None)
        plans = [
            str(step[3])
            for query in seen
            if "kind" in query
            for step in ledger.store._connection.execute(f"EXPLAIN QUERY PLAN {query}")
        ]
        assert plans
        assert not [plan for plan in plans if "SCAN" in plan], plans
        assert not [plan for plan in plans if "TEMP B-TREE" in plan]


@pytest.mark.slow
def test_alembic_is_loaded_only_where_a_form_differs(tmp_path: Path) -> None:
    SqliteLedger.create(tmp_path / "ledger.sqlite").close()
    program = (
        "import sys; from pathlib import Path; "
        "from truceline.evidence.stores.sqlite import SqliteLedger; "
        "from truceline.evidence.ledger import Draft, EntryKind; "
        "from datetime import datetime, UTC; "
        f"ledger = SqliteLedger.open(Path({str(tmp_path / 'ledger.sqlite')!r})); "
        "ledger.append([Draft(kind=EntryKind.CLAIM, key='c', record={})], author='a', "
        "recorded_at=datetime(2031, 6, 2, tzinfo=UTC)); "
        "print('alembic' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.stdout == "False False\n", done.stderr
