"""Whatever system call of an append fails, or kills the process: nothing acknowledged is lost.

TRUCELINE_CALLS sets how many cases (4 by default, "all" for every one), TRUCELINE_SEED which.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.sweep import BATCHES, Case, Ending, calls_of_an_append, cases, injected
from tests.faults.table import Tell
from truceline.evidence.stores.sqlite import SqliteLedger

pytestmark = pytest.mark.slow

CASES = os.environ.get("TRUCELINE_CALLS", "4")
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
BATCH = 3


def new_ledger(folder: Path) -> Path:
    """Return a folder with an empty ledger, all its files made."""
    folder.mkdir()
    SqliteLedger.create(folder / "ledger.sqlite").close()
    return folder


def faults_of(folder: Path, ending: Ending) -> list[str]:
    """Return what is wrong with a ledger after a writer met a fault."""
    with SqliteLedger.open(folder / "ledger.sqlite") as ledger:
        entries = list(ledger.entries())
        wrong = [] if ledger.verify() == len(entries) else ["its size is not that of its entries"]
        # It goes on without being mended.
        parts = Counter(entry.key.rpartition("-")[0] for entry in entries)
    wrong += [
        f"{batch} was acknowledged and is lost" for batch in ending.acknowledged if not parts[batch]
    ]
    wrong += [f"{batch} is there in part" for batch, found in parts.items() if found != BATCH]
    silent = ending.code == 0 and len(ending.acknowledged) < int(BATCHES)
    return [*wrong, "it ended in silence"] if silent else wrong


def test_no_failing_call_loses_or_tears_what_was_acknowledged(
    tmp_path: Path, strace: str, tell: Tell
) -> None:
    every = sorted(cases(calls_of_an_append(strace, new_ledger(tmp_path / "count"))))
    chosen = every if CASES == "all" else random.Random(SEED).sample(every, int(CASES))  # noqa: S311
    wrong: dict[Case, list[str]] = {}
    refused = acknowledged = 0
    for number, case in enumerate(chosen):
        folder = new_ledger(tmp_path / str(number))
        ending = injected(strace, folder, "w", "sound", case)
        refused += ending.code != 0
        acknowledged += len(ending.acknowledged)
        if found := faults_of(folder, ending):
            wrong[case] = found
        shutil.rmtree(folder)

    tell(
        "EIO, ENOSPC, KILL at a system call",
        tried=f"{len(chosen)} of {len(every)} cases",
        came_out=f"{acknowledged} acknowledged, {refused} ended with an error",
        lost=len(wrong),
    )
    assert not wrong


def test_the_harness_finds_a_writer_that_acknowledges_too_early(
    tmp_path: Path, strace: str, tell: Tell
) -> None:
    folder = new_ledger(tmp_path / "early")
    counts = calls_of_an_append(strace, folder)
    case = Case("pwrite64", counts["pwrite64"] // 2, "signal=KILL")

    build = "acknowledges before it commits"
    found = faults_of(folder, injected(strace, folder, "w", build, case))
    tell(
        "EIO, ENOSPC, KILL at a system call",
        build=build,
        tried="1 case",
        came_out="; ".join(found),
        lost=len(found),
    )
    assert found
