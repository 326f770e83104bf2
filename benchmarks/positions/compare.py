"""Zones of positions in memory: ours beside each peer, each in a process of its own, in rounds."""

from __future__ import annotations

from statistics import median

import numpy as np
from numba import njit

from benchmarks.positions.peer_apart import PeerApart, PeerLost, start_peer
from benchmarks.positions.peers import PEERS
from benchmarks.positions.rates import ROUNDS, rates, told
from benchmarks.positions.world import World
from truceline.geo.classify import classify

OURS = 10_000_000
CHECKED = 500_000
# Ours goes over its positions so often in a round, that a round of it lasts as long as a peer's: a
# hiccup of the machine then weighs alike on both.
_PASSES = 6
_BEST, _ALONE = "Truceline, 2 threads", "Truceline, 1 thread"

Measured = dict[str, list[tuple[float, float]]]


def compare(world: World) -> tuple[list[str], dict[str, list[float]]]:
    """Return the rows of the table against peers, and the ratios of each by the clock."""
    out = np.empty(OURS, dtype=world.classifier.cover.level2.dtype)
    lons, lats = world.lons[:OURS], world.lats[:OURS]

    def ours(threads: int) -> tuple[float, float]:
        def work() -> None:
            for _ in range(_PASSES):
                classify(world.classifier, lons, lats, threads=threads, out=out)

        return rates(OURS * _PASSES, work)

    ours(2)
    peers, lost = _started(world)
    measured: Measured = {name: [] for name in (_BEST, _ALONE, *peers)}
    for number in range(ROUNDS):
        measured[_BEST].append(ours(2))
        measured[_ALONE].append(ours(1))
        for name in list(peers):
            try:
                measured[name].append(peers[name].rates())
            except PeerLost as why:
                lost.append(f"{name}: {why}, in round {number + 1}")
                del peers[name], measured[name]
    ratios = {
        name: [a[0] / b[0] for a, b in zip(measured[_BEST], measured[name], strict=True)]
        for name in peers
    }
    wrong = _wrong(world, peers, lost)
    rows = [
        (
            "| design | M positions/s | ours over it | worst round "
            "| by processor time | worst round | wrong |"
        ),
        "|" + "---|" * 7,
        *(_row(name, measured, peers, wrong[name]) for name in measured if name in wrong),
        "",
        f"Absent: {'; '.join(lost) or 'nobody'}.",
    ]
    for peer in peers.values():
        peer.end()
    return rows, ratios


def _started(world: World) -> tuple[dict[str, PeerApart], list[str]]:
    """Return the peers that run here, and who is lost and why."""
    peers, lost = {}, []
    for name in PEERS:
        try:
            peers[name] = start_peer(name, world)
        except PeerLost as why:
            lost.append(f"{name}: {why}")
    return peers, lost


def _row(name: str, measured: Measured, peers: dict[str, PeerApart], wrong: str) -> str:
    taken, best = measured[name], measured[_BEST]
    cells = "1 | 1 | 1 | 1" if name == _BEST else " | | | "
    if name in peers:
        by_clock, work = (
            [a[at] / b[at] for a, b in zip(best, taken, strict=True)] for at in (0, 1)
        )
        cells = f"{median(by_clock):.0f} | {min(by_clock):.0f} | "
        cells += " | " if peers[name].is_elsewhere else f"{median(work):.0f} | {min(work):.0f}"
    rate = median(rate for rate, _ in taken)
    return f"| {name} | {rate:.2f} | {cells} | {wrong} |"


def _wrong(world: World, peers: dict[str, PeerApart], lost: list[str]) -> dict[str, str]:
    """Return how many of the first positions each has in the wrong zone."""
    truth = world.truth(CHECKED)
    found = classify(world.classifier, world.lons[:CHECKED], world.lats[:CHECKED])
    names = [zone.id for zone in world.zones]
    firsts = np.array([1 + names.index(ids[0]) if ids else 0 for ids in found.legend], np.uint8)
    ours = f"{int((firsts[found.codes] != truth).sum())} of {CHECKED}"
    wrong = {_BEST: ours, _ALONE: ours}
    for name, peer in peers.items():
        seen = min(peer.count, CHECKED)
        try:
            answer = peer.answer()[:seen]
        except PeerLost as why:
            lost.append(f"{name}: {why}, when asked for its answers")
            continue
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
