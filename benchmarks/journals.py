"""Rollback journal against write-ahead log, for one who writes and one who reads beside.

    python -m benchmarks.journals [--folder FOLDER] [--seconds 5]

The ledger's own code runs over both; they take turns in one run. What either keeps through power
cuts is shown by tests/faults/test_power_loss.py, and when the ledger takes which is decided in
docs/decisions/0013-a-write-ahead-log.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from tests.places import SqlitePlace, open_ledger
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores.sqlite import SqliteStore, keys_path
from truceline.evidence.stores.sqlite_file import open_file

AT = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 5
JOURNALS = {"rollback journal, EXTRA": False, "write-ahead log, FULL": True}
APPENDS = {1: 40, 100: 5, 1_000: 1}
BESIDE = 20


def opened(folder: Path, journal: str) -> SealedLedger:
    """Open the ledger of a folder, with a log or without."""
    path = SqlitePlace(folder).path
    store = SqliteStore(open_file(path), path, log=JOURNALS[journal])
    return SealedLedger(store, Keys(keys_path(path)))


def drafts(start: int, batch: int) -> list[Draft]:
    """Return drafts that no others are."""
    record = {"quote": "x" * 400}
    return [
        Draft(kind=EntryKind.CLAIM, key=f"c-{start + number}", record=record)
        for number in range(batch)
    ]


def appends_s(folder: Path, journal: str, batch: int) -> float:
    """Return the seconds that an append of a batch takes, opening not counted."""
    with opened(folder, journal) as ledger:
        size = ledger.size()
        asked = [drafts(size + turn * batch, batch) for turn in range(APPENDS[batch])]
        began = time.perf_counter()
        for one in asked:
            ledger.append(one, author="bench", recorded_at=AT)
        return (time.perf_counter() - began) / len(asked)


def write(folder: Path, journal: str, stop: Event) -> None:
    """Append without a pause until told to stop."""
    with opened(folder, journal) as ledger:
        while not stop.is_set():
            ledger.append(drafts(ledger.size(), BESIDE), author="bench", recorded_at=AT)


def reads_s(folder: Path, journal: str, seconds: float, *, beside: bool) -> tuple[list[float], int]:
    """Return how long each newest page took, the ledger opened anew, and how much was written."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    writer = context.Process(target=write, args=(folder, journal, stop))
    if beside:
        writer.start()
    took: list[float] = []
    with opened(folder, journal) as ledger:
        before = ledger.size()
        while beside and ledger.size() == before:
            time.sleep(0.01)
        before = ledger.size()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        with opened(folder, journal) as ledger:
            ledger.page()
            after = ledger.size()
        took.append(time.perf_counter() - began)
    stop.set()
    if beside:
        writer.join()
    return sorted(took), after - before


def main() -> None:
    """Measure both in turns, and print a table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--seconds", type=float, default=5.0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="truceline-", dir=given.folder) as made:
        folders = {journal: Path(made) / str(n) for n, journal in enumerate(JOURNALS)}
        for journal, folder in folders.items():
            folder.mkdir()
            open_ledger(SqlitePlace(folder)).close()
            with opened(folder, journal) as ledger:
                ledger.append(drafts(0, 1), author="bench", recorded_at=AT)
        print(f"SQLite {sqlite3.sqlite_version}; milliseconds")
        print("| what | " + " | ".join(JOURNALS) + " |\n|---|---|---|")
        for batch in APPENDS:
            best: dict[str, list[float]] = {journal: [] for journal in JOURNALS}
            for _ in range(ROUNDS):
                for journal, folder in folders.items():
                    best[journal].append(appends_s(folder, journal, batch))
            told = [f"{sorted(took)[ROUNDS // 2] * 1e3:.2f}" for took in best.values()]
            print(f"| append, batch {batch}, median | {' | '.join(told)} |", flush=True)
        for beside in (False, True):
            cells: list[str] = []
            for journal, folder in folders.items():
                took, written = reads_s(folder, journal, given.seconds, beside=beside)
                at = [took[len(took) * part // 100] * 1e3 for part in (50, 99)]
                cells.append(f"{at[0]:.1f} / {at[1]:.1f} / {took[-1] * 1e3:.0f} ({written})")
            what = "beside a writer" if beside else "alone"
            print(
                f"| open and read a page {what}: median / 99th / worst (entries written) | "
                f"{' | '.join(cells)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
