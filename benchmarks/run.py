"""Speed against named peers, in one run, as ratios: python -m benchmarks.run.

Each comparison runs in interleaved rounds (ours, peer, ours, peer ...), so that a machine whose
speed drifts slows both alike; the figure is the ratio of a round, and the worst round is shown.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np
import shapely

from truceline.agreement.load import load_agreement
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.stores.sqlite import SqliteLedger
from truceline.geo.doubt import SIGMAS_IN_95_ACROSS, p_in_zones
from truceline.geo.place import Place
from truceline.geo.zone import Zone

ROUNDS = 5
AT = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Comparison:
    """Ours against a peer: seconds of each round, and what else was measured."""

    name: str
    peer: str
    ours_s: list[float]
    peer_s: list[float]
    note: str

    def row(self) -> str:
        """Return the comparison as a row of a Markdown table."""
        ratios = [theirs / ours for ours, theirs in zip(self.ours_s, self.peer_s, strict=True)]
        return (
            f"| {self.name} | {self.peer} | {median(ratios):.2f} | {min(ratios):.2f} "
            f"| {self.note} |"
        )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _rounds(
    ours: Callable[[], object], peer: Callable[[], object]
) -> tuple[list[float], list[float]]:
    ours(), peer()
    pairs = [(_seconds(ours), _seconds(peer)) for _ in range(ROUNDS)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _sampled(zone: Zone, place: Place, *, samples: int, seed: int) -> float:
    """Return the share of sampled points in a zone: the usual way, and the reference."""
    draw = np.random.default_rng(seed).normal(size=(2, samples))
    metres = draw * np.hypot(place.sigma_m, zone.error_m / SIGMAS_IN_95_ACROSS)
    lat = place.lat_deg + metres[1] / 111_132.9
    lon = place.lon_deg + metres[0] / (111_319.5 * np.cos(np.radians(place.lat_deg)))
    return float(shapely.contains_xy(zone.polygon, lon, lat).mean())


def doubt() -> Comparison:
    """Compare the probability in a zone with sampling 1,000 points by shapely."""
    agreement = load_agreement("undof-1974")
    zones = [zone for zone in agreement.zones if zone.polygon is not None][:10]
    rng = np.random.default_rng(1974)
    places = [
        Place(float(lon), float(lat), float(accuracy))
        for lon, lat, accuracy in zip(
            rng.uniform(35.6, 36.1, 60),
            rng.uniform(32.75, 33.35, 60),
            rng.choice([100.0, 1000.0, 4000.0], 60),
            strict=True,
        )
    ]
    for zone in zones:
        shapely.prepare(zone.polygon)
    ours, peer = _rounds(
        lambda: p_in_zones(zones, places),
        lambda: [_sampled(zone, place, samples=1000, seed=1) for place in places for zone in zones],
    )
    exact = p_in_zones(zones, places)
    error = max(
        abs(exact[i][j] - _sampled(zone, place, samples=200_000, seed=7))
        for i, zone in enumerate(zones)
        for j, place in enumerate(places[:20])
    )
    note = f"largest difference from 200,000 samples: {error:.4f}"
    return Comparison(
        "P(place in zone), 60 places x 10 zones", "shapely, 1,000 samples each", ours, peer, note
    )


def _twenty_times(work: Callable[[], object]) -> None:
    for _ in range(20):
        work()


def ledger(batch: int) -> Comparison:
    """Compare appending to the ledger with a bare SQLite table of the same durability."""
    folder = Path(tempfile.mkdtemp(prefix="truceline-bench-"))
    ours_ledger = SqliteLedger.create(folder / "ours.sqlite")
    bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=EXTRA")
    bare.execute("CREATE TABLE entry (record TEXT) STRICT")
    rounds = iter(range(10_000))

    def append() -> None:
        turn = next(rounds)
        drafts = [
            Draft(kind=EntryKind.CLAIM, key=f"c-{turn}-{n}", record={"quote": "x" * 400})
            for n in range(batch)
        ]
        ours_ledger.append(drafts, author="bench", recorded_at=AT)

    def insert() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany("INSERT INTO entry VALUES (?)", [("x" * 400,) for _ in range(batch)])
        bare.execute("COMMIT")

    ours, peer = _rounds(lambda: _twenty_times(append), lambda: _twenty_times(insert))
    ours_ledger.close()
    bare.close()
    return Comparison(
        f"append, batch {batch}",
        "bare SQLite table, same durability",
        ours,
        peer,
        "both commits durable",
    )


def start() -> Comparison:
    """Compare `truceline --help` with the smallest program on the same command-line library."""
    tiny = "import typer\napp = typer.Typer()\n@app.command()\ndef a(): pass\napp()"
    ours, peer = _rounds(
        lambda: subprocess.run(
            [sys.executable, "-m", "truceline.cli", "--help"], check=True, capture_output=True
        ),
        lambda: subprocess.run(
            [sys.executable, "-c", tiny, "--help"], check=True, capture_output=True
        ),
    )
    return Comparison("truceline --help", "one-command typer program", ours, peer, "whole process")


def main() -> None:
    """Run every comparison and print the table."""
    print("| what | peer | peer time / our time, median | worst round | beside it |")
    print("|---|---|---|---|---|")
    for comparison in (doubt(), ledger(1), ledger(100), start()):
        print(comparison.row(), flush=True)


if __name__ == "__main__":
    main()
