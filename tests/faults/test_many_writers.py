"""Many processes write to one ledger: no error, no gap, and none of them starves.

TRUCELINE_WRITERS sets how many (2 by default), TRUCELINE_WRITERS_S for how many seconds (1).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.table import SOUND, Tell
from tests.places import Place, PostgresqlPlace, SqlitePlace, open_ledger

pytestmark = pytest.mark.slow

WRITER = Path(__file__).with_name("many_writers.py")
WRITERS = int(os.environ.get("TRUCELINE_WRITERS", "2"))
SECONDS = os.environ.get("TRUCELINE_WRITERS_S", "1")
# Of an even share the slowest must get so much.
LEAST_SHARE = 0.3
# A build that is broken on purpose shows it in nearly every run.
ATTEMPTS = 10


@dataclass(frozen=True)
class Outcome:
    """What writers did, and how it went."""

    counts: list[int]
    waits_s: list[float]
    complaints: list[str]

    @property
    def errors(self) -> int:
        return sum(len(said.splitlines()) for said in self.complaints)

    @property
    def slowest_share(self) -> float:
        """Return what the slowest did, of an even share."""
        return min(self.counts) * len(self.counts) / max(1, sum(self.counts))

    def __str__(self) -> str:
        return (
            f"{sum(self.counts)} appends, {self.errors} errors, slowest {self.slowest_share:.2f} "
            f"of the mean, longest wait {max(self.waits_s):.1f} s"
        )


def start(place: Place, name: str, batch: int, build: str) -> subprocess.Popen[str]:
    """Start a writer, and wait until it is ready."""
    server = isinstance(place, PostgresqlPlace)
    where = [
        "postgresql" if server else "sqlite",
        str(place.folder),
        place.admin if isinstance(place, PostgresqlPlace) else "-",
    ]
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(ROOT), *where, name, SECONDS, str(batch), build],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def crowd(place: Place, writers: int, *, batch: int, build: str = SOUND) -> Outcome:
    """Let writers append beside one another; return what each did."""
    open_ledger(place).close()
    started = [start(place, f"w{number}", batch, build) for number in range(writers)]
    for writer in started:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [writer.communicate(timeout=60 + 2 * float(SECONDS)) for writer in started]
    return Outcome(
        counts=[int(said.split()[0]) for said, _ in told],
        waits_s=[float(said.split()[2]) for said, _ in told],
        complaints=[complaint for _, complaint in told],
    )


@pytest.mark.parametrize("batch", [1, 20] if WRITERS > 4 else [1])
def test_no_writer_meets_an_error_or_starves(place: Place, batch: int, tell: Tell) -> None:
    outcome = crowd(place, WRITERS, batch=batch)

    tell(
        f"{WRITERS} writers, {'server' if isinstance(place, PostgresqlPlace) else 'file'}",
        tried=f"{SECONDS} s, batch {batch}",
        came_out=str(outcome),
        lost=outcome.errors,
    )
    assert outcome.complaints == [""] * WRITERS
    assert outcome.slowest_share >= LEAST_SHARE
    with open_ledger(place) as ledger:
        assert ledger.verify() == sum(outcome.counts) * batch
        found = [entry.key for entry in ledger.entries()]
    for number, count in enumerate(outcome.counts):
        own = [key for key in found if key.startswith(f"w{number}-")]
        assert own == [f"w{number}-{at}-{part}" for at in range(count) for part in range(batch)]


def test_the_harness_finds_writers_that_read_before_they_hold_the_file(
    tmp_path: Path, tell: Tell
) -> None:
    build = "reads the head before it holds the file"
    for attempt in range(ATTEMPTS):
        (tmp_path / str(attempt)).mkdir()
        outcome = crowd(SqlitePlace(tmp_path / str(attempt)), 2, batch=1, build=build)
        if outcome.errors:
            tell(
                "2 writers, file",
                build=build,
                tried=f"{SECONDS} s, batch 1",
                came_out=str(outcome),
                lost=outcome.errors,
            )
            return
    pytest.fail(f"{ATTEMPTS} runs did not show that a writer {build}")


@pytest.mark.skipif(WRITERS <= 4, reason="a few writers do not starve one another")
def test_the_harness_finds_writers_that_take_no_turns(tmp_path: Path, tell: Tell) -> None:
    build = "takes no turns"
    for attempt in range(ATTEMPTS):
        (tmp_path / str(attempt)).mkdir()
        place = SqlitePlace(tmp_path / str(attempt))
        outcome = crowd(place, WRITERS, batch=20, build=build)
        if outcome.slowest_share < LEAST_SHARE:
            tell(
                f"{WRITERS} writers, file",
                build=build,
                tried=f"{SECONDS} s, batch 20",
                came_out=str(outcome),
                lost=1,
            )
            return
    pytest.fail(f"{ATTEMPTS} runs did not show that a writer {build}")
