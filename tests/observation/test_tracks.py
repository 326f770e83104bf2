"""Tracks: every row is used or refused with a reason, and few passages come out of many fixes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pyarrow import feather
from shapely import box

from truceline.casework.read_tracks import TracksRead, read_tracks
from truceline.casework.runner import run_here
from truceline.casework.sort_tracks import sort_tracks
from truceline.errors import RecordInvalid
from truceline.geo.classify import make_classifier
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.forms import tracks_source
from truceline.observation.forms.tracks_part import parts_of
from truceline.observation.forms.tracks_zones import write_zones
from truceline.observation.grade import Grade
from truceline.observation.observation import LogRow, Relation
from truceline.observation.track import TrackRules, TrackTally
from truceline.observation.track_marks import CIRCLE, JAMMED, JUMP, STACKED, TWO_PLACES
from truceline.observation.track_passages import Watched, watch
from truceline.observation.track_stream import REPEATED, whole_tracks

pytestmark = pytest.mark.slow

# A line that runs north along 35 degrees, and a zone east of it.
LINE = Line(id="A", title="Line A", points=((35, 33), (35, 33.2)), error_m=50, source="-")
ZONE = Zone(
    id="z", title="East Zone", polygon=box(35, 33, 35.1, 33.2), error_m=50, construction="-"
)
RULES = TrackRules()
MINUTE = 60_000_000
START = 1_700_000_000_000_000

Row = tuple[str, int, float, float]


def _quiet(_: int) -> None:
    """Take the number of rows done, and tell nobody."""


def _write(path: Path, rows: list[Row], *, group: int = 1000, **more: object) -> Path:
    objects, times, lons, lats = (list(column) for column in zip(*rows, strict=True))
    table = pa.table(
        {
            "object": objects,
            "time": pa.array(times, pa.int64()).cast(pa.timestamp("us", "UTC")),
            "lon": lons,
            "lat": lats,
            **{name: [value] * len(rows) for name, value in more.items()},
        }
    )
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=group)
    else:
        feather.write_feather(table, path, chunksize=group, compression="uncompressed")
    return path


@cache
def _watched(zones: tuple[Zone, ...]) -> Watched:
    return watch([LINE], zones)


def _read(path: Path, *, zones: tuple[Zone, ...] = ()) -> TracksRead:
    return read_tracks(
        path,
        _watched(zones),
        source="radar",
        grade=Grade.parse("B2"),
        rules=RULES,
        told=_quiet,
    )


def _flight(name: str, *, start: int = 0, lat: float = 33.1, step: float = 0.004) -> list[Row]:
    """Return an object that goes east over the line, a fix a minute."""
    return [
        (name, START + (start + i) * MINUTE, 34.96 + i * step, lat + 1e-6 * i) for i in range(20)
    ]


def test_three_aircraft_over_the_line_are_one_observation_that_names_its_rows(
    tmp_path: Path,
) -> None:
    rows = [row for n in range(3) for row in _flight(f"f{n}", start=2 * n, lat=33.1 + n / 100)]
    path = _write(tmp_path / "log.parquet", rows, group=7, asset="aircraft", party="Eastland")

    (seen,) = _read(path).observations

    assert isinstance(seen.basis, LogRow)
    assert seen.basis.quote.startswith(
        "3 aircraft crossed Line A eastward between 2023-11-14 22:22 and 2023-11-14 22:28 UTC, "
        "each with a probability of 1.00 or more; "
    )
    assert "rows 10-12 from row group 1, rows 30-32 from row group 4" in seen.basis.quote
    assert "of log.parquet, sha256:" in seen.basis.quote
    assert seen.count is not None
    assert (seen.what, seen.relation, seen.areas) == ("overflight", Relation.OVER, ("line a",))
    assert (seen.count.minimum, seen.actors[0].actor, seen.origin) == (3, "Eastland", "radar")


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_the_cut_into_batches_and_the_kind_of_file_change_nothing(
    tmp_path: Path, ending: str
) -> None:
    rows = [row for n in range(5) for row in _flight(f"f{n}", start=30 * n)]
    whole = _read(_write(tmp_path / "whole.parquet", rows))
    cut = _read(_write(tmp_path / f"cut.{ending}", rows, group=3))

    assert len(whole.passages) == 5
    assert [(p.object, p.first_row, p.last_row) for p in cut.passages] == [
        (p.object, p.first_row, p.last_row) for p in whole.passages
    ]


def test_jitter_at_the_line_a_gap_and_a_way_round_its_end_are_no_crossings(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    jitter = [("a", START + i * MINUTE, 35 + 5e-4 * rng.normal(), 33.1) for i in range(200)]
    gap = [("b", START, 34.9, 33.1), ("b", START + 40 * MINUTE, 35.1, 33.1)]
    around = [
        ("c", START + i * MINUTE, lon, lat)
        for i, (lon, lat) in enumerate([(34.98, 33.21), (34.99, 33.22), (35.01, 33.22)])
    ]
    path = _write(tmp_path / "log.parquet", [*jitter, *gap, *around])

    assert _read(path).passages == ()


def test_a_stay_needs_dwelling_and_counts_who_was_there_at_once(tmp_path: Path) -> None:
    passing = [("p", START + i * 10_000_000, 34.99 + 0.02 * i, 33.1) for i in range(9)]
    staying = [
        (f"s{n}", START + (5 * n + i) * MINUTE, 35.05, 33.1 + n / 100)
        for n in range(2)
        for i in range(12)
    ]
    path = _write(tmp_path / "log.parquet", [*passing, *staying])

    (seen,) = (
        seen for seen in _read(path, zones=(ZONE,)).observations if seen.relation == "within"
    )

    assert (seen.what, seen.areas) == ("vehicle", ("east zone",))
    assert (seen.count.minimum, seen.count.maximum) == (2, 2)  # type: ignore[union-attr]


def test_stops_are_told_where_asked_for_one_by_one_and_only_near_what_is_watched(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(3)
    drive = [("v", START + i * MINUTE, 34.90 + 0.004 * i, 33.1) for i in range(10)]
    halt = [("v", START + (10 + i) * MINUTE, 34.94 + 3e-4 * rng.normal(), 33.1) for i in range(20)]
    queue = [("v", START + (30 + i) * MINUTE, 34.97, 33.1) for i in range(8)]
    far = [("w", START + i * MINUTE, 40.0, 33.1) for i in range(60)]
    path = _write(tmp_path / "log.parquet", [*drive, *halt, *queue, *far])
    watched = _watched(())

    def read(*, stops: bool) -> TracksRead:
        return read_tracks(
            path, watched, source="radar", grade=Grade.parse("B2"),
            rules=TrackRules(stops=stops), told=_quiet,
        )  # fmt: skip

    (stop,) = read(stops=True).observations

    assert isinstance(stop.basis, LogRow)
    assert stop.basis.quote.startswith("1 vehicle stopped between 2023-11-14 22:2")
    assert stop.place is not None
    assert abs(stop.place.lon_deg - 34.94) < 0.002
    assert (stop.relation, stop.areas) == (None, ())
    assert read(stops=False).passages == ()


BAD: list[tuple[str, str]] = [
    ("a,2023-11-14T22:00:00Z,nan,33", "a coordinate that is no number"),
    ("a,2023-11-14T22:00:00Z,35,", "a coordinate that is no number"),
    ("a,2023-11-14T22:00:00Z,35,1e999", "an infinite coordinate"),
    ("a,2023-11-14T22:00:00Z,35,91", "a latitude outside -90..90"),
    ("a,2023-11-14T22:00:00Z,181,33", "a longitude outside -180..180"),
    ("a,2023-11-14T22:00:00,35,33", "the time has no zone"),
    ("a,2023-02-30T22:00:00Z,35,33", "no time that can be read"),
    ("a,yesterday,35,33", "no time that can be read"),
    (",2023-11-14T22:00:00Z,35,33", "no object"),
    ("g,2023-11-14T22:00:00Z,35,33", REPEATED),
]


def test_rows_in_are_rows_used_and_rows_refused_each_with_its_reason(tmp_path: Path) -> None:
    good = [f"g,2023-11-14T22:0{i}:00Z,35,33" for i in range(5)]
    bad = [row for row, _ in BAD]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["id,utc,longitude,latitude", *bad, *good]) + "\n", encoding="utf-8")
    tally = TrackTally(file="log.csv")

    used = sum(len(fixes) for fixes in whole_tracks(path, rules=RULES, tally=tally))

    expected: dict[str, int] = {}
    for _, reason in BAD:
        expected[reason] = expected.get(reason, 0) + 1
    assert tally.refused == expected
    assert (tally.rows, tally.accepted, used) == (len(BAD) + 5, 5, 5)
    assert tally.is_whole


def _truncated(path: Path) -> None:
    _write(path, _flight("f"))
    path.write_bytes(path.read_bytes()[:-30])


def _text(text: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return make


def _naive(path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "t": [True], "lon": [35.0], "lat": [33.0]}), path)


def _cut_ipc(path: Path) -> None:
    _write(path, _flight("f"))
    path.write_bytes(path.read_bytes()[:-30])


def _words(path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "t": ["x"], "lon": [[35.0]], "lat": [33.0]}), path)


def test_a_column_of_times_without_a_zone_is_refused_row_by_row(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["a", "b"],
            "t": pa.array([START, None], pa.timestamp("us")),
            "lon": [35.0, 35.0],
            "lat": [33.0, 33.0],
        }
    )
    pq.write_table(table, tmp_path / "naive.parquet")
    tally = TrackTally(file="naive.parquet")

    assert list(whole_tracks(tmp_path / "naive.parquet", rules=RULES, tally=tally)) == []
    assert tally.refused == {"the time has no zone": 1, "no time that can be read": 1}
    assert tally.is_whole


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("cut.parquet", _truncated, "cannot be read on"),
        ("empty.parquet", _text(""), "cannot be read on"),
        ("bare.csv", _text("id,utc\na,b\n"), "there is no column 'lon'"),
        ("types.parquet", _naive, "holds bool, no moments"),
        ("swap.csv", _text("id,t,lon,lat\na,2023-11-14T22:00:00Z,33,135\n"), "look swapped"),
        ("odd.xlsx", _text("x"), "ends in one of"),
        ("cut.arrow", _cut_ipc, "cannot be read on"),
        ("half.csv", _text('id,t,lon,lat\na,"2023-11-14T22:00'), "cannot be read on"),
        ("words.parquet", _words, "no numbers"),
        (
            "back.csv",
            _text("id,t,lon,lat\na,2023-11-14T22:00:00Z,33,35\na,2023-11-14T21:00:00Z,33,35\n"),
            "row 2 is out of order",
        ),
        (
            "again.csv",
            _text("".join(["id,t,lon,lat\n", *(f"{o},2023-11-14T22:00:00Z,3,3\n" for o in "aba")])),
            "row 3 is out of order",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, name: str, make: Callable[[Path], None], why: str
) -> None:
    path = tmp_path / name
    make(path)

    with pytest.raises(RecordInvalid, match=why):
        _read(path)


def test_what_spoofed_and_jammed_receivers_report_is_marked(tmp_path: Path) -> None:
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = [
        ("a", START + i * MINUTE, 35.5 + 0.02 * np.cos(t), 33.1 + 0.02 * np.sin(t) * 0.8377)
        for i, t in enumerate(turns)
    ]
    stack = [(f"b{n}", START, 35.3, 33.1) for n in range(3)]
    jumps = [
        (f"c{n}", START + i * MINUTE, lon, 33.1)
        for n in range(3)
        for i, lon in enumerate((35.0, 35.01 + n / 1e4, 39.01 + n / 1e4, 35.02))
    ]
    twice = [("d", START, 35.0, 33.0), ("d", START, 35.1, 33.0)]
    path = _write(tmp_path / "log.parquet", [*circle, *stack, *jumps, *twice])

    tally = _read(path).tally

    assert tally.marked == {CIRCLE: 16, STACKED: 9, JUMP: 7, JAMMED: 2, TWO_PLACES: 1}


def test_sorting_gives_the_same_file_in_whatever_order_the_rows_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truceline.observation.forms.tracks_sort._BUCKET_BYTES", 1500)
    rows = [row for n in range(6) for row in _flight(f"f{n}", start=30 * n)]
    mixed = [rows[at] for at in np.random.default_rng(2).permutation(len(rows))]
    _write(tmp_path / "mixed.parquet", mixed)

    (done,) = sort_tracks(
        [tmp_path / "mixed.parquet"], tmp_path / "sorted.parquet", rules=RULES, run=run_here(_quiet)
    )

    assert (done.tally.rows, done.tally.accepted) == (120, 120)
    assert len(_read(tmp_path / "sorted.parquet").passages) == 6
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mixed.parquet", "sorted.parquet"]


def test_classified_files_hold_every_usable_row_with_its_zones(tmp_path: Path) -> None:
    rows = [*_flight("f"), ("g", START, float("nan"), 33.1)]
    path = _write(tmp_path / "log.parquet", rows)
    classifier = make_classifier([ZONE])

    (part,) = parts_of(path)
    done = write_zones(part, classifier, tmp_path / "zoned.parquet", rules=RULES, told=_quiet)

    zoned = pq.read_table(tmp_path / "zoned.parquet")
    inside = [lon >= 35 for _, _, lon, _ in rows[:-1]]
    assert zoned.column("zones").to_pylist() == ["z" if held else "" for held in inside]
    assert done.counts == {("z",): sum(inside), (): len(inside) - sum(inside)}
    assert (done.tally.rows, done.tally.accepted) == (21, 20)
    assert done.tally.is_whole


def test_a_column_of_points_serves_as_well_as_two_of_coordinates(tmp_path: Path) -> None:
    plain = pq.read_table(_write(tmp_path / "plain.parquet", _flight("f")))
    points = shapely.to_wkb(shapely.points(plain["lon"].to_numpy(), plain["lat"].to_numpy()))
    shaped = plain.drop_columns(["lon", "lat"]).append_column("geometry", pa.array(points))
    pq.write_table(shaped, tmp_path / "shaped.parquet")

    seen = [_read(tmp_path / f"{name}.parquet").passages for name in ("plain", "shaped")]

    assert len(seen[0]) == 1
    assert seen[0] == seen[1]


def test_a_folder_stands_for_its_files_and_empty_ones_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "day=1").mkdir()
    _write(tmp_path / "day=1" / "a.parquet", _flight("f"))
    pq.write_table(
        pq.read_table(tmp_path / "day=1" / "a.parquet").slice(0, 0), tmp_path / "b.parquet"
    )

    files = tracks_source.track_files([tmp_path])

    assert [file.name for file in files] == ["b.parquet", "a.parquet"]
    assert _read(files[0]).tally.rows == 0
