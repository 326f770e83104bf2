"""Spark: references of row groups sent to workers, beside rows sent through the JVM."""

from __future__ import annotations

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
from truceline.geo.classify import Classifier, classify, make_classifier
from truceline.geo.zone import Zone
from truceline.observation.track import TrackRules
from truceline.scale.cluster import cluster

_ROUNDS = 3
_ROWS = 32_000_000
_FILES = 8


def spark(world: World) -> list[str]:
    """Return how many times faster references are than ``mapInArrow``, on two cores here."""
    if shutil.which("java") is None:
        return ["| Spark | not measured: there is no Java | | |"]
    if find_spec("pyspark") is None:
        return ["| Spark | not measured: PySpark is not installed (make optional) | | |"]
    sessions = import_module("pyspark.sql").SparkSession
    with tempfile.TemporaryDirectory() as folder, cluster("local[2]") as run:
        files = _written(world, Path(folder))
        by_rows, by_reference, rate = [], [], []
        _through_jvm(world, files, sessions)
        _by_reference(world, files, run)
        for _ in range(_ROUNDS):
            a, rows = _timed(lambda: _through_jvm(world, files, sessions))
            b, references = _timed(lambda: _by_reference(world, files, run))
            assert rows == references
            by_rows.append(a)
            by_reference.append(a / b)
            rate.append(_ROWS / b / 1e6)
    return [
        told("Spark on two cores: by reference over mapInArrow", by_reference, worst=min,
             goal="10"),
        told("M positions/s by reference, two cores, from Parquet", rate, worst=min),
    ]  # fmt: skip


def _written(world: World, folder: Path) -> list[Path]:
    size = _ROWS // _FILES
    files = []
    for number in range(_FILES):
        at = np.arange(number * size, (number + 1) * size) % len(world.lons)
        files.append(folder / f"{number}.parquet")
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
    return make_classifier(zones)


def _through_jvm(world: World, files: list[Path], sessions: Any) -> Counter[str]:
    zones = world.zones

    def count(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            found = classify(
                _ready(zones), batch.column("lon").to_numpy(), batch.column("lat").to_numpy(),
                threads=1,
            )  # fmt: skip
            many = np.bincount(found.codes, minlength=len(found.legend)).tolist()
            words = [" ".join(ids) for ids in found.legend]
            yield pa.RecordBatch.from_pydict({"zones": words, "n": many[: len(words)]})

    session = sessions.builder.config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", "200000"
    ).getOrCreate()
    frame = session.read.parquet(*map(str, files)).mapInArrow(count, "zones string, n long")
    rows = frame.groupBy("zones").sum("n").collect()
    return Counter({row[0]: row[1] for row in rows if row[1]})
