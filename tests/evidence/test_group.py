"""Many threads share one writer and its commits; each gets its own answer, none waits unseen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.places import Place, SqlitePlace, open_ledger
from truceline.errors import LedgerBusy, LedgerDamaged, NotFound, RequestReused, TrucelineError
from truceline.evidence.group import GroupWriter
from truceline.evidence.intake import Intake
from truceline.evidence.ledger import Appended, Draft, EntryKind, Submission
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores.turn import Turn

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


def asked(*drafts: Draft, request: str | None = None) -> Submission:
    """Return an append that is asked for."""
    return Submission(drafts=drafts, author="ann", recorded_at=MONDAY, request=request)


@pytest.fixture
def file(tmp_path: Path) -> SqlitePlace:
    place = SqlitePlace(tmp_path)
    open_ledger(place).close()
    return place


@pytest.fixture
def ledger(file: SqlitePlace) -> Iterator[SealedLedger]:
    with open_ledger(file) as ledger:
        yield ledger


def many(asks: list[Callable[[], Appended]]) -> list[Appended | BaseException | None]:
    """Return what each of many threads got, or was told."""
    with ThreadPoolExecutor(len(asks)) as pool:
        futures = [pool.submit(ask) for ask in asks]
        return [future.exception() or future.result() for future in futures]


def test_of_appends_that_share_a_commit_each_is_all_or_none(ledger: SealedLedger) -> None:
    done = ledger.append_each(
        [
            asked(claim("c-1"), claim("c-2", supersedes="c-1")),
            asked(claim("c-3"), claim("c-4", supersedes="c-0")),
            asked(claim("c-5", 0.5)),
            asked(claim("c-1"), claim("c-6")),
            asked(claim("c-7", supersedes="c-6"), request="r"),
            asked(claim("c-8"), request="r"),
        ]
    )

    assert [one for one in done if isinstance(one, Appended)] == [
        Appended(2, 0),
        Appended(1, 1),
        Appended(1, 0),
    ]
    assert [type(one) for one in done if isinstance(one, Exception)] == [
        NotFound,
        TypeError,
        RequestReused,
    ]
    assert [entry.key for entry in ledger.entries()] == ["c-1", "c-2", "c-6", "c-7"]
    assert ledger.verify() == 4


def test_appends_that_share_a_commit_make_what_single_ones_make(
    ledger: SealedLedger, tmp_path: Path
) -> None:
    wanted = [asked(claim(f"c-{n}"), claim(f"d-{n}")) for n in range(9)]
    ledger.append_each(wanted)
    (tmp_path / "single").mkdir()
    with open_ledger(SqlitePlace(tmp_path / "single")) as single:
        for one in wanted:
            single.append(one.drafts, author=one.author, recorded_at=one.recorded_at)
        assert [(entry.index, entry.key) for entry in single.entries()] == [
            (entry.index, entry.key) for entry in ledger.entries()
        ]


def test_a_request_that_holds_a_key_twice_may_be_asked_again(ledger: SealedLedger) -> None:
    drafts = [claim("c-1", 1), claim("c-1", 2, supersedes="c-1")]
    first = ledger.append(drafts, author="ann", recorded_at=MONDAY, request="r")
    again = ledger.append(drafts, author="ann", recorded_at=MONDAY, request="r")

    assert (first.new, again.new, ledger.size()) == (2, 0, 2)
    with pytest.raises(RequestReused):
        ledger.append([claim("c-1", 3)], author="ann", recorded_at=MONDAY, request="r")


def test_threads_that_append_at_once_share_commits_and_get_their_own_answers(place: Place) -> None:
    open_ledger(place).close()
    with open_ledger(place) as other, GroupWriter(lambda: open_ledger(place)) as writer:
        held = threading.Event()
        go_on = threading.Event()

        def hold() -> None:
            with open_ledger(place) as holder, holder.store.writing():
                held.set()
                go_on.wait(20)

        holding = threading.Thread(target=hold)
        holding.start()
        held.wait(20)
        asks = [
            lambda n=n: writer.append(
                [claim(f"c-{n}", supersedes="c-none" if n == 7 else None)],
                author="ann",
                recorded_at=MONDAY,
                request=f"r-{n}",
            )
            for n in range(20)
        ]
        with ThreadPoolExecutor(20) as pool:
            futures = [pool.submit(ask) for ask in asks]
            go_on.set()
            done = [future.exception() or future.result() for future in futures]
        holding.join()
        assert [one for one in done if isinstance(one, Appended)] == [Appended(1, 0)] * 19
        assert isinstance(done[7], NotFound)
        assert other.verify() == 19


def test_what_waits_is_recorded_with_one_commit(
    file: SqlitePlace, ledger: SealedLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []
    record = SealedLedger.append_each
    first = threading.Event()

    def slow(self: SealedLedger, asked: list[Submission]) -> list[Appended | Exception]:
        groups.append(len(asked))
        if len(groups) == 1:
            first.wait(20)
        return record(self, asked)

    monkeypatch.setattr(SealedLedger, "append_each", slow)
    with GroupWriter(lambda: open_ledger(file)) as writer, ThreadPoolExecutor(10) as pool:

        def ask(number: int) -> Appended:
            return writer.append([claim(f"c-{number}")], author="a", recorded_at=MONDAY)

        futures = [pool.submit(ask, 0)]
        while not groups:
            pass
        futures += [pool.submit(ask, n) for n in range(1, 10)]
        while len(writer._waiting) < 9:
            pass
        first.set()
        assert [future.result().new for future in futures] == [1] * 10
    assert groups == [1, 9]
    assert ledger.verify() == 10


def test_a_queue_that_is_full_says_so_at_once(file: SqlitePlace, ledger: SealedLedger) -> None:
    release = threading.Event()

    def opened() -> SealedLedger:
        return open_ledger(file)

    with GroupWriter(opened, most_waiting=2) as writer, ThreadPoolExecutor(4) as pool:
        with ledger.store.writing():

            def ask(number: int) -> Appended:
                return writer.append([claim(f"c-{number}")], author="a", recorded_at=MONDAY)

            futures = [pool.submit(ask, 0)]
            while writer._waiting:  # the first is taken up, and waits for the file
                pass
            while not release.is_set():
                futures.append(pool.submit(ask, len(futures)))
                if len(writer._waiting) == 2:
                    release.set()
            with pytest.raises(LedgerBusy, match="2 others wait already"):
                ask(99)
        answers = [future.exception() or future.result() for future in futures]
    kept = [one for one in answers if isinstance(one, Appended)]
    assert len(kept) >= 2
    assert all(isinstance(one, Appended | LedgerBusy) for one in answers)
    assert ledger.verify() == len(kept)


def test_who_asks_a_closed_writer_is_told_and_a_ledger_that_is_gone_too(file: SqlitePlace) -> None:
    writer = GroupWriter(lambda: open_ledger(file))
    writer.close()
    writer.close()
    with pytest.raises(LedgerBusy, match="was closed"):
        writer.append([claim("c-1")], author="a", recorded_at=MONDAY)
    file.path.write_bytes(b"no ledger")
    with (
        GroupWriter(lambda: open_ledger(file)) as other,
        pytest.raises(LedgerDamaged, match="is no ledger"),
    ):
        other.append([claim("c-1")], author="a", recorded_at=MONDAY)


def test_what_is_recorded_goes_where_the_ledger_is_now(file: SqlitePlace, tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    moved = SqlitePlace(tmp_path / "moved")
    open_ledger(moved).close()
    places = [file]
    with GroupWriter(lambda: open_ledger(places[-1])) as writer:
        writer.append([claim("c-1")], author="a", recorded_at=MONDAY)
        places.append(moved)
        writer.append([claim("c-2")], author="a", recorded_at=MONDAY)
    for place, key in zip(places, ("c-1", "c-2"), strict=True):
        with open_ledger(place) as ledger:
            assert [entry.key for entry in ledger.entries()] == [key]


def test_no_thread_lives_while_nobody_records(file: SqlitePlace) -> None:
    writer = GroupWriter(lambda: open_ledger(file))
    writer.append([claim("c-1")], author="a", recorded_at=MONDAY)
    writer.close()
    threads = [one for one in threading.enumerate() if one.name.endswith("(_work)")]
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)


def test_a_store_that_fails_is_told_to_all_who_shared_the_commit(
    file: SqlitePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LedgerDamaged("the disk is gone")

    with GroupWriter(lambda: open_ledger(file)) as writer:
        monkeypatch.setattr(Intake, "rows", fail)

        def ask() -> Appended:
            return writer.append([claim("c-1")], author="a", recorded_at=MONDAY)

        assert all(isinstance(told, LedgerDamaged) for told in many([ask] * 5))
        monkeypatch.undo()
        assert ask().new == 1


def test_the_line_before_a_file_has_so_many_places_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    first, second, third = (Turn(path, timeout_s=1, most_waiting=1) for _ in range(3))
    with first.taken():
        waiting = threading.Thread(target=lambda: second.taken().__enter__())
        waiting.start()
        while not _is_next_taken(path):
            pass
        behind = threading.Thread(target=_taken_or_not, args=(first, path))
        behind.start()
        behind.join()
    waiting.join()
    for turn in (first, second, third):
        turn.close()


def _is_next_taken(path: Path) -> bool:
    probe = Turn(path, timeout_s=0.01, most_waiting=1)
    try:
        assert probe._is_open()
        if probe._is_taken(1):
            probe._release(1)
            return False
        return True
    finally:
        probe.close()


def _taken_or_not(_: Turn, path: Path) -> None:
    """Fill the one place of the line; who comes after is refused at once."""
    inside = Turn(path, timeout_s=0.2, most_waiting=1)
    outside = Turn(path, timeout_s=0.2, most_waiting=1)
    assert inside._is_open()
    place = inside._place_in_line()
    with pytest.raises(LedgerBusy, match="1 others wait already"), outside.taken():
        pass
    inside._release(place)
    for turn in (inside, outside):
        turn.close()


@pytest.mark.skipif(sys.platform != "linux", reason="locks of an open file are Linux's")
def test_threads_of_one_process_take_turns_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    first, second = (Turn(path, timeout_s=0.05) for _ in range(2))
    with first.taken(), pytest.raises(LedgerBusy, match=r"for 0\.05 seconds"), second.taken():
        pass
    with second.taken():
        pass
    for turn in (first, second):
        turn.close()


def test_an_entry_of_a_kind_of_the_future_is_told_and_still_verified(
    ledger: SealedLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr("truceline.evidence.sealed.EntryKind", _no_kind)
        with pytest.raises(TrucelineError, match="use a newer Truceline"):
            list(ledger.entries())
    assert ledger.verify() == 1


def _no_kind(kind: str) -> EntryKind:
    raise ValueError(kind)
