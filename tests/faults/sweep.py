"""Runs a writer under strace, and lets a chosen system call on its ledger fail or kill it.

Source: the same sweep is part of Tessera's tests (transparency-dev/tessera, integration/fault).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

WRITER = ROOT / "tests" / "evidence" / "writer.py"
BATCHES = "3"
# The calls by which SQLite and the keys reach the disk. Reading calls fail too: an append reads.
CALLS = (
    *("openat", "pread64", "pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink"),
    *("fcntl", "newfstatat", "close", "mmap"),
)
ENDS = (".sqlite", ".sqlite-journal", ".sqlite-wal", ".sqlite-shm", ".keys")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")


@dataclass(frozen=True, order=True)
class Case:
    """The n-th of a system call on the ledger's files meets a fault."""

    call: str
    number: int
    fault: str


@dataclass(frozen=True)
class Ending:
    """What a writer said before it ended, and how it ended."""

    acknowledged: list[str]
    code: int
    complaint: str


def traced(strace: str, folder: Path, name: str, mode: str, *options: str) -> Ending:
    """Run a writer of three batches under strace, restricted to the files of its ledger."""
    files = [folder, *(folder / f"ledger{end}" for end in ENDS)]
    paths = [part for file in files for part in ("-P", str(file))]
    tracer = [strace, "-f", "-qq", "-o", str(folder / "trace"), *paths]
    writer = [sys.executable, "-I", str(WRITER), str(ROOT / "src")]
    done = subprocess.run(
        [*tracer, *options, *writer, str(folder / "ledger.sqlite"), name, mode, BATCHES],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = done.stdout.split("\n")[:-1]
    return Ending([f"{name}-{number}" for number in said], done.returncode, done.stderr)


def calls_of_an_append(strace: str, folder: Path) -> dict[str, int]:
    """Return how often a writer makes each call on its ledger."""
    ending = traced(strace, folder, "count", "sound")
    assert ending.code == 0, ending.complaint
    lines = (folder / "trace").read_text(errors="replace").splitlines()
    names = [line.split()[1].partition("(")[0] for line in lines if "(" in line]
    return {call: names.count(call) for call in CALLS if call in names}


def cases(counts: dict[str, int]) -> Iterator[Case]:
    """Yield every call that an append makes, with each fault."""
    for call, count in sorted(counts.items()):
        for number in range(1, count + 1):
            for fault in FAULTS:
                yield Case(call, number, fault)


def injected(strace: str, folder: Path, name: str, mode: str, case: Case) -> Ending:
    """Run a writer whose chosen call meets its fault."""
    inject = f"inject={case.call}:{case.fault}:when={case.number}"
    return traced(strace, folder, name, mode, "-e", inject)
