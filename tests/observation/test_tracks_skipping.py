"""Sorted files are told by the bounds of their row groups, and the answers are those of reading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely import box

from truceline.casework.count_zones import FileZones, zones_of_files
from truceline.casework.read_tracks import ReadTracks, TracksRead, tracks_of_files
from truceline.casework.runner import run_here
from truceline.casework.sort_tracks import sort_tracks
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.forms import tracks_part, tracks_sort
from truceline.observation.forms.tracks_sort import Order
from truceline.observation.grade import Grade
from truceline.observation.track import TrackRules

pytestmark = pytest.mark.slow

LINE = Line(id="A", title="Line A", points=((35, 33), (35, 33.2)), error_m=50, source="-")
ZONE = Zone(
    id="z", title="East Zone", polygon=box(35, 33, 35.1, 33.2), error_m=50, construction="-"
)
RULES = TrackRules()
START, MINUTE = 1_700_000_000_000_000, 60_000_000


def _quiet(_: int) -> None:
    """Take the number of rows done, and tell nobody."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return tracks of 60 objects: some cross the line, most are far away, and two rows are bad."""
    rng = np.random.default_rng(4)
    rows = []
    for n in range(60):
        lon, lat = (34.96, 33.1) if n % 6 == 0 else (rng.uniform(20, 50), rng.uniform(25, 45))
        for i in range(40):
            rows.append(
                (f"o{n:02d}", START + (n * 60 + i) * MINUTE, lon + 0.004 * i, lat + n / 1e4)
            )
    rows += [("bad", START, float("nan"), 33.1), ("bad", START, 35.0, 91.0)]
    order = rng.permutation(len(rows))
    objects, times, lons, lats = zip(*(rows[at] for at in order), strict=True)
    table = pa.table(
        {
            "object": objects,
            "time": pa.array(times, pa.int64()).cast(pa.timestamp("us", "UTC")),
            "lon": lons,
            "lat": lats,
        }
    )
    pq.write_table(table, tmp_path / "log.parquet", row_group_size=500)
    return tmp_path / "log.parquet"


def _sorted(log: Path, order: Order, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(tracks_sort, "OBJECT_ROWS", 100)
    patch.setattr(tracks_sort, "PLACE_ROWS", 60)
    output = log.with_name(f"{order.value}.parquet")
    sort_tracks([log], output, rules=RULES, run=run_here(_quiet), order=order)
    return output


def _counted(path: Path, window_us: tuple[int, int] | None = None) -> FileZones:
    (done,) = zones_of_files([path], [ZONE], rules=RULES, run=run_here(_quiet), window_us=window_us)
    assert done.tally.is_whole
    return done


def _read(path: Path, window_us: tuple[int, int] | None = None) -> TracksRead:
    verb = ReadTracks(lines=(LINE,), zones=(ZONE,), rules=RULES, window_us=window_us)
    (done,) = tracks_of_files(
        [path], verb, source="radar", grade=Grade.parse("B2"), run=run_here(_quiet)
    )
    assert done.tally.is_whole
    return done


@pytest.mark.parametrize("window", [None, (START + 500 * MINUTE, START + 2000 * MINUTE)])
@pytest.mark.parametrize("order", list(Order))
def test_counts_told_by_bounds_are_those_of_reading_every_row(
    log: Path, order: Order, window: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _counted(_sorted(log, order, monkeypatch), window)
    read = _counted(log, window)

    assert told.counts == read.counts
    assert told.tally.accepted == read.tally.accepted > 0
    assert told.tally.unread > read.tally.unread == 0
    assert read.tally.rows - told.tally.rows == sum(read.tally.refused.values()) == 2


def test_passages_are_the_same_when_far_objects_are_passed_over(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _sorted(log, Order.OBJECT, monkeypatch)
    skipping = _read(path)
    monkeypatch.setattr(tracks_part, "CHECKED", b"never")
    whole = _read(path)

    assert skipping.passages == whole.passages
    assert len(whole.passages) == 20
    assert skipping.tally.passed_over > 700 > whole.tally.passed_over == 0


def test_a_time_that_is_asked_for_leaves_only_its_passages(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = (START, START + 700 * MINUTE)
    found = _read(_sorted(log, Order.OBJECT, monkeypatch), window)

    assert {p.object for p in found.passages} == {"o00", "o06"}


def test_a_folder_of_buckets_holds_what_one_file_holds(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks_sort, "_BUCKET_BYTES", 20_000)
    one = _sorted(log, Order.OBJECT, monkeypatch)
    sort_tracks([log], log.with_name("many"), rules=RULES, run=run_here(_quiet))

    files = sorted(log.with_name("many").iterdir())
    assert len(files) > 1
    assert pa.concat_tables([pq.read_table(file) for file in files]).equals(pq.read_table(one))


def test_a_large_file_is_written_again_in_parts_and_loses_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import truceline.casework.count_zones as counting

    monkeypatch.setattr(counting, "parts_of", lambda path: tracks_part.parts_of(path, rows=1000))
    (done,) = zones_of_files(
        [log], [ZONE], rules=RULES, run=run_here(_quiet), output=tmp_path / "zoned"
    )

    assert [path.name for path in done.written] == ["log.00000.parquet", "log.00001.parquet",
                                                    "log.00002.parquet"]  # fmt: skip
    assert sum(pq.read_table(path).num_rows for path in done.written) == 2400
    assert sorted(tmp_path.joinpath("zoned").iterdir()) == list(done.written)


@pytest.mark.parametrize("rows", [1, 150, 700])
def test_a_file_cut_where_objects_end_is_read_as_the_whole_is(
    log: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    path = _sorted(log, Order.OBJECT, monkeypatch)
    whole = _read(path)
    monkeypatch.setattr(tracks_part, "PART_ROWS", rows)

    parts = tracks_part.object_parts_of(path)
    cut = _read(path)

    assert len(parts) > 1
    assert sum(part.rows for part in parts) == whole.tally.rows
    assert cut == whole
    assert whole.passages


def test_a_file_is_cut_nowhere_but_where_its_objects_end(tmp_path: Path) -> None:
    def cuts(objects: list[str] | list[int], *, group: int = 3) -> list[int]:
        table = pa.table({"mmsi": objects, "lon": [0.0] * len(objects)})
        pq.write_table(table, tmp_path / "t.parquet", row_group_size=group)
        return [part.rows for part in tracks_part.object_parts_of(tmp_path / "t.parquet", rows=1)]

    assert cuts([*"aaabbbccc"]) == [3, 3, 3]
    assert cuts([*"aaabbbbcc"]) == [3, 6]
    assert cuts([*"abababbbb"]) == [9]
    assert cuts([*"aaabbbaaa"]) == [9]
    assert cuts([*"cccbbbaaa"]) == [9]
    assert cuts([9, 9, 9, 10, 10, 10]) == [3, 3]
