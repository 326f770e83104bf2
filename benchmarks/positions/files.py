"""Files: what classifying adds to reading Parquet, and what sorting by place saves."""

from __future__ import annotations

import tempfile
import time

import numpy as np
import pyarrow.parquet as pq

from benchmarks.positions.rates import ROUNDS, rates, told
from benchmarks.positions.world import World, write_parquet
from truceline.geo.classify import classify
from truceline.geo.classify_boxes import zones_of_box


def parquet(world: World) -> list[str]:
    """Return the rows about files; all on one thread, by processor time."""
    count = len(world.lons)
    room = np.empty(200_000, dtype=world.classifier.cover.level2.dtype)
    with tempfile.TemporaryDirectory() as folder:
        mixed, ordered = f"{folder}/mixed.parquet", f"{folder}/ordered.parquet"
        write_parquet(world, mixed, by_place=False)
        write_parquet(world, ordered, by_place=True)

        def read(path: str, *, zones: bool, skip: bool = False) -> float:
            return rates(count, lambda: _read(world, path, room, zones=zones, skip=skip))[1]

        adds, saves, over_reading = [], [], []
        read(mixed, zones=True)
        for _ in range(ROUNDS):
            adds.append(_added(world, mixed, room))
            alone = read(ordered, zones=False)
            whole = read(ordered, zones=True)
            skipping = read(ordered, zones=True, skip=True)
            saves.append(skipping / whole)
            over_reading.append(skipping / alone)
    return [
        told("Parquet to zones, time over reading alone", adds, worst=max, goal="1.2"),
        told("sorted by place: skipping over reading and classifying it all", saves, worst=min,
             goal="3"),
        told("the same, over reading it all and doing nothing", over_reading, worst=min),
    ]  # fmt: skip


def _added(world: World, path: str, room: object) -> float:
    """Return processor time of reading and classifying over that of reading, group by group.

    Which of the two comes first changes from group to group.
    """
    spent = {False: 0.0, True: 0.0}
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            for zones in (group % 2 == 0, group % 2 == 1):
                start = time.process_time()
                _read_group(world, file, group, room, zones=zones)
                spent[zones] += time.process_time() - start
    return spent[True] / spent[False]


def _read_group(world: World, file: object, group: int, room: object, *, zones: bool) -> None:
    part = file.read_row_group(group, use_threads=False)  # type: ignore[attr-defined]
    lons, lats = part["lon"].to_numpy(), part["lat"].to_numpy()
    if zones:
        classify(world.classifier, lons, lats, threads=1, out=room)  # type: ignore[arg-type]


def _read(world: World, path: str, room: object, *, zones: bool, skip: bool) -> None:
    with pq.ParquetFile(path) as file:
        foot = file.metadata
        for group in range(file.num_row_groups):
            if skip and _told_by_bounds(world, foot.row_group(group)):
                continue
            _read_group(world, file, group, room, zones=zones)


def _told_by_bounds(world: World, group: object) -> bool:
    lon, lat = (group.column(at).statistics for at in (0, 1))  # type: ignore[attr-defined]
    found = zones_of_box(world.classifier, west=lon.min, south=lat.min, east=lon.max, north=lat.max)
    return found is not None
