"""The SQLite ledger keeps, refuses and finds out."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.errors import (
    CasefileMissing,
    LedgerBusy,
    LedgerDamaged,
    NotFound,
    TrucelineError,
)
from truceline.evidence.ledger import Draft, EntryKind, Ledger, Reason, withdrawal
from truceline.evidence.stores import sqlite_file, write_ahead
from truceline.evidence.stores.sqlite import SqliteLedger, SqliteStore
from truceline.evidence.stores.turn import Turn

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


def standing(ledger: Ledger, as_of: datetime | None = None) -> list[str]:
    """Return the keys of the claims that stand."""
    return [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM, as_of=as_of)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with SqliteLedger.create(path) as ledger:
        yield ledger


def test_an_entry_comes_back_as_it_was_appended(ledger: SqliteLedger) -> None:
    record = {"text": "é\u2028\x07", "n": 2**53 - 1, "list": [None, True, {"a": ""}]}
    ledger.append(
        [Draft(kind=EntryKind.PAGE, key="p", record=record)], author="änn", recorded_at=MONDAY
    )

    (entry,) = ledger.entries()
    assert (entry.index, entry.kind, entry.key, entry.record) == (0, EntryKind.PAGE, "p", record)
    assert (entry.author, entry.recorded_at, entry.supersedes) == ("änn", MONDAY, None)


def test_an_entrys_digest_is_its_leaf_hash_and_the_root_of_a_ledger_of_one(
    ledger: SqliteLedger,
) -> None:
    ledger.append([claim("c-1", "é")], author="ann", recorded_at=MONDAY)

    (entry,) = ledger.entries()
    assert entry.digest == f"sha256:{ledger.root().hex()}"


def test_appending_twice_is_the_same_as_once(ledger: SqliteLedger) -> None:
    drafts = [claim("c-1"), claim("c-2"), claim("c-1")]
    first = ledger.append(drafts, author="ann", recorded_at=MONDAY)
    again = ledger.append(drafts, author="bob", recorded_at=MONDAY + DAY)

    assert (first.new, first.known, again.new, again.known) == (2, 1, 0, 3)
    assert ledger.size() == 2


def test_a_correction_supersedes_and_the_old_day_still_shows_the_old_claim(
    ledger: SqliteLedger,
) -> None:
    ledger.append([claim("c-1", "12 shells")], author="ann", recorded_at=MONDAY)
    ledger.append(
        [claim("c-2", "2 shells", supersedes="c-1")], author="bob", recorded_at=MONDAY + DAY
    )

    assert standing(ledger) == ["c-2"]
    assert standing(ledger, MONDAY) == ["c-1"]
    assert standing(ledger, MONDAY - DAY) == []
    assert [entry.key for entry in ledger.entries()] == ["c-1", "c-2"]


def test_to_read_again_brings_back_neither_what_was_corrected_nor_what_was_withdrawn(
    ledger: SqliteLedger,
) -> None:
    read = [claim("c-1"), claim("c-2"), claim("c-3")]
    ledger.append(read, author="reader", recorded_at=MONDAY)
    ledger.append(
        [
            claim("c-9", supersedes="c-1"),
            withdrawal(kind=EntryKind.CLAIM, key="c-2", reason="misread"),
        ],
        author="ann",
        recorded_at=MONDAY,
    )

    assert ledger.append(read, author="reader", recorded_at=MONDAY + DAY).new == 0
    assert standing(ledger) == ["c-3", "c-9"]


def test_a_key_that_supersedes_itself_corrects_or_comes_back(ledger: SqliteLedger) -> None:
    def add(draft: Draft) -> int:
        return ledger.append([draft], author="ann", recorded_at=MONDAY).new

    gone = withdrawal(kind=EntryKind.CLAIM, key="c-1", reason="misread")
    assert add(claim("c-1", "old")) == 1
    assert add(claim("c-1", "new", supersedes="c-1")) == 1
    assert add(claim("c-1", "new", supersedes="c-1")) == 0
    assert [entry.record for entry in ledger.standing(kind=EntryKind.CLAIM)] == [{"words": "new"}]
    assert (add(gone), add(gone), standing(ledger)) == (1, 0, [])
    assert (add(claim("c-1", "new", supersedes="c-1")), standing(ledger)) == (1, ["c-1"])
    assert (add(gone), standing(ledger)) == (1, [])


def test_a_withdrawal_takes_only_the_kind_it_names(ledger: SqliteLedger) -> None:
    document = Draft(kind=EntryKind.DOCUMENT, key="d-1", record={})
    page = Draft(kind=EntryKind.PAGE, key="d-1", record={})
    gone = withdrawal(kind=EntryKind.PAGE, key="d-1", reason="told apart badly")
    ledger.append([document, page, gone], author="ann", recorded_at=MONDAY)

    assert [len(list(ledger.standing(kind=draft.kind))) for draft in (document, page)] == [1, 0]


def test_a_correction_of_a_stale_version_is_refused_and_names_the_one_that_stands(
    ledger: SqliteLedger,
) -> None:
    ledger.append([claim("c-1"), claim("c-2", supersedes="c-1")], author="a", recorded_at=MONDAY)

    with pytest.raises(NotFound, match=r"no standing claim 'c-1'; did you mean 'c-2'\?"):
        ledger.append([claim("c-3", supersedes="c-1")], author="b", recorded_at=MONDAY)
    with pytest.raises(NotFound, match="no standing page 'c-2'"):
        ledger.append(
            [withdrawal(kind=EntryKind.PAGE, key="c-2", reason="x")],
            author="b",
            recorded_at=MONDAY,
        )


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (claim("c-9", supersedes="c-0"), NotFound),
        (claim("c-9", 0.5), TypeError),
        (claim("c-9", "\ud800"), UnicodeEncodeError),
        (claim("c-\ud800"), UnicodeEncodeError),
    ],
)
def test_of_a_batch_with_one_bad_draft_nothing_is_recorded(
    ledger: SqliteLedger, bad: Draft, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ledger.append([claim("c-1"), bad, claim("c-2")], author="ann", recorded_at=MONDAY)
    assert ledger.size() == 0
    assert ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY).new == 1


def test_a_clock_that_was_set_back_is_told_and_the_order_stays(ledger: SqliteLedger) -> None:
    ahead = ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY + DAY)
    back = ledger.append([claim("c-2")], author="ann", recorded_at=MONDAY)

    assert (ahead.behind, back.behind) == (timedelta(0), DAY)
    assert standing(ledger) == ["c-1", "c-2"]
    assert standing(ledger, MONDAY) == []
    late = list(ledger.entries())[1]
    assert (late.recorded_at, late.clock) == (MONDAY + DAY, MONDAY)


def test_a_time_without_a_zone_is_refused(ledger: SqliteLedger) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        ledger.append([claim("c")], author="a", recorded_at=MONDAY.replace(tzinfo=None))


def test_what_is_appended_while_one_reads_is_not_in_the_view(ledger: SqliteLedger) -> None:
    ledger.append([claim(f"c-{n}") for n in range(1_100)], author="a", recorded_at=MONDAY)
    seen = []
    for entry in ledger.entries():
        seen.append(entry.index)
        if entry.index % 400 == 0:
            ledger.append([claim(f"late-{entry.index}")], author="a", recorded_at=MONDAY)

    assert seen == list(range(1_100))
    assert ledger.verify() == 1_103


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET kind = 'review'",
        "UPDATE body SET body = x'00'",
        "DELETE FROM entry",
        "INSERT INTO entry SELECT 7, leaf, leaf_hash, kind, token, NULL, NULL, '' FROM entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry LIMIT 1",
    ],
)
def test_the_file_itself_refuses_to_be_rewritten(
    ledger: SqliteLedger, path: Path, statement: str
) -> None:
    ledger.append([claim("c-1"), claim("c-2")], author="ann", recorded_at=MONDAY)
    stranger = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="a ledger is"):
        stranger.execute(statement)
    stranger.close()

    assert ledger.verify() == 2


def foreign(path: Path) -> None:
    stranger = sqlite3.connect(path)
    stranger.execute("CREATE TABLE other (x)")
    stranger.close()


def newer(path: Path) -> None:
    SqliteLedger.create(path).close()
    stranger = sqlite3.connect(path)
    stranger.execute("PRAGMA user_version=4")
    stranger.close()


def without_a_trigger(path: Path) -> None:
    SqliteLedger.create(path).close()
    stranger = sqlite3.connect(path)
    stranger.execute("DROP TRIGGER entry_never_deleted")
    stranger.close()


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda _: None, CasefileMissing, "there is no ledger"),
        (lambda path: path.write_bytes(b""), LedgerDamaged, "no ledger"),
        (lambda path: path.write_bytes(b"a page of text" * 99), LedgerDamaged, "not an SQLite"),
        (foreign, LedgerDamaged, "no ledger of Truceline"),
        (newer, TrucelineError, "use a newer Truceline"),
        (without_a_trigger, LedgerDamaged, "entry_never_deleted is missing"),
    ],
)  # fmt: skip
def test_what_is_no_sound_ledger_is_refused_with_the_reason(
    path: Path, make: Callable[[Path], None], error: type[Exception], words: str
) -> None:
    make(path)
    with pytest.raises(error, match=words):
        SqliteLedger.open(path)


def test_a_ledger_is_never_made_over_a_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        SqliteLedger.create(path)
    assert path.read_text() == "mine"


def test_the_settings_that_keep_what_was_acknowledged_are_in_force(path: Path) -> None:
    SqliteLedger.create(path).close()
    connection = sqlite_file.open_file(path)
    found = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "trusted_schema", "busy_timeout")
    ]
    connection.close()

    assert found == ["delete", 3, 0, 30_000]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it takes a newer SQLite")
def test_the_first_append_brings_a_write_ahead_log_and_reading_changes_no_byte(path: Path) -> None:
    SqliteLedger.create(path).close()
    before = path.read_bytes()
    with SqliteLedger.open(path) as ledger:
        assert ledger.verify() == 0
    assert path.read_bytes() == before
    with SqliteLedger.open(path) as ledger:
        for key in ("c-1", "c-2"):
            ledger.append([claim(key)], author="ann", recorded_at=MONDAY)
        store = ledger.store
        assert isinstance(store, SqliteStore)
        modes = ("journal_mode", "synchronous", "wal_autocheckpoint")
        found = [store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in modes]
        log = path.with_name("ledger.sqlite-wal")
        assert log.stat().st_size > 0
        ledger.erase(
            [(EntryKind.CLAIM, "c-1")],
            reason=Reason.PRIVACY,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )
        assert log.stat().st_size == 0
    # The last who closes it leaves one file that holds everything.
    assert found == ["wal", 3, 1000]
    assert not log.exists()


def test_a_file_with_a_log_is_read_where_nothing_can_be_written(small_disk: Path) -> None:
    with SqliteLedger.create(small_disk / "ledger.sqlite") as ledger:
        ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with SqliteLedger.open(small_disk / "ledger.sqlite", with_keys=False) as ledger:
        assert ledger.verify() == 1
        with pytest.raises(TrucelineError, match="cannot be written"), ledger.store.writing():
            ledger.store.erase([0])


def test_an_older_sqlite_does_not_write_to_a_log_where_nobody_keeps_writers_apart(
    path: Path, ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
    monkeypatch.setattr(write_ahead, "SAFE_VERSION", (99,))
    monkeypatch.setattr(Turn, "_is_open", lambda _: False)
    with SqliteLedger.open(path) as other:
        if sys.platform == "linux":
            with pytest.raises(TrucelineError, match="must not write to it"):
                other.append([claim("c-2")], author="ann", recorded_at=MONDAY)
        assert other.verify() == 1
    (path.parent / "new").mkdir()
    with SqliteLedger.create(path.parent / "new" / "ledger.sqlite") as plain:
        plain.append([claim("c-1")], author="ann", recorded_at=MONDAY)
        store = plain.store
        assert isinstance(store, SqliteStore)
        assert not write_ahead.is_on(store._connection)


def test_a_ledger_held_by_another_process_is_busy_and_nothing_is_recorded(
    path: Path, ledger: SqliteLedger
) -> None:
    ledger.store._connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerBusy, match="do the same again"):
        ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
    holder.execute("ROLLBACK")
    holder.close()

    assert ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY).new == 1
