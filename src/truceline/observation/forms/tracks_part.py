"""Part: a run of row groups of one file, named by number, so that a worker anywhere can read it.

Rows never travel; references do. A file that cannot be cut without reading it (CSV) is one part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from truceline.errors import Problem, RecordInvalid

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

    def is_outside(self, window_us: tuple[int, int]) -> bool:
        """Return whether nothing of it lies in a time."""
        return self.last_us < window_us[0] or self.first_us >= window_us[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row group, or one record batch; ``first_row`` counts from 1 in the file.

    ``bounds`` are there only where they hold for every row: in files that were checked.
    """

    number: int
    first_row: int
    rows: int
    bounds: Bounds | None = None


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
    runs: list[list[Group]] = [[]]
    for group in groups:
        if runs[-1] and sum(g.rows for g in runs[-1]) + group.rows > rows:
            runs.append([])
        runs[-1].append(group)
    return tuple(
        TrackPart(file=path, number=number, of=len(runs), groups=tuple(run))
        for number, run in enumerate(runs)
    )


def _parquet_groups(path: Path) -> list[Group]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        foot = file.metadata
        is_checked = (foot.metadata or {}).get(CHECKED_KEY) == CHECKED
        names = file.schema_arrow.names
        found, row = [], 1
        for number in range(foot.num_row_groups):
            group = foot.row_group(number)
            bounds = _bounds(group, names) if is_checked else None
            found.append(Group(number=number, first_row=row, rows=group.num_rows, bounds=bounds))
            row += group.num_rows
    return found


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
