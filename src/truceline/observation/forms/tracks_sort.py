"""Sort files of positions by object and time, or by place, however large, in little memory.

Rows are dealt into buckets first, each small enough to sort by itself. No object is in two buckets
(by place: no quarter of a degree is). What cannot be used is counted and left out, so that the
sorted file is clean and what its statistics tell of a row group holds for every row.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truceline.observation.forms.half_written import half_written
from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_part import CHECKED, CHECKED_KEY, TrackPart, parts_of
from truceline.observation.forms.tracks_place import place_keys, quarter_degrees
from truceline.observation.forms.tracks_source import batches_of
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

# Bytes of input for one bucket: some millions of fixes, which take a few hundred megabytes to sort.
_BUCKET_BYTES = 64 << 20
# Rows dealt out by one task.
_DEALT_ROWS = 1 << 20
# By object a group is cut where an object ends, so that no object is in two; by place groups are
# small, for a small group lies more often within one zone, or far from all.
OBJECT_ROWS, PLACE_ROWS = 200_000, 8_000
_PLACE_KEY = "place"


class Order(StrEnum):
    """What positions are sorted by."""

    OBJECT = "object"
    PLACE = "place"


def sort_parts(file: Path) -> tuple[TrackPart, ...]:
    """Return the parts in which a file is dealt out.

    Raises:
        RecordInvalid: the file is of no known kind, damaged or cut short.
    """
    return parts_of(file, rows=_DEALT_ROWS)


def bucket_count(files: Sequence[Path]) -> int:
    """Return how many buckets the rows of some files are dealt into."""
    return max(1, sum(file.stat().st_size for file in files) // _BUCKET_BYTES)


def deal(
    part: TrackPart, stem: Path, *, buckets: int, order: Order, rules: TrackRules,
    told: Callable[[int], None],
) -> TrackTally:  # fmt: skip
    """Write a part's usable fixes to files that begin with ``stem``, a row group for each bucket.

    The same part gives the same files, so that a task that died may be done again.

    Raises:
        RecordInvalid: the file cannot be used as a whole.
    """
    import numpy as np
    import pyarrow.parquet as pq

    tally, names = TrackTally(file=part.file.name), NameBook()
    for number, batch in enumerate(batches_of(part)):
        fixes = checked(batch, names=names, rules=rules, tally=tally)
        told(batch.columns.num_rows)
        bucket = _buckets_of(fixes, buckets, order)
        arranged = np.argsort(bucket, kind="stable")
        ends = np.searchsorted(bucket[arranged], np.arange(buckets + 1))
        place = stem.with_name(f"{stem.name}-{number:06d}.parquet")
        with (
            half_written(place) as half,
            pq.ParquetWriter(half, positions_schema(), compression="lz4") as sink,
        ):
            for at in range(buckets):
                # An empty one is written too, so that the group's number is the bucket's.
                sink.write_table(table_of(fixes.chosen(arranged[ends[at] : ends[at + 1]])))
    return tally


def write_bucket(folder: Path, bucket: int, output: Path, *, order: Order) -> int:
    """Write one bucket of what was dealt, sorted, as a file of its own; return its rows."""
    import pyarrow.parquet as pq

    schema = positions_schema().with_metadata({CHECKED_KEY: CHECKED})
    with (
        half_written(output / f"{bucket:05d}.parquet") as half,
        pq.ParquetWriter(half, schema, compression="zstd") as sink,
    ):
        return _write_bucket(folder, bucket, order=order, sink=sink)


def write_buckets(folder: Path, buckets: int, output: Path, *, order: Order) -> None:
    """Write all buckets, one after another, as one file."""
    import pyarrow.parquet as pq

    schema = positions_schema().with_metadata({CHECKED_KEY: CHECKED})
    with (
        half_written(output) as half,
        pq.ParquetWriter(half, schema, compression="zstd") as sink,
    ):
        for bucket in range(buckets):
            _write_bucket(folder, bucket, order=order, sink=sink)


def table_of(fixes: Fixes) -> Any:
    """Return fixes as an Arrow table under our names of columns."""
    import numpy as np
    import pyarrow as pa

    words = pa.array([*fixes.names.words, None], pa.string())
    last = len(fixes.names.words)

    def worded(numbers: Any) -> Any:
        return words.take(pa.array(np.where(numbers >= 0, numbers, last)))

    return pa.table(
        {
            "object": worded(fixes.objects),
            "time": pa.array(fixes.time_us).cast(pa.timestamp("us", "UTC")),
            "lon": fixes.lon_deg,
            "lat": fixes.lat_deg,
            "accuracy_m": fixes.accuracy_m,
            "party": worded(fixes.parties),
            "asset": worded(fixes.assets),
        },
        schema=positions_schema(),
    )


def positions_schema() -> Any:
    """Return our names of columns and their types."""
    import pyarrow as pa

    return pa.schema(
        [
            ("object", pa.string()),
            ("time", pa.timestamp("us", "UTC")),
            ("lon", pa.float64()),
            ("lat", pa.float64()),
            ("accuracy_m", pa.float64()),
            ("party", pa.string()),
            ("asset", pa.string()),
        ]
    )


def _buckets_of(fixes: Fixes, buckets: int, order: Order) -> ndarray:
    import numpy as np

    if order is Order.PLACE:
        return quarter_degrees(fixes.lon_deg, fixes.lat_deg) % buckets
    # By name, and not by order of appearance: the same in every part, on every machine.
    of_word = np.array([zlib.crc32(word.encode()) for word in fixes.names.words], dtype=np.int64)
    return np.asarray(of_word[fixes.objects] % buckets)


def _write_bucket(folder: Path, bucket: int, *, order: Order, sink: Any) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for place in sorted(folder.glob("*.parquet")):
        with pq.ParquetFile(place) as file:
            tables.append(file.read_row_group(bucket))
    if not tables:
        return 0
    table = pa.concat_tables(tables)
    # Every column, so that rows alike in the first ones come in one order whatever the input's.
    keys = ["object", "time", "lon", "lat", "accuracy_m", "party", "asset"]
    if order is Order.PLACE:
        place_of = place_keys(table["lon"].to_numpy(), table["lat"].to_numpy())
        table = table.append_column(_PLACE_KEY, pa.array(place_of))
        keys = [_PLACE_KEY, *keys]
    table = table.sort_by([(name, "ascending") for name in keys]).select(positions_schema().names)
    for start, stop in _cuts(table, order):
        group = table.slice(start, stop - start)
        sink.write_table(group.replace_schema_metadata({CHECKED_KEY: CHECKED}), stop - start)
    return int(table.num_rows)


def _cuts(table: Any, order: Order) -> list[tuple[int, int]]:
    """Return where to cut a sorted table into row groups."""
    import numpy as np

    rows = table.num_rows
    if order is Order.PLACE:
        ends = [*range(PLACE_ROWS, rows, PLACE_ROWS), rows]
    else:
        codes = np.asarray(table["object"].combine_chunks().dictionary_encode().indices)
        borders = np.append(np.flatnonzero(codes[1:] != codes[:-1]) + 1, rows)
        ends = [0]
        while ends[-1] < rows:
            # The last border within reach; an object that is longer is cut where it must be.
            within = borders[(borders > ends[-1]) & (borders <= ends[-1] + OBJECT_ROWS)]
            ends.append(int(within[-1]) if len(within) else min(ends[-1] + OBJECT_ROWS, rows))
        ends = ends[1:]
    return [(start, stop) for start, stop in zip([0, *ends], ends, strict=False) if stop > start]
