"""A billion positions made and classified in batches, for the memory that it takes."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from benchmarks.positions.world import make_world
from truceline.geo.classify import classify, count_codes

BILLION = 1_000_000_000
BATCH = 4_000_000


def billion() -> None:
    """Make and classify a billion positions in batches, and print what it took."""
    world = make_world(BATCH)
    out = np.empty(BATCH, dtype=world.classifier.cover.level2.dtype)
    totals = np.zeros(256, dtype=np.int64)
    spent = 0.0
    for batch in range(BILLION // BATCH):
        # Every batch is new ground: shifted by a step of its own that never comes again.
        lons = world.lons + (batch % 50) * 1.234567e-4
        lats = world.lats + (batch // 50) * 1.345678e-4
        start = time.perf_counter()
        found = classify(world.classifier, lons, lats, out=out)
        spent += time.perf_counter() - start
        totals += count_codes(found)
    peak = peak_gib()
    assert totals.sum() == BILLION
    print(f"| a billion positions made and classified: peak memory, GiB | {peak:.2f} | | 2 |")
    print(f"| M positions/s in that run, 2 threads | {BILLION / spent / 1e6:.0f} | | |")


def peak_gib() -> float:
    """Return the most memory that this process held.

    What ``getrusage`` tells of a started process counts what the starting one held, too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 2**20
