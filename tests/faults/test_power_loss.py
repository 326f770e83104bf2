"""What was acknowledged is kept, and can be read, though the power is cut at any moment.

TRUCELINE_POWER_CUTS sets how many trials (16 by default), TRUCELINE_SEED which.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from tests.faults.disk import Disk, DiskOs, ForgetfulVfs, PowerCut
from tests.faults.table import Tell
from tests.faults.through_apsw import Connection
from tests.places import seeded
from truceline.errors import LedgerDamaged, TrucelineError
from truceline.evidence import keys as keys_module
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_file, sqlite_form
from truceline.evidence.stores.sqlite import SqliteStore

pytestmark = pytest.mark.slow

TRIALS = int(os.environ.get("TRUCELINE_POWER_CUTS", "16"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)
NAME, KEYS_NAME = "ledger.sqlite", "ledger.keys"
MOST_CUTS = 3
# An append makes ten to thirty changes to the disk, an opening that rolls back about as many.
FARTHEST_CUT = 200
# Of a ledger that is broken on purpose every fourth trial shows it, at the least.
BROKEN_TRIALS = max(8, TRIALS // 10)


@dataclass(frozen=True)
class Build:
    """A ledger as it is, or broken on purpose."""

    settings: tuple[tuple[str, str], ...] = ()
    log: bool = True
    acknowledges_early: bool = False
    syncs_keys: bool = True


SOUND = {
    "power cut": Build(),
    # A ledger is emptied of its log every four megabytes; here every few appends.
    "power cut, log emptied often": Build(settings=(("wal_autocheckpoint", "8"),)),
    "power cut, rollback journal": Build(log=False),
}
BROKEN = {
    "a sync is left out": Build(settings=(("synchronous", "NORMAL"),)),
    "nothing is synced": Build(settings=(("synchronous", "OFF"),)),
    "rollback journal, the folder is not synced": Build(
        settings=(("synchronous", "FULL"),), log=False
    ),
    "rollback journal, a sync is left out": Build(settings=(("synchronous", "NORMAL"),), log=False),
    "it acknowledges before it commits": Build(acknowledges_early=True),
    "the keys are not synced": Build(syncs_keys=False),
}


@dataclass
class Outcome:
    """What a number of trials came to."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    trials_with_loss: int = 0
    spoiled: list[str] = field(default_factory=list)

    def told(self, tell: Tell, trials: int, fault: str = "power cut", **build: str) -> None:
        """Tell the row of the table."""
        tell(
            fault,
            tried=f"{trials} trials, {self.cuts} cuts",
            came_out=f"{self.acknowledged} acknowledged, {self.lost} lost in "
            f"{self.trials_with_loss} trials, {len(self.spoiled)} spoiled",
            lost=self.lost + len(self.spoiled),
            **build,
        )


