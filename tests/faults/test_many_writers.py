"""Many processes write to one ledger: no error, no gap, and none of them starves.

TRUCELINE_WRITERS sets how many (2 by default), TRUCELINE_WRITERS_S for how many seconds (1).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.places import Place, PostgresqlPlace, open_ledger

pytestmark = pytest.mark.slow

WRITER = Path(__file__).with_name("many_writers.py")
WRITERS = int(os.environ.get("TRUCELINE_WRITERS", "2"))
SECONDS = os.environ.get("TRUCELINE_WRITERS_S", "1")
# Of an even share the slowest must get so much.
LEAST_SHARE = 0.3


def start(place: Place, name: str, batch: int) -> subprocess.Popen[str]:
    """Start a writer, and wait until it is ready."""
    server = isinstance(place, PostgresqlPlace)
    where = [
        "postgresql" if server else "sqlite",
        str(place.folder),
        place.admin if isinstance(place, PostgresqlPlace) else "-",
    ]
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(ROOT), *where, name, SECONDS, str(batch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


@pytest.mark.parametrize("batch", [1, 20] if WRITERS > 4 else [1])
def test_no_writer_meets_an_error_or_starves(place: Place, batch: int) -> None:
    open_ledger(place).close()
    writers = [start(place, f"w{number}", batch) for number in range(WRITERS)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [writer.communicate(timeout=60 + 2 * float(SECONDS)) for writer in writers]
    counts = [int(said.split()[0]) for said, _ in told]
    waits_s = [float(said.split()[2]) for said, _ in told]

    mean = sum(counts) / WRITERS
    print(
        f"{type(place).__name__}, {WRITERS} writers, batch {batch}: {counts}; slowest "
        f"{min(counts) / mean:.2f} of the mean, longest wait {max(waits_s):.2f} s"
    )
    assert [complaint for _, complaint in told] == [""] * WRITERS
    assert min(counts) >= LEAST_SHARE * mean
    with open_ledger(place) as ledger:
        assert ledger.verify() == sum(counts) * batch
        found = [entry.key for entry in ledger.entries()]
    for number, count in enumerate(counts):
        own = [key for key in found if key.startswith(f"w{number}-")]
        assert own == [f"w{number}-{at}-{part}" for at in range(count) for part in range(batch)]
