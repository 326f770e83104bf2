"""The ledger does what a plain list of drafts would, whatever is done and in any order.

In a file and on a server. TRUCELINE_MACHINES sets how many runs (12 by default), of 25 steps each;
on the server a quarter of them.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.table import Tell
from tests.places import PostgresqlPlace
from truceline.errors import NotFound, SealRefused
from truceline.evidence.audit import audit
from truceline.evidence.checkpoint import Checkpoint
from truceline.evidence.copy_rows import copied
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, Entry, EntryKind, Reason, withdrawal
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.signer import Signer
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.stores.sqlite_form import fill
from truceline.evidence.stores.store import Store

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)
ORIGIN = "example.org/log"
STEPS = 25
RUNS = int(os.environ.get("TRUCELINE_MACHINES", "12"))


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


def in_memory() -> SqliteStore:
    """Return an empty store in memory: what is tested here is meaning, not keeping."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    fill(connection)
    return SqliteStore(connection, Path("memory"))


@dataclass
class Kept:
    """A draft in the model, when it was recorded by which clock, and whether it was erased since.

    To erase destroys its key for good, in every backup; a tombstone stands in the ledger alone in
    which it was erased, and so a restored one may get another.
    """

    draft: Draft
    moment: datetime
    clock: datetime
    erased: bool = False


class AgainstAList(RuleBasedStateMachine):
    """Append, supersede, withdraw, erase, seal, back up, restore, with a clock that jumps."""

    keys = st.sampled_from(["c-1", "c-2", "c-3"])
    hours = st.integers(0, 48)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        Keys.create(self.folder / "ledger.keys").close()
        self.ledger = SealedLedger(self.new_store(), Keys(self.folder / "ledger.keys"))
        self.model: list[Kept] = []
        self.signer = Signer.create(self.folder / "signer-0", origin=ORIGIN)
        self.seals: list[Checkpoint] = []
        # What the signer of today signed last; one that began anew remembers nothing of before.
        self.signed = 0
        self.backups: list[tuple[SqliteStore, list[Kept], set[int]]] = []
        self.tombstones: set[int] = set()

    def new_store(self) -> Store:
        """Return an empty store to be tested."""
        return in_memory()

    def model_standing(self, as_of: datetime | None = None) -> dict[str, Draft]:
        stands: dict[str, Draft] = {}
        for kept in self.model:
            draft = kept.draft
            if as_of is not None and kept.moment > as_of:
                continue
            if draft.supersedes is not None:
                stands.pop(draft.supersedes, None)
            if draft.kind is EntryKind.CLAIM:
                stands.pop(draft.key, None)
                if not kept.erased:
                    stands[draft.key] = draft
        return stands

    def keep(self, draft: Draft, hour: int) -> None:
        moment = MONDAY + timedelta(hours=hour)
        latest = max([moment, *(kept.moment for kept in self.model)])
        self.model.append(Kept(draft, latest, moment))

    def append(self, draft: Draft, hour: int, *, new: bool, possible: bool) -> None:
        moment = MONDAY + timedelta(hours=hour)
        try:
            done = self.ledger.append([draft], author="a", recorded_at=moment)
        except NotFound:
            assert not possible
            return
        assert possible
        assert done.new == int(new)
        if new:
            self.keep(draft, hour)

    @rule(key=keys, words=st.integers(0, 1), hour=hours)
    def add(self, key: str, words: int, hour: int) -> None:
        ever = any(kept.draft.key == key for kept in self.model)
        self.append(claim(key, words), hour, new=not ever, possible=True)

    @rule(key=keys, old=keys, words=st.integers(0, 1), hour=hours)
    def supersede(self, key: str, old: str, words: int, hour: int) -> None:
        ever = any(kept.draft.key == key for kept in self.model)
        draft, stands = claim(key, words, supersedes=old), self.model_standing()
        same = key in stands and stands[key].record == draft.record
        new = not same if key == old else old in stands
        self.append(draft, hour, new=new, possible=ever or old in stands)

    @rule(key=keys, hour=hours)
    def withdraw(self, key: str, hour: int) -> None:
        draft = withdrawal(kind=EntryKind.CLAIM, key=key, reason="x")
        ever = any(kept.draft.key == draft.key for kept in self.model)
        stands = key in self.model_standing()
        self.append(draft, hour, new=stands, possible=ever or stands)

    @rule(key=keys, hour=hours)
    def erase(self, key: str, hour: int) -> None:
        gone = [
            kept
            for kept in self.model
            if id(kept) not in self.tombstones
            and (
                (kept.draft.kind is EntryKind.CLAIM and kept.draft.key == key)
                or (kept.draft.kind is EntryKind.WITHDRAWAL and kept.draft.supersedes == key)
            )
        ]
        count = self.ledger.erase(
            [(EntryKind.CLAIM, key)],
            reason=Reason.MISTAKE,
            approved_by=["b"],
            author="a",
            recorded_at=MONDAY + timedelta(hours=hour),
        )
        assert count == len(gone)
        for kept in gone:
            kept.erased = True
            self.tombstones.add(id(kept))
        if gone:
            self.keep(Draft(kind=EntryKind.ERASURE, key="e", record={}), hour)

    @rule(hour=hours)
    def seal(self, hour: int) -> None:
        note = self.signer.sign(self.ledger, now=MONDAY + timedelta(hours=hour))
        self.seals.append(Checkpoint.parse(note.text))
        assert self.seals[-1].size == len(self.model)
        self.signed = len(self.model)

    @rule()
    def back_up(self) -> None:
        store = in_memory()
        assert list(copied(self.ledger.store, store))[-1] == len(self.model)
        self.backups.append((store, list(self.model), set(self.tombstones)))

    @precondition(lambda self: self.backups)
    @rule()
    def restore(self) -> None:
        store, model, self.tombstones = self.backups.pop()
        self.ledger.close()
        fresh = self.new_store()
        assert list(copied(store, fresh))[-1] == len(model)
        # The keys are those of today: what was erased since the backup opens no more.
        self.ledger = SealedLedger(fresh, Keys(self.folder / "ledger.keys"))
        self.model = list(model)
        if self.signed > len(model):
            try:
                self.signer.sign(self.ledger, now=MONDAY)
                raise AssertionError("the signer sealed a ledger that was set back")
            except SealRefused:
                pass
            name = f"signer-{len(list(self.folder.iterdir()))}"
            self.signer, self.signed = Signer.create(self.folder / name, origin=ORIGIN), 0
        self.seals = [seal for seal in self.seals if seal.size <= len(model)]

    @invariant()
    def every_day_shows_what_the_list_shows(self) -> None:
        for as_of in (None, MONDAY + DAY, MONDAY):
            shown: list[Entry] = list(self.ledger.standing(kind=EntryKind.CLAIM, as_of=as_of))
            wanted = self.model_standing(as_of)
            assert [(entry.key, entry.record) for entry in shown] == [
                (key, draft.record) for key, draft in wanted.items()
            ]
        entries = list(self.ledger.entries())
        assert [entry.erased for entry in entries] == [kept.erased for kept in self.model]
        assert [entry.recorded_at for entry in entries] == [kept.moment for kept in self.model]
        assert [entry.clock for entry in entries] == [kept.clock for kept in self.model]
        newest = [entry.index for entry in self.ledger.page(limit=3).entries]
        assert newest == list(range(len(entries)))[::-1][:3]
        assert self.ledger.count(EntryKind.CLAIM) == sum(
            kept.draft.kind is EntryKind.CLAIM for kept in self.model
        )
        found = audit(self.ledger, self.seals)
        assert found.size == len(self.model) == self.ledger.size()

    def teardown(self) -> None:
        self.ledger.close()
        for store, _, _ in self.backups:
            store.close()
        shutil.rmtree(self.folder)


