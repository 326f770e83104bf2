"""Sort files of positions by object and time, however large, in little memory.

Rows are dealt into buckets by object first, each small enough to sort by itself; no object is in
two buckets. What cannot be used is counted and left out, so that the sorted file is clean.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_source import batches_of
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

# A file that carries this mark was written here: sorted, checked, and free of what is no position.
CHECKED_KEY = b"truceline.checked"
CHECKED = b"1"

# Bytes of input for one bucket: some millions of fixes, which take a few hundred megabytes to sort.
_BUCKET_BYTES = 64 << 20
_ROW_GROUP = 200_000


def sort_tracks(
    files: Sequence[Path], output: Path, *, rules: TrackRules, told: Callable[[int], None]
) -> tuple[TrackTally, ...]:
    """Write all usable fixes of some files to one Parquet file, in order of object and time.

    ``told`` is called with the number of rows of each batch that was taken in. The file appears
    when it is whole, and not before.

    Raises:
        RecordInvalid: a file cannot be used as a whole; nothing is written.
    """
    import pyarrow.parquet as pq

    names = NameBook()
    count = max(1, sum(file.stat().st_size for file in files) // _BUCKET_BYTES)
    tallies = []
    half = output.with_name(output.name + ".part")
    folder = Path(tempfile.mkdtemp(prefix="sorting-", dir=output.parent))
    buckets: list[Any] = [None] * count
    try:
        for file in files:
            tally = TrackTally(file=file.name)
            for batch in batches_of(file):
                fixes = checked(batch, names=names, rules=rules, tally=tally)
                told(batch.columns.num_rows)
                for number in range(count):
                    part = fixes if count == 1 else fixes.chosen(fixes.objects % count == number)
                    if buckets[number] is None:
                        place = folder / f"{number}.parquet"
                        buckets[number] = pq.ParquetWriter(place, _schema(), compression="lz4")
                    buckets[number].write_table(table_of(part))
            tallies.append(tally)
        for bucket in buckets:
            if bucket is not None:
                bucket.close()
        _write_sorted(folder, count, half)
        half.replace(output)
    finally:
        half.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(tallies)


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
        schema=_schema(),
    )


def _schema() -> Any:
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


def _write_sorted(folder: Path, count: int, output: Path) -> None:
    import pyarrow.parquet as pq

    schema = _schema().with_metadata({CHECKED_KEY: CHECKED})
    with pq.ParquetWriter(output, schema, compression="zstd") as sink:
        for number in range(count):
            place = folder / f"{number}.parquet"
            if not place.is_file():
                continue
            table = pq.read_table(place).sort_by(
                [(name, "ascending") for name in ("object", "time", "lon", "lat")]
            )
            sink.write_table(table.replace_schema_metadata(schema.metadata), _ROW_GROUP)
