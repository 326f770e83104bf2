"""Spark: references of row groups sent to workers, beside rows sent through the JVM."""

from __future__ import annotations

import gc
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.positions.rates import told
from benchmarks.positions.world import World
from truceline.casework.count_zones import zones_of_files
from truceline.casework.runner import Runner
from truceline.geo.classify import Classifier, classify, count_codes, make_classifier
from truceline.geo.zone import Zone
from truceline.observation.track import TrackRules
from truceline.scale.cluster import cluster

_ROUNDS = 3
# A job is asked about all files and about a few, and the difference is its steady part: what
# starting a job costs is left out on both sides alike, and told in a row of its own.
_FILES, _FEW = 24, 4
_FILE_ROWS = 4_000_000
# So many files are written; the others are other names of them.
_WRITTEN = 4


def spark(world: World) -> list[str]:
    """Return how many times faster references are than ``mapInArrow``, on two cores here."""
    if shutil.which("java") is None:
        return ["| Spark | not measured: there is no Java | | |"]
    if find_spec("pyspark") is None:
        return ["| Spark | not measured: PySpark is not installed (make optional) | | |"]
    sessions = import_module("pyspark.sql").SparkSession
    with tempfile.TemporaryDirectory() as folder, cluster("local[2]") as run:
        files = _written(world, Path(folder))
        ratios, whole, steady, through, start = [], [], [], [], []
        _through_jvm(world, files[:_FEW], sessions)
        _by_reference(world, files[:_FEW], run)
        for _ in range(_ROUNDS):
            few_rows, _seen = _timed(lambda: _through_jvm(world, files[:_FEW], sessions))
            all_rows, rows = _timed(lambda: _through_jvm(world, files, sessions))
            few, _seen = _timed(lambda: _by_reference(world, files[:_FEW], run))
            all_, references = _timed(lambda: _by_reference(world, files, run))
            assert rows == references
            between = (_FILES - _FEW) * _FILE_ROWS / 1e6
            through.append(between / (all_rows - few_rows))
            steady.append(between / (all_ - few))
            ratios.append(steady[-1] / through[-1])
            whole.append(all_rows / all_)
            start.append(few - _FEW * _FILE_ROWS / 1e6 / steady[-1])
    return [
        told("Spark on two cores, steady: by reference over mapInArrow", ratios, worst=min,
             goal="10"),
        told(f"the same, whole jobs of {_FILES * _FILE_ROWS // 10**6} M positions", whole,
             worst=min),
        told("M positions/s by reference, steady, two cores, from Parquet", steady, worst=min),
        told("M positions/s by mapInArrow, steady", through, worst=min),
        told("what a job by reference costs to start, s", start, worst=max),
    ]  # fmt: skip


def _written(world: World, folder: Path) -> list[Path]:
    files = []
    for number in range(_FILES):
        files.append(folder / f"{number:02d}.parquet")
        if number >= _WRITTEN:
            files[-1].hardlink_to(files[number % _WRITTEN])
            continue
        at = np.arange(number * _FILE_ROWS, (number + 1) * _FILE_ROWS) % len(world.lons)
        table = pa.table({"lon": world.lons[at], "lat": world.lats[at]})
        pq.write_table(table, files[-1], row_group_size=500_000, compression="snappy")
    return files


def _timed(work: Callable[[], Counter[str]]) -> tuple[float, Counter[str]]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _by_reference(world: World, files: list[Path], run: Runner) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in zones_of_files(files, world.zones, rules=TrackRules(), run=run):
        counts.update({" ".join(ids): number for ids, number in one.counts.items()})
    return counts


@lru_cache(maxsize=1)
def _ready(zones: tuple[Zone, ...]) -> Classifier:
    classifier = make_classifier(zones)
    # As our own workers do: PySpark collects garbage after every task.
    gc.freeze()
    return classifier


def _through_jvm(world: World, files: list[Path], sessions: Any) -> Counter[str]:
    zones = world.zones

    def count(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            found = classify(
                _ready(zones), batch.column("lon").to_numpy(), batch.column("lat").to_numpy(),
                threads=1,
            )  # fmt: skip
            many = count_codes(found).tolist()
            words = [" ".join(ids) for ids in found.legend]
            yield pa.RecordBatch.from_pydict({"zones": words, "n": many[: len(words)]})

    session = sessions.builder.config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", "200000"
    ).getOrCreate()
    frame = session.read.parquet(*map(str, files)).mapInArrow(count, "zones string, n long")
    rows = frame.groupBy("zones").sum("n").collect()
    return Counter({row[0]: row[1] for row in rows if row[1]})
