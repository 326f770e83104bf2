"""Part: a run of row groups of one file, named by number, so that a worker anywhere can read it.

Rows never travel; references do. A file that cannot be cut without reading it (CSV) is one part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from truceline.errors import Problem, RecordInvalid
from truceline.observation.tables import table

SUFFIXES = {
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".arrow": "ipc",
    ".feather": "ipc",
    ".ipc": "ipc",
    ".csv": "csv",
}

# Rows of a part: a second or two of work, so that a lost one costs little and a task is worth its
# start; and at most the rows of one file that is written again.
PART_ROWS = 4_000_000

# A file that carries this mark was written by ``tracks sort``: checked, and free of what is no
# position, so that what its statistics tell of a row group holds for every row in it.
CHECKED_KEY = b"truceline.checked"
CHECKED = b"1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a row group's statistics tell; times are microseconds since 1970.

    ``least`` and ``most`` are the first and last object in the order of their names.
    """

    west: float
    south: float
    east: float
    north: float
    first_us: int
    last_us: int
    least: str
    most: str

    def is_within(self, window_us: tuple[int, int]) -> bool:
        """Return whether all of it lies in a time, which ends before its second number."""
        return window_us[0] <= self.first_us and self.last_us < window_us[1]

    def touches(self, box: tuple[float, ...]) -> bool:
        """Return whether it meets a box: west, south, east, north in degrees."""
        west, south, east, north = box
        return (
            self.west <= east and self.east >= west and self.south <= north and self.north >= south
        )

    def is_outside(self, window_us: tuple[int, int]) -> bool:
        """Return whether nothing of it lies in a time."""
        return self.last_us < window_us[0] or self.first_us >= window_us[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row group, or one record batch; ``first_row`` counts from 1 in the file.

    ``bounds`` are there only where they hold for every row: in files that were checked. ``objects``
    are the least and the greatest name or number of an object, as the statistics have them.
    """

    number: int
    first_row: int
    rows: int
    bounds: Bounds | None = None
    objects: tuple[Any, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPart:
    """Some row groups of a file that follow each other; ``of`` parts make up the file.

    A CSV has no groups, and its rows are not known before it is read.
    """

    file: Path
    number: int
    of: int
    groups: tuple[Group, ...]

    @property
    def rows(self) -> int:
        """Return how many rows it holds; 0 where that is not known."""
        return sum(group.rows for group in self.groups)

    def without(self, groups: set[int]) -> TrackPart:
        """Return the part without some of its groups."""
        return replace(self, groups=tuple(g for g in self.groups if g.number not in groups))


def kind_of(path: Path) -> str | None:
    """Return the kind of file that a name's ending tells.

    >>> kind_of(Path("a.feather")), kind_of(Path("a.xlsx"))
    ('ipc', None)
    """
    return SUFFIXES.get(path.suffix.lower())


def parts_of(path: Path, *, rows: int = PART_ROWS) -> tuple[TrackPart, ...]:
    """Return the parts of a file, each of about so many rows; only the file's foot is read.

    Raises:
        RecordInvalid: the file is of no known kind, damaged or cut short.
    """
    import pyarrow as pa

    kind = kind_of(path)
    if kind is None:
        what = f"a file of positions ends in one of {', '.join(SUFFIXES)}"
        raise RecordInvalid([Problem(path.name, 0, 0, what, "Give it the ending of its kind")])
    if kind == "csv":
        return (TrackPart(file=path, number=0, of=1, groups=()),)
    try:
        groups = _parquet_groups(path) if kind == "parquet" else _ipc_groups(path)
    except (pa.ArrowException, OSError) as damaged:
        what = f"the file cannot be read on: {' '.join(str(damaged).split())[:200]}"
        raise RecordInvalid([Problem(path.name, 0, 0, what, "Fetch or write it anew")]) from damaged
    return _runs(path, groups, rows, set(range(1, len(groups))))


def object_parts_of(path: Path, *, rows: int | None = None) -> tuple[TrackPart, ...]:
    """Return the parts of a file in order of objects, of which no two share an object.

    A part has about so many rows (``PART_ROWS`` unless told), or more where an object has more. The
    file is one part where its statistics do not tell where objects end: a CSV, an Arrow file, a
    file in another order.

    Raises:
        RecordInvalid: the file is of no known kind, damaged or cut short.
    """
    parts = parts_of(path)
    groups = [group for part in parts for group in part.groups]
    return _runs(path, groups, PART_ROWS if rows is None else rows, _borders(groups))


def _runs(path: Path, groups: list[Group], rows: int, cuts: set[int]) -> tuple[TrackPart, ...]:
    """Return groups in parts of about so many rows, a new one begun at some of them only."""
    runs: list[list[Group]] = [[]]
    held = 0
    for at, group in enumerate(groups):
        if at in cuts and held + group.rows > rows:
            runs.append([])
            held = 0
        runs[-1].append(group)
        held += group.rows
    return tuple(
        TrackPart(file=path, number=number, of=len(runs), groups=tuple(run))
        for number, run in enumerate(runs)
    )


def _borders(groups: list[Group]) -> set[int]:
    """Return the groups before which all objects are less than those in it and after it."""
    told = [(at, group.objects) for at, group in enumerate(groups) if group.rows]
    spans = [(at, span) for at, span in told if span is not None]
    if len(spans) < len(told):
        return set()
    found: set[int] = set()
    least: Any = None
    ends = list(accumulate((most for _, (_, most) in spans), max))
    for (at, (start, _)), before in zip(reversed(spans[1:]), reversed(ends[:-1]), strict=True):
        least = start if least is None else min(least, start)
        if before < least:
            found.add(at)
    return found


def _parquet_groups(path: Path) -> list[Group]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        foot = file.metadata
        is_checked = (foot.metadata or {}).get(CHECKED_KEY) == CHECKED
        names = file.schema_arrow.names
        paths = [foot.schema.column(at).path.lower() for at in range(foot.num_columns)]
        called = table("forms/tracks_columns")["object"]
        named = next((paths.index(name) for name in called if name in paths), None)
        found, row = [], 1
        for number in range(foot.num_row_groups):
            group = foot.row_group(number)
            told = Group(
                number=number, first_row=row, rows=group.num_rows, objects=_objects(group, named)
            )
            found.append(replace(told, bounds=_bounds(group, names)) if is_checked else told)
            row += group.num_rows
    return found


def _objects(group: Any, column: int | None) -> tuple[Any, Any] | None:
    told = None if column is None else group.column(column).statistics
    if told is None or not told.has_min_max or type(told.min) not in {str, int}:
        return None
    return told.min, told.max


def _bounds(group: Any, names: list[str]) -> Bounds | None:
    needed = ("lon", "lat", "time", "object")
    told = {name: group.column(names.index(name)).statistics for name in needed}
    if any(one is None or not one.has_min_max or one.null_count for one in told.values()):
        return None
    return Bounds(
        west=told["lon"].min,
        south=told["lat"].min,
        east=told["lon"].max,
        north=told["lat"].max,
        first_us=told["time"].min_raw,
        last_us=told["time"].max_raw,
        least=told["object"].min,
        most=told["object"].max,
    )


def _ipc_groups(path: Path) -> list[Group]:
    import pyarrow as pa

    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        found, row = [], 1
        for number in range(file.num_record_batches):
            rows = file.get_batch(number).num_rows
            found.append(Group(number=number, first_row=row, rows=rows))
            row += rows
    return found
