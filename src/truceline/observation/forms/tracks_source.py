"""Files of positions, batch by batch: Parquet, GeoParquet, Arrow IPC and CSV, single or in folders.

Only the columns needed are read, and one batch at a time is held. A file, or a run of its row
groups, is named by a reference (``tracks_part``), so that others may read it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.observation.forms.tracks_part import SUFFIXES, TrackPart, kind_of, parts_of
from truceline.observation.tables import table

NEEDED = ("object", "time", "lon", "lat")

# Rows of a batch: some tens of megabytes, whatever the size of the file.
_BATCH = 1 << 20
_CSV_BLOCK_BYTES = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackBatch:
    """Some rows of a file, under our names of columns; ``first_row`` counts from 1."""

    file: Path
    columns: Any
    row_group: int
    first_row: int


def track_files(paths: list[Path]) -> list[Path]:
    """Return the files of positions among paths; a folder stands for all in it, in order of name.

    A file that is named twice, or named beside its folder, is there once.

    Raises:
        NotFound: a path is not there, or nothing of a known kind is.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and kind_of(p))
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound("file or folder", str(path))
    if not found:
        raise NotFound("file of positions", ", ".join(map(str, paths)), known=SUFFIXES)
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1]


def batches_of(
    source: Path | TrackPart, *, needed: tuple[str, ...] = NEEDED
) -> Iterator[TrackBatch]:
    """Yield the rows of a file or of a part of one, with only the columns that are used.

    Raises:
        RecordInvalid: the file is of no known kind, damaged, cut short, or lacks a column.
    """
    import pyarrow as pa

    parts = (source,) if isinstance(source, TrackPart) else parts_of(source)
    readers = {"parquet": _parquet, "ipc": _ipc, "csv": _csv}
    for part in parts:
        try:
            yield from readers[kind_of(part.file) or ""](part, needed)
        except (pa.ArrowException, OSError) as damaged:
            what = f"the file cannot be read on: {' '.join(str(damaged).split())[:200]}"
            raise RecordInvalid(
                [Problem(part.file.name, 0, 0, what, "Fetch or write it anew")]
            ) from damaged


def columns_of(names: list[str], file: str, needed: tuple[str, ...]) -> dict[str, str]:
    """Return for each of our columns the file's own name of it.

    Where only places are needed, only they and their accuracy are asked for.

    Raises:
        RecordInvalid: a needed column is missing.

    >>> columns_of(["MMSI", "utc", "x", "y"], "f.csv", NEEDED)["object"]
    'MMSI'
    """
    lowered = {name.lower(): name for name in names}
    found, problems = {}, []
    for ours, called in table("forms/tracks_columns").items():
        hits = [lowered[name] for name in called if name in lowered]
        if hits and (ours in needed or ours == "accuracy_m" or "object" in needed):
            found[ours] = hits[0]
        elif ours in needed:
            what = f"there is no column {ours!r}; the columns are {', '.join(names[:20])}"
            mend = f"Name one of them {', '.join(called[:4])}"
            problems.append(Problem(file, 1, 0, what, mend))
    if problems:
        raise RecordInvalid(problems)
    return found


def _renamed(data: Any, found: dict[str, str]) -> Any:
    import pyarrow as pa

    return pa.table({ours: data.column(theirs) for ours, theirs in found.items()})


def _parquet(part: TrackPart, needed: tuple[str, ...]) -> Iterator[TrackBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(part.file) as file:
        names = file.schema_arrow.names
        shapes = _shapes_in(names)
        found = columns_of([*names, *(["lon", "lat"] if shapes else [])], part.file.name, needed)
        wanted = [*set(found.values()) & set(names), *shapes]
        for group in part.groups:
            row = group.first_row
            for batch in file.iter_batches(
                batch_size=_BATCH, row_groups=[group.number], columns=wanted
            ):
                data = _placed(batch, shapes[0]) if shapes else batch
                columns = _renamed(data, found)
                yield TrackBatch(
                    file=part.file, columns=columns, row_group=group.number, first_row=row
                )
                row += batch.num_rows


def _shapes_in(names: list[str]) -> list[str]:
    """Return GeoParquet's column of points, where a file has no columns of coordinates."""
    lowered = {name.lower(): name for name in names}
    if set(lowered) & set(table("forms/tracks_columns")["lon"]):
        return []
    return [lowered[name] for name in ("geometry", "geom", "point") if name in lowered][:1]


def _placed(batch: Any, name: str) -> Any:
    """Return a batch with the longitudes and latitudes of its column of points (WKB or x, y)."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from shapely import from_wkb, get_x, get_y, is_empty

    data = pa.table(batch)
    shapes = data.column(name).combine_chunks()
    if pa.types.is_struct(shapes.type):
        lon, lat = pc.struct_field(shapes, "x"), pc.struct_field(shapes, "y")
    else:
        # What is no point has no coordinates, and is refused as such row by row.
        points = from_wkb(shapes.to_numpy(zero_copy_only=False), on_invalid="ignore")
        points[is_empty(points)] = None
        lon, lat = pa.array(get_x(points)), pa.array(get_y(points))
    return data.append_column("lon", lon).append_column("lat", lat)


def _ipc(part: TrackPart, needed: tuple[str, ...]) -> Iterator[TrackBatch]:
    import pyarrow as pa

    with pa.memory_map(str(part.file)) as source, pa.ipc.open_file(source) as file:
        found = columns_of(file.schema.names, part.file.name, needed)
        for group in part.groups:
            columns = _renamed(file.get_batch(group.number), found)
            yield TrackBatch(
                file=part.file, columns=columns, row_group=group.number, first_row=group.first_row
            )


def _csv(part: TrackPart, needed: tuple[str, ...]) -> Iterator[TrackBatch]:
    import pyarrow as pa
    from pyarrow import csv

    path = part.file
    with path.open(encoding="utf-8-sig", errors="replace") as head:
        names = [name.strip().strip('"') for name in head.readline().rstrip("\r\n").split(",")]
    found = columns_of(names, path.name, needed)
    # Everything is read as text: a bad cell is then one row's, and not the whole file's.
    options = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), include_columns=list(found.values())
    )
    with csv.open_csv(
        path, read_options=csv.ReadOptions(block_size=_CSV_BLOCK_BYTES), convert_options=options
    ) as reader:
        row = 1
        for batch in reader:
            yield TrackBatch(file=path, columns=_renamed(batch, found), row_group=-1, first_row=row)
            row += batch.num_rows
