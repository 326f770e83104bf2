"""Zones of positions in memory: ours beside each peer, in interleaved rounds of one process."""

from __future__ import annotations

from statistics import median

import numpy as np
from numba import njit

from benchmarks.positions.peers import Peer, all_peers
from benchmarks.positions.rates import ROUNDS, rates, told
from benchmarks.positions.world import World
from truceline.geo.classify import classify

OURS = 10_000_000
CHECKED = 500_000

Measured = dict[str, list[tuple[float, float]]]


def compare(world: World) -> tuple[list[str], dict[str, list[float]]]:
    """Return the rows of the table against peers, and the ratios of each by the clock."""
    peers, absent = all_peers(world)
    out = np.empty(OURS, dtype=world.classifier.cover.level2.dtype)
    lons, lats = world.lons[:OURS], world.lats[:OURS]

    def ours(threads: int) -> tuple[float, float]:
        return rates(OURS, lambda: classify(world.classifier, lons, lats, threads=threads, out=out))

    ours(2)
    works = {
        name: peer.start(world.lons[: peer.count], world.lats[: peer.count])
        for name, peer in peers.items()
    }
    measured: Measured = {"Truceline, 2 threads": [], "Truceline, 1 thread": []}
    measured |= {name: [] for name in peers}
    for _ in range(ROUNDS):
        measured["Truceline, 2 threads"].append(ours(2))
        measured["Truceline, 1 thread"].append(ours(1))
        for name, peer in peers.items():
            measured[name].append(rates(peer.count, works[name]))
    wrong = _wrong(world, peers)
    best = measured["Truceline, 2 threads"]
    ratios = {
        name: [a[0] / b[0] for a, b in zip(best, measured[name], strict=True)] for name in peers
    }
    rows = [
        (
            "| design | M positions/s | ours over it | worst round "
            "| by processor time | worst round | wrong |"
        ),
        "|" + "---|" * 7,
    ]
    for name, taken in measured.items():
        cells = "1 | 1 | 1 | 1" if name == "Truceline, 2 threads" else " | | | "
        if name in peers:
            by_clock = ratios[name]
            cells = f"{median(by_clock):.0f} | {min(by_clock):.0f} | | "
            if not peers[name].is_elsewhere:
                work = [a[1] / b[1] for a, b in zip(best, taken, strict=True)]
                cells = (
                    f"{median(by_clock):.0f} | {min(by_clock):.0f} | "
                    f"{median(work):.0f} | {min(work):.0f}"
                )
        rate = median(rate for rate, _ in taken)
        rows.append(f"| {name} | {rate:.2f} | {cells} | {wrong[name]} |")
    return [*rows, "", f"Absent: {'; '.join(absent) or 'nobody'}."], ratios


def _wrong(world: World, peers: dict[str, Peer]) -> dict[str, str]:
    """Return how many of the first positions each has in the wrong zone."""
    truth = world.truth(CHECKED)
    found = classify(world.classifier, world.lons[:CHECKED], world.lats[:CHECKED])
    names = [zone.id for zone in world.zones]
    firsts = np.array([1 + names.index(ids[0]) if ids else 0 for ids in found.legend], np.uint8)
    ours = f"{int((firsts[found.codes] != truth).sum())} of {CHECKED}"
    wrong = {"Truceline, 2 threads": ours, "Truceline, 1 thread": ours}
    for name, peer in peers.items():
        seen = min(peer.count, CHECKED)
        lons, lats = world.lons[:seen], world.lats[:seen]
        answer = peer.answer(peer.start(lons, lats)(), seen)
        wrong[name] = f"{int((answer != truth[:seen]).sum())} of {seen}"
    return wrong


def bandwidth(world: World) -> list[str]:
    """Return how near the classifier comes to reading its input and writing its output alone."""

    @njit(nogil=True)
    def touch(lons: object, lats: object, out: object) -> None:
        for i in range(lons.shape[0]):  # type: ignore[attr-defined]
            out[i] = (lons[i] > lats[i]) & (lats[i] > 0.0)  # type: ignore[index]

    lons, lats = world.lons[:OURS], world.lats[:OURS]
    out = np.empty(OURS, dtype=np.uint8)
    touch(lons[:10], lats[:10], out[:10])
    whole_lons, whole_lats = ((at * 1e7).round().astype(np.int32) for at in (lons, lats))

    def ours(x: object, y: object) -> float:
        return rates(
            OURS,
            lambda: classify(world.classifier, x, y, threads=1, out=out),  # type: ignore[arg-type]
        )[1]

    ours(whole_lons, whole_lats)
    shares, whole, bytes_s = [], [], []
    for _ in range(ROUNDS):
        limit = rates(OURS, lambda: touch(lons, lats, out))[1]
        bytes_s.append(limit * 17 / 1000)
        by_degrees = ours(lons, lats)
        shares.append(by_degrees / limit)
        whole.append(ours(whole_lons, whole_lats) / by_degrees)
    return [
        told("memory read and written by one thread, GB/s", bytes_s, worst=min),
        told("share of that limit, float64, 1 thread (16 B in, 1 B out)", shares, worst=min),
        told("whole ten-millionths (int32) over degrees (float64)", whole, worst=min),
    ]
