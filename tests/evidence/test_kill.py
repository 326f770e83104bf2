"""What was acknowledged is kept though the process is killed at any moment.

TRUCELINE_KILLS sets how many times (25 by default), TRUCELINE_SEED the moments.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.table import Tell
from truceline.evidence.stores.sqlite import SqliteLedger

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("writer.py")
BATCH = 3

KILLS = int(os.environ.get("TRUCELINE_KILLS", "25"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
# One kill in five falls while the process starts, the others after its first word, as the
# moments of a Poisson process would.
MEAN_WAIT_S = 0.03
START_WAIT_S = 0.08
KILLS_OF_A_LEDGER = 50


@dataclass
class Outcome:
    """What a series of kills did to a ledger."""

    acknowledged: int = 0
    waited_for: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def start(ledger: Path, name: str, mode: str, *more: str) -> subprocess.Popen[bytes]:
    """Start a writer in an interpreter of its own."""
    command = [sys.executable, "-I", str(WRITER), str(ROOT / "src"), str(ledger), name, mode]
    return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed(ledger: Path, name: str, mode: str, chance: random.Random) -> tuple[list[str], bool]:
    """Run a writer and kill it at a random moment.

    Return the batches it acknowledged, and whether its first word was waited for.
    """
    with start(ledger, name, mode) as process:
        assert process.stdout is not None
        said = b""
        waits = chance.random() >= 0.2
        if not waits:
            time.sleep(chance.random() * START_WAIT_S)
        else:
            said = process.stdout.readline()
            time.sleep(chance.expovariate(1 / MEAN_WAIT_S))
        process.kill()
        said += process.stdout.read()
    # A line that was cut short acknowledges nothing.
    return [f"{name}-{line.decode()}" for line in said.split(b"\n")[:-1]], waits


def trial(folder: Path, *, mode: str, kills: int, seed: int = SEED) -> Outcome:
    """Kill writers again and again, and compare what was said with what is there.

    After some kills another ledger is begun: each is verified and read whole after every kill.
    """
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311
    for first in range(0, kills, KILLS_OF_A_LEDGER):
        path = folder / f"{first}" / "ledger.sqlite"
        path.parent.mkdir()
        _kill_on(path, min(KILLS_OF_A_LEDGER, kills - first), outcome, mode=mode, chance=chance)
    return outcome


def _kill_on(path: Path, kills: int, outcome: Outcome, *, mode: str, chance: random.Random) -> None:
    SqliteLedger.create(path).close()
    acknowledged: set[str] = set()
    for cycle in range(kills):
        said, waited = killed(path, f"w{cycle}", mode, chance)
        acknowledged.update(said)
        outcome.waited_for += waited
        with SqliteLedger.open(path) as ledger:
            entries = list(ledger.entries())
            assert ledger.verify() == len(entries) == ledger.size()
        assert [entry.index for entry in entries] == list(range(len(entries)))
    outcome.acknowledged += len(acknowledged)
    parts = Counter(entry.key.rpartition("-")[0] for entry in entries)
    keys = Counter(entry.key for entry in entries)
    outcome.lost += sorted(batch for batch in acknowledged if not parts[batch])
    outcome.torn += sorted(batch for batch, found in parts.items() if found != BATCH)
    outcome.doubled += sorted(key for key, found in keys.items() if found > 1)


def test_no_kill_loses_tears_or_doubles_what_was_acknowledged(tmp_path: Path, tell: Tell) -> None:
    outcome = trial(tmp_path, mode="sound", kills=KILLS)

    tell(
        "kill -9: append",
        tried=f"{KILLS} kills",
        came_out=f"{outcome.acknowledged} acknowledged, {len(outcome.torn)} torn, "
        f"{len(outcome.doubled)} doubled",
        lost=len(outcome.lost),
    )
    # However busy the machine: a writer whose first word was waited for has said it.
    assert outcome.acknowledged >= outcome.waited_for > KILLS // 2
    assert (outcome.lost, outcome.torn, outcome.doubled) == ([], [], [])


@pytest.mark.parametrize(
    ("mode", "fault"),
    [("acknowledges before it commits", "lost"), ("commits one by one", "torn")],
)
def test_the_harness_finds_a_writer_that_is_broken_on_purpose(
    tmp_path: Path, mode: str, fault: str, tell: Tell
) -> None:
    # A single kill finds it in a good part of the cases, each at another moment.
    for attempt in range(60):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        if found := getattr(trial(folder, mode=mode, kills=1, seed=SEED + attempt), fault):
            tell(
                "kill -9: append",
                build=mode,
                tried="up to 60 kills",
                came_out=f"{fault} at kill {attempt + 1}",
                lost=len(found),
            )
            return
    pytest.fail(f"60 kills did not show that a writer {mode}")


def test_two_processes_append_at_once_without_an_error(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    SqliteLedger.create(path).close()
    writers = [start(path, name, "sound", "40") for name in ("a", "b")]
    for writer in writers:
        said, complaint = writer.communicate(timeout=60)
        assert (writer.returncode, complaint) == (0, b"")
        assert said.split() == [str(number).encode() for number in range(40)]

    with SqliteLedger.open(path) as ledger:
        assert ledger.verify() == 2 * 40 * BATCH
        found = [entry.key for entry in ledger.entries()]
    for name in ("a", "b"):
        own = [key for key in found if key.startswith(name)]
        assert own == [f"{name}-{number}-{part}" for number in range(40) for part in range(BATCH)]
