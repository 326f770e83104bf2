"""Files of positions with the zones of each row: read, classified and written batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from truceline.geo.classify import Classifier, classify
from truceline.geo.classify_arrow import zone_words
from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_sort import table_of
from truceline.observation.forms.tracks_source import batches_of
from truceline.observation.track import NameBook, TrackRules, TrackTally


def count_zones(
    path: Path, classifier: Classifier, *, rules: TrackRules, told: Callable[[int], None],
    output: Path | None = None,
) -> tuple[TrackTally, dict[tuple[str, ...], int]]:  # fmt: skip
    """Return how the rows of a file were counted, and how many fixes lie in which zones together.

    With ``output``, every usable fix is written there too, with a column ``zones``; the file
    appears when it is whole, and not before. Rows out are rows in, less those refused and counted.

    Raises:
        RecordInvalid: the file cannot be used as a whole.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    tally, names = TrackTally(file=path.name), NameBook()
    counts: dict[tuple[str, ...], int] = {}
    half = None if output is None else output.with_name(output.name + ".part")
    sink = None
    try:
        for batch in batches_of(path, needed=("lon", "lat") if output is None else _NEEDED):
            fixes = checked(batch, names=names, rules=rules, tally=tally)
            told(batch.columns.num_rows)
            found = classify(classifier, fixes.lon_deg, fixes.lat_deg)
            many = np.bincount(found.codes, minlength=len(found.legend))
            for ids, number in zip(found.legend, many.tolist(), strict=False):
                if number:
                    counts[ids] = counts.get(ids, 0) + number
            if half is not None:
                words = zone_words(found).cast(pa.string())
                table = table_of(fixes).append_column("zones", words)
                sink = sink or pq.ParquetWriter(half, table.schema, compression="zstd")
                sink.write_table(table)
        if sink is not None and half is not None and output is not None:
            sink.close()
            half.replace(output)
    finally:
        if half is not None:
            half.unlink(missing_ok=True)
    return tally, counts


_NEEDED = ("object", "time", "lon", "lat")
