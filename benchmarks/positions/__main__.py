"""Positions at scale against named peers, in one run: python -m benchmarks.positions.

Peers that are not installed are told as absent; `make bench-positions` installs them beside the
project's own libraries. Every row is interleaved with ours, round by round, and the figure is the
ratio within a round.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow.parquet as pq
import shapely
from numba import njit

from benchmarks.positions.figure import draw_figure
from benchmarks.positions.peers import Peer, all_peers
from benchmarks.positions.world import World, draw, make_world, write_parquet
from truceline.geo.classify import classify
from truceline.geo.classify_boxes import zones_of_box
from truceline.geo.classify_doubt import p_of_positions
from truceline.geo.pyramid import lay_pyramid, look_up

ROUNDS = 4
OURS = 10_000_000
CHECKED = 500_000
BILLION = 1_000_000_000
BATCH = 4_000_000
HERE = Path(__file__).parent


def _rate(count: int, work: Callable[[], object]) -> float:
    """Return millions a second of processor time, which load from elsewhere stretches less."""
    start = time.process_time()
    work()
    return count / (time.process_time() - start) / 1e6


Measured = dict[str, list[tuple[float, float]]]


def _both(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """Return millions a second by the clock, and a second of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (
        count / (time.perf_counter() - clock) / 1e6,
        count / (time.process_time() - processor) / 1e6,
    )


def compare(world: World) -> tuple[list[str], dict[str, list[float]]]:
    """Return the rows of the table against peers, and the ratios of each."""
    peers, absent = all_peers(world)
    out = np.empty(OURS, dtype=world.classifier.cover.level2.dtype)
    lons, lats = world.lons[:OURS], world.lats[:OURS]

    def ours(threads: int) -> tuple[float, float]:
        return _both(OURS, lambda: classify(world.classifier, lons, lats, threads=threads, out=out))

    ours(2)
    rates: Measured = {"Truceline, 2 threads": [], "Truceline, 1 thread": []}
    rates |= {name: [] for name in peers}
    for _ in range(ROUNDS):
        rates["Truceline, 2 threads"].append(ours(2))
        rates["Truceline, 1 thread"].append(ours(1))
        for name, (peer, count) in peers.items():
            x, y = world.lons[:count], world.lats[:count]
            rates[name].append(_both(count, lambda p=peer, a=x, b=y: p(a, b)))  # type: ignore[misc]
    best = rates["Truceline, 2 threads"]
    by_clock = {
        name: [a[0] / b[0] for a, b in zip(best, rates[name], strict=True)] for name in peers
    }
    by_processor = {
        name: [a[1] / b[1] for a, b in zip(best, rates[name], strict=True)] for name in peers
    }
    wrong = _wrong(world, peers)
    rows = [
        "| design | M positions/s | ours over it | worst | by processor time | worst | wrong |",
        "|" + "---|" * 7,
    ]
    for name, measured in rates.items():
        told = "1 | 1 | 1 | 1"
        if name in by_clock:
            told = " | ".join(
                f"{median(ratio):.0f} | {min(ratio):.0f}"
                for ratio in (by_clock[name], by_processor[name])
            )
        elif "1 thread" in name:
            told = "| | | "
        rows.append(
            f"| {name} | {median(rate for rate, _ in measured):.2f} | {told} | {wrong[name]} |"
        )
    return [*rows, f"\nAbsent: {'; '.join(absent)}."], by_processor


def _wrong(world: World, peers: dict[str, tuple[Peer, int]]) -> dict[str, int]:
    """Return how many of the first positions each has in the wrong zone."""
    truth = world.truth(CHECKED)
    found = classify(world.classifier, world.lons[:CHECKED], world.lats[:CHECKED])
    names = [zone.id for zone in world.zones]
    firsts = np.array([1 + names.index(ids[0]) if ids else 0 for ids in found.legend], np.uint8)
    ours = int((firsts[found.codes] != truth).sum())
    wrong = {"Truceline, 2 threads": ours, "Truceline, 1 thread": ours}
    for name, (peer, count) in peers.items():
        seen = min(count, CHECKED)
        wrong[name] = int((peer(world.lons[:seen], world.lats[:seen]) != truth[:seen]).sum())
    return wrong


def bandwidth(world: World) -> str:
    """Return how near the classifier comes to reading its input and writing its output alone."""

    @njit(nogil=True)
    def touch(lons: object, lats: object, out: object) -> None:
        for i in range(lons.shape[0]):  # type: ignore[attr-defined]
            out[i] = (lons[i] > lats[i]) & (lats[i] > 0.0)  # type: ignore[index]

    out = np.empty(OURS, dtype=np.uint8)
    touch(world.lons[:10], world.lats[:10], out[:10])
    limit, ours = [], []
    for _ in range(ROUNDS):
        limit.append(_rate(OURS, lambda: touch(world.lons, world.lats, out)))
        ours.append(
            _rate(
                OURS,
                lambda: classify(world.classifier, world.lons, world.lats, threads=1, out=out),
            )
        )
    share = median(a / b for a, b in zip(ours, limit, strict=True))
    return f"| share of the memory limit, 1 thread (16 B read, 1 B written) | {share:.0%} |"


