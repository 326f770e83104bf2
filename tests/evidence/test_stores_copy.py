"""A ledger moves from a file to a server and back, and keeps every root."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import TOKEN, Place, PostgresqlPlace, SqlitePlace, open_ledger, seeded
from truceline.casework.copy_ledger import copy_ledger
from truceline.errors import CasefileExists, LedgerDamaged, NotFound, TrucelineError
from truceline.evidence import copy_rows
from truceline.evidence.copy_rows import copied
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.evidence.sealed import SealedLedger

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


@pytest.fixture
def file(tmp_path: Path) -> SqlitePlace:
    return SqlitePlace(tmp_path)


@pytest.fixture
def server(postgresql_ledger: str, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    place = PostgresqlPlace(tmp_path, postgresql_ledger)
    yield place
    place.empty()


def roots_of(place: Place) -> list[bytes]:
    """Return the root of every size that a ledger ever had, out of its stored leaves."""
    from truceline.evidence.tree import root_of

    store = place.store()
    hashes = store.leaf_hashes(0, store.head().size)
    store.close()
    return [root_of(hashes[:size]) for size in range(len(hashes) + 1)]


def copy(source: Place, target: Place) -> list[int]:
    """Copy one to the other; return how many entries were there after each page."""
    one, other = source.store(), target.store()
    try:
        return list(copied(one, other))
    finally:
        one.close()
        other.close()


def fill(ledger: SealedLedger, start: int, count: int) -> None:
    """Append claims of which every fifth corrects the one before it."""
    for number in range(start, start + count):
        old = f"c-{number - 1}" if number % 5 == 4 else None
        ledger.append([claim(f"c-{number}", supersedes=old)], author="a", recorded_at=MONDAY)


def test_there_and_back_every_root_is_kept(
    file: SqlitePlace, server: PostgresqlPlace, tmp_path: Path
) -> None:
    with open_ledger(file) as ledger:
        fill(ledger, 0, 23)
        shown = [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM)]
    back = SqlitePlace(tmp_path / "back")
    back.folder.mkdir()
    assert copy(file, server)[-1] == copy(server, back)[-1] == 23

    assert roots_of(file) == roots_of(server) == roots_of(back)
    with open_ledger(server) as ledger:
        assert [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM)] == shown
        assert ledger.verify() == 23


def test_a_copy_that_was_broken_off_goes_on_where_it_stopped(
    file: SqlitePlace, server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_rows, "PAGE_ROWS", 4)
    with open_ledger(file) as ledger:
        fill(ledger, 0, 10)
    one, other = file.store(), server.store()
    assert list(islice(copied(one, other), 2)) == [0, 4]
    one.close()
    other.close()
    with open_ledger(file) as ledger:
        fill(ledger, 10, 1)

    assert copy(file, server) == [4, 8, 11]
    assert roots_of(file) == roots_of(server)
    assert copy(file, server) == [11]


def test_another_ledger_is_never_mixed_in(
    file: SqlitePlace, server: PostgresqlPlace, tmp_path: Path
) -> None:
    with open_ledger(file) as ledger:
        fill(ledger, 0, 3)
    with open_ledger(server) as ledger:
        ledger.append([claim("other")], author="a", recorded_at=MONDAY)

    with pytest.raises(TrucelineError, match="holds another ledger"):
        copy(file, server)
    empty = SqlitePlace(tmp_path / "empty")
    empty.folder.mkdir()
    with pytest.raises(TrucelineError, match="only 0"):
        copy(empty, server)
    assert len(roots_of(server)) == 2


def test_a_damaged_entry_is_not_copied(file: SqlitePlace, server: PostgresqlPlace) -> None:
    with open_ledger(file) as ledger:
        fill(ledger, 0, 5)
    file.tamper("UPDATE entry SET recorded_at = '2030' WHERE entry_index = 3")

    with pytest.raises(LedgerDamaged, match="entry 3"):
        copy(file, server)
    assert len(roots_of(server)) == 1


words = st.sampled_from(["", "x", "\x00é\u2028"])
keys = st.sampled_from(["c-1", "c-2", "c-3"])
steps = st.one_of(
    st.builds(claim, keys, words),
    st.builds(lambda key, old, text: claim(key, text, supersedes=old), keys, keys, words),
    keys.map(lambda key: withdrawal(kind=EntryKind.CLAIM, key=key, reason="x")),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.tuples(st.lists(steps, max_size=4), st.integers(0, 5)), max_size=6))
def test_the_same_appends_make_the_same_ledger_in_a_file_and_on_a_server(
    batches: list[tuple[list[Draft], int]],
    postgresql_ledger: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folders = [tmp_path_factory.mktemp(name) for name in ("file", "server")]
    server = PostgresqlPlace(folders[1], postgresql_ledger)
    server.empty()
    found = []
    for place in (SqlitePlace(folders[0]), server):
        with open_ledger(place, entropy=seeded(7)) as ledger:
            told = [outcome(ledger, drafts, hour) for drafts, hour in batches]
            views = [
                [entry.digest for entry in ledger.standing(kind=EntryKind.CLAIM, as_of=as_of)]
                for as_of in (None, MONDAY, MONDAY + 2 * HOUR)
            ]
            found.append((told, views, ledger.root(), ledger.verify()))
    server.empty()

    assert found[0] == found[1]


def outcome(ledger: SealedLedger, drafts: list[Draft], hour: int) -> object:
    """Return what an append answers, or what it refuses."""
    try:
        return ledger.append(drafts, author="a", recorded_at=MONDAY + hour * HOUR)
    except NotFound as refusal:
        return str(refusal)


@pytest.fixture
def variables(server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setenv("TRUCELINE_DATABASE_URL", server.address)
    monkeypatch.setenv("TRUCELINE_DATABASE_TOKEN", TOKEN)
    return lambda: monkeypatch.delenv("TRUCELINE_DATABASE_TOKEN")


def test_a_casefile_moves_to_a_server_and_back_and_goes_on(
    tmp_path: Path, variables: Callable[[], None]
) -> None:
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann")
    with case.ledger() as ledger:
        fill(ledger, 0, 6)
        root = ledger.root()
    assert list(copy_ledger(case, "postgresql"))[-1] == (6, 6)
    moved = Casefile.open(case.path)
    with moved.ledger() as ledger:
        assert (ledger.root(), "PostgreSQL" in ledger.store.place) == (root, True)
        fill(ledger, 6, 2)
    with pytest.raises(TrucelineError, match="lies there already"):
        list(copy_ledger(moved, "postgresql"))
    assert list(copy_ledger(moved, "sqlite"))[-1] == (8, 8)

    with Casefile.open(case.path).ledger() as ledger:
        assert (ledger.verify(), "sqlite" in ledger.store.place) == (8, True)


def test_a_casefile_can_be_made_on_a_server_whose_ledger_is_new(
    tmp_path: Path, variables: Callable[[], None]
) -> None:
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann", ledger="postgresql")
    with case.ledger() as ledger:
        fill(ledger, 0, 1)
    assert not (case.path / "ledger.sqlite").exists()
    with pytest.raises(CasefileExists, match="1 entries of another casefile"):
        Casefile.create(tmp_path / "two", name="Rill", author="ann", ledger="postgresql")
    assert not (tmp_path / "two").exists()
    variables()
    with pytest.raises(TrucelineError, match="TRUCELINE_DATABASE_TOKEN is not set"):
        case.ledger()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("postgresql://ann:s3cret@h/d", "no place for one"),
        ("mysql://h/d", "cannot lie at"),
        ("postgresql", "TRUCELINE_DATABASE_URL"),
    ],
)
def test_a_place_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, setting: str, words: str
) -> None:
    with pytest.raises(TrucelineError, match=words):
        Casefile.create(tmp_path / "case", name="Rill", author="ann", ledger=setting)
