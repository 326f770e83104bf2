"""How long it takes to verify a large ledger, and to read a page of it.

    python -m benchmarks.ledger --verify 1000000 [--kind page] [--folder /somewhere/large]

The ledger is made first, which takes longer than all that is measured: some minutes and some
gigabytes for a million entries.
"""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from truceline.evidence.checkpoint import Checkpoint, Seal
from truceline.evidence.handover.tile_reader import TileReader
from truceline.evidence.handover.tiles import publish_tiles
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer
from truceline.evidence.stores.sqlite import SqliteLedger
from truceline.evidence.tree import inclusion_proof

AT = datetime(2026, 11, 22, tzinfo=UTC)
BATCH = 5_000
READS = 200
RECORD = {"text": "x" * 200}
ORIGIN = "example.org/bench"


def verified(count: int, *, kind: EntryKind, folder: Path | None) -> None:
    """Make a ledger of so many entries of a kind; print what verifying and reading it takes."""
    with tempfile.TemporaryDirectory(prefix="truceline-", dir=folder) as made:
        path = Path(made) / "ledger.sqlite"
        SqliteLedger.create(path).close()
        with SqliteLedger.open(path) as ledger:
            wall_s, _ = _timed(lambda: _fill(ledger, count, kind))
        size_gb = path.stat().st_size / 1e9
        print(f"{count:,} entries of kind {kind}, {size_gb:.1f} GB, {os.cpu_count()} cores")
        print(f"- made in batches of {BATCH:,}: {wall_s:.0f} s")
        with SqliteLedger.open(path, with_keys=False) as ledger:
            wall_s, cpu_s = _timed(ledger.verify)
            print(f"- verified: {wall_s:.1f} s by the clock, {cpu_s:.1f} s of processor time")
            hashes = ledger.store.leaf_hashes(0, count)
            print(f"- a proof of inclusion: {len(inclusion_proof(hashes, count // 3))} hashes")
        with SqliteLedger.open(path) as ledger:
            _read(ledger, count, kind)
            _publish(ledger, Path(made))


def _fill(ledger: SqliteLedger, count: int, kind: EntryKind) -> None:
    for start in range(0, count, BATCH):
        stop = min(start + BATCH, count)
        drafts = [Draft(kind=kind, key=f"k-{n}", record=RECORD) for n in range(start, stop)]
        ledger.append(drafts, author="bench", recorded_at=AT)


def _read(ledger: SqliteLedger, count: int, kind: EntryKind) -> None:
    middle = count // 2
    reads: dict[str, Callable[[], object]] = {
        "the newest page of 50": ledger.page,
        "a page of 50 in the middle, of one kind": lambda: ledger.page(before=middle, kind=kind),
        "the newest page of 50 that stand": lambda: ledger.page(kind=kind, standing=True),
        "a page of 50 as of a day": lambda: ledger.page(kind=kind, as_of=AT),
        "how many of a kind": lambda: ledger.count(kind),
    }
    for what, read in reads.items():
        taken_s = sorted(_timed(read)[0] for _ in range(READS))
        median_ms, worst_ms = 1e3 * statistics.median(taken_s), 1e3 * taken_s[-3]
        print(f"- {what}: median {median_ms:.2f} ms, 99th of a hundred {worst_ms:.2f} ms")


def _publish(ledger: SqliteLedger, folder: Path) -> None:
    signer = Signer.create(folder / "signer", origin=ORIGIN)
    note = signer.sign(ledger, now=AT)
    seal = Seal(Checkpoint.parse(note.text), AT, (), note)
    tiles = folder / "tiles"
    wall_s, _ = _timed(lambda: publish_tiles(ledger, tiles, seal=seal))
    again_s, _ = _timed(lambda: publish_tiles(ledger, tiles, seal=seal))
    print(f"- published as tiles: {wall_s:.1f} s, brought up with nothing new: {again_s:.1f} s")
    reader = TileReader.open(tiles, keys=signer.verifiers)
    wall_s, _ = _timed(reader.verify)
    print(f"- tiles checked, every entry: {wall_s:.1f} s")


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    started_s, cpu_s = time.perf_counter(), _processor_s()
    do()
    return time.perf_counter() - started_s, _processor_s() - cpu_s


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