def parquet(world: World) -> list[str]:
    """Return what classifying adds to reading a file, and what a sorted file saves."""
    with tempfile.TemporaryDirectory() as folder:
        mixed, ordered = f"{folder}/mixed.parquet", f"{folder}/ordered.parquet"
        write_parquet(world, mixed, ordered=False)
        write_parquet(world, ordered, ordered=True)

        def read(path: str, *, zones: bool, skip: bool = False) -> None:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    if skip and _told_by_bounds(world, file.metadata.row_group(group)):
                        continue
                    part = file.read_row_group(group, use_threads=False)
                    if zones:
                        classify(
                            world.classifier,
                            part["lon"].to_numpy(),
                            part["lat"].to_numpy(),
                            threads=1,
                        )

        adds, saves = [], []
        read(mixed, zones=True)
        for _ in range(ROUNDS):
            alone = _rate(OURS, lambda: read(mixed, zones=False))
            adds.append(alone / _rate(OURS, lambda: read(mixed, zones=True)))
            whole = _rate(OURS, lambda: read(ordered, zones=True))
            saves.append(_rate(OURS, lambda: read(ordered, zones=True, skip=True)) / whole)
    return [
        _told("Parquet to zones, time over reading alone, 1 thread", adds, worst=max),
        _told("sorted Parquet told by bounds, speed over reading it all", saves, worst=min),
    ]


def _told(what: str, measured: list[float], *, worst: Callable[[list[float]], float]) -> str:
    return f"| {what} | {median(measured):.2f}, worst round {worst(measured):.2f} |"


def _told_by_bounds(world: World, group: object) -> bool:
    lon, lat = (group.column(at).statistics for at in (0, 1))  # type: ignore[attr-defined]
    found = zones_of_box(world.classifier, west=lon.min, south=lat.min, east=lon.max, north=lat.max)
    return found is not None


def doubt(world: World) -> list[str]:
    """Return speed and error of probabilities looked up, errors of 100 m to 20 km."""
    zones = [world.zones[0], world.zones[4]]
    pyramid = lay_pyramid(zones)
    rng = np.random.default_rng(5)
    count = 1_000_000
    lons, lats = draw(rng, count)
    sigma = np.exp(rng.uniform(np.log(100), np.log(20_000), count))
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        look_up(pyramid, lons, lats, sigma, threads=1)
        rates.append(len(zones) * count / (time.process_time() - start) / 1e6)
    # The hardest places: about vertices, each within its own error.
    some = 20_000
    vertices = np.vstack([shapely.get_coordinates(zone.polygon) for zone in zones])
    x, y = (vertices[rng.integers(len(vertices), size=some)] + 0.0).T
    x += rng.normal(0, 1e-5, some) * sigma[:some]
    y += rng.normal(0, 1e-5, some) * sigma[:some]
    near = look_up(pyramid, x, y, sigma[:some])
    exact = p_of_positions(pyramid.doubter, x, y, sigma[:some])
    error = float(np.abs(near - exact).max())
    return [
        _told("M probabilities/s per core, by processor time", rates, worst=min),
        f"| largest error of a probability, {some} places about vertices | {error:.4f} |",
        f"| memory of two zones' pyramids | {pyramid.size_bytes / 1e6:.0f} MB |",
    ]


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
        totals += np.bincount(found.codes, minlength=256)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    assert totals.sum() == BILLION
    print(f"| a billion positions made and classified, peak memory | {peak:.2f} GiB |")
    print(f"| M positions/s in that run | {BILLION / spent / 1e6:.0f} |")


def main() -> None:
    """Run every part, print the tables, and draw the figure."""
    if sys.argv[1:] == ["billion"]:
        billion()
        return
    world = make_world(OURS)
    rows, ratios = compare(world)
    more = ["| what | measured |", "|---|---|", bandwidth(world), *parquet(world), *doubt(world)]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.positions", "billion"],
        check=True,
        capture_output=True,
        text=True,
    )
    load = f"Load of the machine while measuring, over 15 minutes: {os.getloadavg()[2]:.1f}."
    text = "\n".join([*rows, "", *more, told.stdout.strip(), "", load])
    print(text)
    draw_figure(ratios, HERE / "positions.png")


if __name__ == "__main__":
    main()
