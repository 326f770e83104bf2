"""What each verb costs on one core, per million fixes and per article: the rates plans stand on."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.positions.world import World
from truceline.agreement.load import load_agreement
from truceline.casework.count_zones import zones_of_files
from truceline.casework.read_passages import Source, record_of
from truceline.casework.read_tracks import ReadTracks, tracks_of_files
from truceline.casework.runner import run_here
from truceline.casework.sort_tracks import sort_tracks
from truceline.observation.forms.tracks_sort import Order
from truceline.observation.grade import Grade
from truceline.observation.track import TrackRules

_OBJECTS, _FIXES = 500, 1_000
_EXAMPLES = Path(__file__).resolve().parents[2] / "src/truceline/examples/riverton/articles"
_TIMES_READ = 20


def costs(world: World) -> list[str]:
    """Return core-seconds per million fixes of each verb, and per thousand articles."""
    rules, run = TrackRules(), run_here(lambda _: None)
    agreement = load_agreement("undof-1974")
    verb = ReadTracks(lines=tuple(agreement.lines), zones=(world.zones[0],), rules=rules)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        log, ready = Path(folder) / "log.parquet", Path(folder) / "sorted.parquet"
        placed = Path(folder) / "placed.parquet"
        _write_tracks(log)
        works: dict[str, Callable[[], object]] = {
            "sort by object and time": lambda: sort_tracks([log], ready, rules=rules, run=run),
            "sort by place": lambda: sort_tracks(
                [log], placed, rules=rules, run=run, order=Order.PLACE
            ),
            "summary, unsorted": lambda: zones_of_files([log], world.zones, rules=rules, run=run),
            "classify, written again": lambda: zones_of_files(
                [log], world.zones, rules=rules, run=run, output=Path(folder) / "zoned"
            ),
            "crossings of every line, stays in one zone": lambda: tracks_of_files(
                [ready], verb, source="radar", grade=Grade.parse("B2"), run=run
            ),
        }
        for name, work in works.items():
            work()
            spent = _spent(work) / (_OBJECTS * _FIXES / 1e6)
            rows.append(f"| {name}: core-seconds per million fixes | {spent:.3f} | | |")
    texts = [path.read_text(encoding="utf-8") for path in sorted(_EXAMPLES.glob("*.txt"))]
    sources = [
        Source(number=n, line=_line(texts[n % len(texts)], n)) for n in range(_TIMES_READ + 1)
    ]
    record_of(sources[0], stage=None, reader="grammar")
    spent = _spent(
        lambda: [record_of(source, stage=None, reader="grammar") for source in sources[1:]]
    )
    words = sum(len(text.split()) for text in texts) // len(texts)
    per = spent / _TIMES_READ * 1000
    rows.append(f"| read: core-seconds per thousand articles of {words} words | {per:.1f} | | |")
    return rows


def _spent(work: Callable[[], object]) -> float:
    """Return processor seconds of the best of two, of all threads together."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def _line(text: str, number: int) -> str:
    return json.dumps({"id": str(number), "text": f"{text}\nNote {number}.", "published": "2031"})


def _write_tracks(path: Path) -> None:
    """Write objects that wander about the lines, a fix a minute, rows shuffled."""
    rng = np.random.default_rng(1974)
    step = rng.normal(0, 0.002, (_OBJECTS, _FIXES, 2)).cumsum(axis=1)
    start = np.array([35.85, 33.0]) + rng.uniform(-1.5, 1.5, (_OBJECTS, 1, 2))
    places = (start + step).reshape(-1, 2)
    order = rng.permutation(_OBJECTS * _FIXES)
    minutes = np.tile(np.arange(_FIXES), _OBJECTS) * 60_000_000 + 1_700_000_000_000_000
    names = np.repeat([f"o{n:05d}" for n in range(_OBJECTS)], _FIXES)
    table = pa.table(
        {
            "object": names[order],
            "time": pa.array(minutes[order]).cast(pa.timestamp("us", "UTC")),
            "lon": places[order, 0],
            "lat": places[order, 1],
        }
    )
    pq.write_table(table, path, row_group_size=100_000)
