"""The ledger does what a plain list of drafts would, whatever is done and in any order."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from truceline.errors import NotFound
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, Entry, EntryKind, withdrawal
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_file
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.tree import EMPTY_ROOT

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


class AgainstAList(RuleBasedStateMachine):
    """The ledger does what a plain list of drafts would, whatever is done and in any order."""

    keys = st.sampled_from(["c-1", "c-2", "c-3"])
    hours = st.integers(0, 48)

    def __init__(self) -> None:
        super().__init__()
        # A private database in memory: what is tested here is meaning, not keeping.
        connection = sqlite3.connect(":memory:", isolation_level=None)
        for statement in sqlite_file._SCHEMA.values():
            connection.execute(statement)
        connection.execute("INSERT INTO head VALUES (1, 0, x'', ?)", (EMPTY_ROOT,))
        self.folder = tempfile.TemporaryDirectory()
        keys = Keys.create(Path(self.folder.name) / "ledger.keys")
        self.ledger = SealedLedger(SqliteStore(connection, Path("memory")), keys)
        self.model: list[tuple[Draft, datetime]] = []

    def model_standing(self, as_of: datetime | None = None) -> dict[str, Draft]:
        stands: dict[str, Draft] = {}
        for draft, moment in self.model:
            if as_of is not None and moment > as_of:
                continue
            if draft.supersedes is not None:
                stands.pop(draft.supersedes, None)
            if draft.kind is EntryKind.CLAIM:
                stands.pop(draft.key, None)
                stands[draft.key] = draft
        return stands

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
            latest = max([moment, *(before for _, before in self.model)])
            self.model.append((draft, latest))

    @rule(key=keys, words=st.integers(0, 1), hour=hours)
    def add(self, key: str, words: int, hour: int) -> None:
        ever = any(draft.key == key for draft, _ in self.model)
        self.append(claim(key, words), hour, new=not ever, possible=True)

    @rule(key=keys, old=keys, words=st.integers(0, 1), hour=hours)
    def supersede(self, key: str, old: str, words: int, hour: int) -> None:
        ever = any(draft.key == key for draft, _ in self.model)
        draft, stands = claim(key, words, supersedes=old), self.model_standing()
        same = key in stands and stands[key].record == draft.record
        new = not same if key == old else old in stands
        self.append(draft, hour, new=new, possible=ever or old in stands)

    @rule(key=keys, hour=hours)
    def withdraw(self, key: str, hour: int) -> None:
        draft = withdrawal(kind=EntryKind.CLAIM, key=key, reason="x")
        ever = any(done.key == draft.key for done, _ in self.model)
        stands = key in self.model_standing()
        self.append(draft, hour, new=stands, possible=ever or stands)

    @invariant()
    def every_day_shows_what_the_list_shows(self) -> None:
        for as_of in (None, MONDAY + DAY, MONDAY):
            shown: list[Entry] = list(self.ledger.standing(kind=EntryKind.CLAIM, as_of=as_of))
            wanted = self.model_standing(as_of)
            assert [(entry.key, entry.record) for entry in shown] == [
                (key, draft.record) for key, draft in wanted.items()
            ]
        assert self.ledger.verify() == len(self.model) == self.ledger.size()

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()


TestAgainstAList = AgainstAList.TestCase
TestAgainstAList.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
