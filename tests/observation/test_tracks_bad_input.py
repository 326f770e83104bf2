"""Bad input: what is no position, or not as it is called, is counted or told; the rest goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from shapely import box

from truceline.casework.count_zones import FileZones, zones_of_files
from truceline.casework.read_tracks import ReadTracks, TracksRead, tracks_of_files
from truceline.casework.runner import run_here
from truceline.casework.sort_tracks import sort_tracks
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.forms import tracks_sort
from truceline.observation.forms.tracks_sort import Order
from truceline.observation.forms.tracks_source import track_files
from truceline.observation.grade import Grade
from truceline.observation.track import TrackRules

pytestmark = pytest.mark.slow

LINE = Line(id="A", title="Line A", points=((35, 33), (35, 33.2)), error_m=50, source="-")
ZONE = Zone(
    id="z", title="East Zone", polygon=box(35, 33, 35.1, 33.2), error_m=50, construction="-"
)
RULES = TrackRules()
MINUTES_US = 1_700_000_000_000_000 + 60_000_000 * np.arange(20)
LONS, LATS = 34.96 + 0.004 * np.arange(20), 33.1 + 1e-6 * np.arange(20)


def _write(path: Path, *, group: int = 1000, **columns: Any) -> Path:
    table = {
        "object": ["f"] * 20,
        "time": pa.array(MINUTES_US).cast(pa.timestamp("us", "UTC")),
        **columns,
    }
    pq.write_table(pa.table(table), path, row_group_size=group)
    return path


def _counted(*paths: Path) -> tuple[FileZones, ...]:
    return zones_of_files(paths, [ZONE], rules=RULES, run=run_here(lambda _: None))


def _read(path: Path) -> TracksRead:
    verb = ReadTracks(lines=(LINE,), zones=(ZONE,), rules=RULES)
    (read,) = tracks_of_files(
        [path], verb, source="radar", grade=Grade.parse("B2"), run=run_here(lambda _: None)
    )
    return read


def test_a_shape_that_is_no_point_is_a_row_that_is_refused(tmp_path: Path) -> None:
    shapes = list(shapely.to_wkb(shapely.points(LONS, LATS)))
    shapes[:4] = [None, b"junk", shapely.to_wkb(shapely.Point()), shapely.to_wkb(box(0, 0, 1, 1))]

    (done,) = _counted(_write(tmp_path / "shaped.parquet", geometry=pa.array(shapes)))

    assert done.tally.refused == {"a coordinate that is no number": 4}
    assert (done.tally.accepted, done.tally.is_whole) == (16, True)


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_whole_ten_millionths_of_a_degree_are_read_as_such(tmp_path: Path, kind: type) -> None:
    degrees = _write(tmp_path / "degrees.parquet", lon=LONS, lat=LATS)
    whole = _write(
        tmp_path / "whole.parquet",
        lon=np.round(LONS * 1e7).astype(kind),
        lat=np.round(LATS * 1e7).astype(kind),
    )

    one, other = _counted(degrees, whole)

    assert other.counts == one.counts
    assert [p.start_us for p in _read(whole).passages] == [
        p.start_us for p in _read(degrees).passages
    ]


def test_whole_numbers_that_would_be_degrees_too_are_refused(tmp_path: Path) -> None:
    whole = [column.astype(np.int32) for column in (LONS, LATS)]

    (done,) = _counted(_write(tmp_path / "whole.parquet", lon=whole[0], lat=whole[1]))

    assert "may be degrees or ten-millionths" in done.problems[0].what


@pytest.mark.parametrize("order", [None, Order.OBJECT, Order.PLACE])
def test_axes_that_are_swapped_within_their_ranges_are_noticed_by_the_ground(
    tmp_path: Path, order: Order | None
) -> None:
    path = _write(tmp_path / "log.parquet", lon=LATS, lat=LONS + 0.05)
    if order is not None:
        run = run_here(lambda _: None)
        sort_tracks([path], tmp_path / "sorted.parquet", rules=RULES, run=run, order=order)
        path = tmp_path / "sorted.parquet"
    told = "20 of 20 would with longitude and latitude swapped"

    (done,) = _counted(path)

    assert [told in note for note in done.tally.notes] == [True]
    assert [told in note for note in _read(path).tally.notes] == [True]


def test_axes_that_are_right_are_not_called_swapped(tmp_path: Path) -> None:
    here = _write(tmp_path / "here.parquet", lon=LONS, lat=LATS)
    elsewhere = _write(tmp_path / "elsewhere.parquet", lon=LONS + 40, lat=LATS)

    assert [done.tally.notes for done in _counted(here, elsewhere)] == [[], []]
    assert _read(elsewhere).tally.notes == []


@pytest.mark.parametrize("output", ["sorted.parquet", "sorted"])
def test_files_that_cannot_be_used_leave_no_trace_in_what_is_sorted(
    tmp_path: Path, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks_sort, "_DEALT_ROWS", 5)
    good = _write(tmp_path / "a.parquet", lon=LONS, lat=LATS, group=5)
    torn = _write(tmp_path / "b.parquet", lon=LONS + 1, lat=LATS, group=5)
    last = pq.ParquetFile(torn).metadata.row_group(3).column(2)
    data = bytearray(torn.read_bytes())
    at = last.dictionary_page_offset or last.data_page_offset
    data[at : at + last.total_compressed_size] = bytes(last.total_compressed_size)
    torn.write_bytes(data)
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    files = [good, torn, tmp_path / "c.parquet"]

    done = sort_tracks(files, tmp_path / output, rules=RULES, run=run_here(lambda _: None))

    assert [bool(one.problems) for one in done] == [False, True, True]
    assert pq.read_table(tmp_path / output).num_rows == done[0].tally.accepted == 20
    assert pq.read_table(tmp_path / output)["lon"].to_pylist() == LONS.tolist()


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.parquet", lon=LONS, lat=LATS)

    assert track_files([path, tmp_path, tmp_path / "." / "a.parquet"]) == [path]