def test_a_ledger_means_what_a_list_means(tell: Tell) -> None:
    run_state_machine_as_test(
        AgainstAList,
        settings=settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None),
    )
    tell(
        "anything against a list, file",
        tried=f"{RUNS} runs of {STEPS} steps",
        came_out="none differed",
    )


@pytest.mark.slow
def test_the_harness_finds_a_ledger_whose_withdrawals_take_nothing_away(tell: Tell) -> None:
    class WithoutWithdrawals(AgainstAList):
        """The same, over a store that forgets what an entry takes away."""

        def new_store(self) -> Store:
            store = super().new_store()
            sound = store.rows
            store.rows = lambda **how: sound(**{**how, "standing": False})  # type: ignore[method-assign]
            return store

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            WithoutWithdrawals,
            settings=settings(
                max_examples=100,
                stateful_step_count=STEPS,
                deadline=None,
                phases=[Phase.generate],
                database=None,
                report_multiple_bugs=False,
            ),
        )
    tell(
        "anything against a list, file",
        build="what was withdrawn stands",
        tried="up to 100 runs",
        came_out="it differed",
        lost=1,
    )


@pytest.mark.slow
def test_on_a_server_it_does_the_same(postgresql_ledger: str, tmp_path: Path, tell: Tell) -> None:
    place, runs = PostgresqlPlace(tmp_path, postgresql_ledger), max(2, RUNS // 4)

    class OnAServer(AgainstAList):
        """The same, with each ledger on a server and each backup in a file."""

        def new_store(self) -> Store:
            place.empty()
            return place.store()

    try:
        run_state_machine_as_test(
            OnAServer,
            settings=settings(max_examples=runs, stateful_step_count=STEPS, deadline=None),
        )
        tell(
            "anything against a list, server",
            tried=f"{runs} runs of {STEPS} steps",
            came_out="none differed",
        )
    finally:
        place.empty()
