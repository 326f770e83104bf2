"""Positions at scale against named peers, in one run: python -m benchmarks.positions.

Peers that are not installed are told as absent; `make bench-positions` installs them beside the
project's own libraries. Every row is interleaved with ours, round by round, and the figure is the
ratio within a round. The tables go to results.md and the figure to positions.png, in this folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.positions.billion import billion
from benchmarks.positions.compare import OURS, bandwidth, compare
from benchmarks.positions.costs import costs
from benchmarks.positions.figure import draw_figure
from benchmarks.positions.files import parquet
from benchmarks.positions.on_spark import spark
from benchmarks.positions.probabilities import doubt
from benchmarks.positions.rates import ROUNDS
from benchmarks.positions.world import World, make_world

FILE_ROWS = 20_000_000
HERE = Path(__file__).parent


def _billion_apart(_: World) -> list[str]:
    """Return the rows of the long run, in a process of its own so that its memory is its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.positions", "billion"],
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.strip().splitlines()


PARTS: dict[str, Callable[[World], list[str]]] = {
    "bandwidth": bandwidth,
    "files": parquet,
    "doubt": doubt,
    "costs": costs,
    "spark": spark,
    "billion": _billion_apart,
}


def main(wanted: list[str]) -> None:
    """Run the parts asked for, or all; print the tables, and write them with the figure."""
    if wanted == ["billion"]:
        billion()
        return
    began = time.perf_counter()
    parts = wanted or ["peers", *PARTS]
    world = make_world(FILE_ROWS if "files" in parts else OURS)
    rows: list[str] = []
    if "peers" in parts:
        rows, ratios = compare(world)
        draw_figure(ratios, HERE / "positions.png")
        rows.append("")
    rows += ["| what | median | worst round | aim |", "|---|---|---|---|"]
    for part in parts:
        if part in PARTS:
            rows += PARTS[part](world)
            print(f"{part} done after {time.perf_counter() - began:.0f} s", file=sys.stderr)
    rows += [
        "",
        (
            f"{ROUNDS} rounds, {os.cpu_count()} processors, "
            f"{(time.perf_counter() - began) / 60:.1f} minutes; load of the machine over the last "
            f"five minutes, ours included: {os.getloadavg()[1]:.1f}."
        ),
    ]
    text = "\n".join(rows) + "\n"
    print(text)
    if not wanted:
        (HERE / "results.md").write_text("# Measured\n\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