class Trial:
    """One ledger on one disk, through one to three cuts."""

    def __init__(self, vfs: ForgetfulVfs, disk: Disk, build: Build) -> None:
        self.vfs, self.build = vfs, build
        vfs.disk = self.disk = disk
        self.acknowledged: list[str] = []
        self.batches = 0

    @contextmanager
    def opened(self) -> Iterator[SealedLedger]:
        """Open the ledger with the checks of a real opening; close it, whatever that says."""
        connection = Connection(NAME, vfs=self.vfs.name)
        try:
            if self.build.log:
                # There is no shared memory here, so no log but for one who has the file alone.
                connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            sqlite_file._check_form(connection, Path(NAME))  # type: ignore[arg-type]
            sqlite_file._set(connection, Path(NAME))  # type: ignore[arg-type]
            for name, value in self.build.settings:
                connection.execute(f"PRAGMA {name}={value}")
            store = SqliteStore(connection, Path(NAME), log=self.build.log)  # type: ignore[arg-type]
            yield SealedLedger(store, Keys(Path(KEYS_NAME), entropy=self.disk.chance.randbytes))
        finally:
            with suppress(apsw.Error):
                connection.close()

    def run(self) -> None:
        """Open and append until the power goes."""
        self.disk.cut_at = self.disk.chance.randrange(1, FARTHEST_CUT)
        try:
            with self.opened() as ledger:
                while True:
                    self.append(ledger)
        except (PowerCut, TrucelineError, sqlite3.Error, apsw.Error):
            # SQLite may tell of an error in the place of the cut that it met in a callback.
            if not self.disk.is_off:
                raise
        self.disk.start_anew()

    def append(self, ledger: SealedLedger) -> None:
        batch, size = f"b{self.batches}", self.disk.chance.randrange(1, 6)
        self.batches += 1
        drafts = [
            Draft(
                kind=EntryKind.CLAIM,
                key=f"{batch}-{part}-{size}",
                record={"words": "w" * self.disk.chance.randrange(2_000)},
            )
            for part in range(size)
        ]
        if self.build.acknowledges_early:
            self.acknowledged.append(batch)
        ledger.append(drafts, author="w", recorded_at=MOMENT)
        if not self.build.acknowledges_early:
            self.acknowledged.append(batch)

    def lost(self) -> int:
        """Open after the last cut, check all, and return how many batches are gone."""
        with self.opened() as ledger:
            entries = list(ledger.entries())
            assert ledger.verify() == len(entries)
        assert [entry.index for entry in entries] == list(range(len(entries)))
        assert not any(entry.erased for entry in entries), "an entry opens no more"
        found = Counter(entry.key.split("-")[0] for entry in entries)
        sizes = {entry.key.split("-")[0]: int(entry.key.split("-")[2]) for entry in entries}
        assert found == sizes, "a batch is there in part"
        assert len({entry.key for entry in entries}) == len(entries)
        return sum(batch not in found for batch in self.acknowledged)


def empty_disk(vfs: ForgetfulVfs) -> Disk:
    """Return a disk with an empty ledger on it."""
    vfs.disk = disk = Disk(random.Random(SEED))  # noqa: S311
    Keys.create(Path(KEYS_NAME), entropy=seeded(SEED)).close()
    connection = Connection(NAME, vfs=vfs.name)
    sqlite_file._set(connection, Path(NAME))  # type: ignore[arg-type]
    sqlite_form.fill(connection)  # type: ignore[arg-type]
    connection.close()
    disk.sync_folder()
    return disk


def trials(count: int, build: Build, patch: pytest.MonkeyPatch) -> Outcome:
    """Run a number of trials, each on a disk of its own and from a seed of its own."""
    vfs = ForgetfulVfs()
    outcome = Outcome()
    patch.setattr(keys_module, "os", DiskOs(vfs, syncs=build.syncs_keys))
    try:
        empty = empty_disk(vfs)
        for number in range(count):
            seed = SEED * 1_000_000 + number
            chance = random.Random(seed)  # noqa: S311
            trial = Trial(vfs, empty.copy(chance), build)
            cuts = chance.randrange(1, MOST_CUTS + 1)
            lost = 0
            try:
                for _ in range(cuts):
                    trial.run()
                lost = trial.lost()
            except (LedgerDamaged, AssertionError, sqlite3.Error, apsw.Error) as error:
                outcome.spoiled.append(f"seed {seed}: {error}")
            outcome.cuts += cuts
            outcome.acknowledged += len(trial.acknowledged)
            outcome.lost += lost
            outcome.trials_with_loss += lost > 0
    finally:
        patch.undo()
        vfs.unregister()
    return outcome


@pytest.mark.parametrize("fault", SOUND)
def test_no_cut_loses_tears_or_locks_away_what_was_acknowledged(
    fault: str, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    outcome = trials(TRIALS, SOUND[fault], monkeypatch)

    outcome.told(tell, TRIALS, fault)
    assert outcome.acknowledged > TRIALS
    assert (outcome.lost, outcome.spoiled) == (0, [])


@pytest.mark.parametrize("fault", BROKEN)
def test_the_harness_finds_a_ledger_that_is_broken_on_purpose(
    fault: str, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    outcome = trials(BROKEN_TRIALS, BROKEN[fault], monkeypatch)

    outcome.told(tell, BROKEN_TRIALS, build=fault)
    assert outcome.lost or outcome.spoiled
