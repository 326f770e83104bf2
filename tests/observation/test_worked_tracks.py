"""Crossings, gaps, dwelling and jitter, worked by hand; and where a mark on positions goes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML
from shapely import box

from truceline.casework.import_tracks import passage_log
from truceline.casework.read_tracks import TracksRead, read_tracks
from truceline.geo.ellipsoid import wgs84
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.grade import Grade
from truceline.observation.observation import LogRow
from truceline.observation.track import TrackRules
from truceline.observation.track_marks import CIRCLE, JAMMED, JUMP, STACKED
from truceline.observation.track_passages import Watched, watch

pytestmark = pytest.mark.slow

CASES = YAML(typ="safe").load(
    Path(__file__).with_name("cases").joinpath("tracks.yaml").read_text(encoding="utf-8")
)
LINE = Line(id="A", title="Line A", points=((35, 33), (35, 33.2)), error_m=50, source="-")
ZONE = Zone(
    id="z", title="East Zone", polygon=box(35, 33, 35.1, 33.2), error_m=50, construction="-"
)
START = 1_700_000_000_000_000
SECOND = 1_000_000
MINUTE = 60 * SECOND

Row = tuple[str, int, float, float, float]


@cache
def _watched() -> Watched:
    return watch([LINE], [ZONE])


def _read(tmp_path: Path, rows: list[Row], *, group: int = 1000) -> TracksRead:
    names = ("object", "time", "lon", "lat", "accuracy_m")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    times = table["time"].cast(pa.timestamp("us", "UTC"))
    path = tmp_path / "log.parquet"
    pq.write_table(table.set_column(1, "time", times), path, row_group_size=group)
    return read_tracks(
        path, _watched(), source="radar", grade=Grade.parse("A1"), rules=TrackRules(),
        told=lambda _: None,
    )  # fmt: skip


def _east_of_the_line(metres: float) -> tuple[float, float]:
    lon, lat, _ = wgs84().fwd(35.0, 33.1, 90.0 if metres >= 0 else 270.0, abs(metres))
    return float(lon), float(lat)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_track_comes_out_as_worked(case: dict[str, Any], tmp_path: Path) -> None:
    rows = [
        ("a", START + second * SECOND, *_east_of_the_line(metres), float(radius))
        for second, metres, radius in case["fixes"]
    ]
    read = _read(tmp_path, rows)

    for kind, of in (("crossings", "line"), ("stays", "zone")):
        if kind not in case:
            continue
        found = [
            {
                "seconds": [(at - START) // SECOND for at in (one.start_us, one.end_us)],
                "p": one.probability,
                **({"heading": one.heading} if of == "line" else {}),
            }
            for one in read.passages
            if getattr(one, of) is not None
        ]
        assert found == [
            {**wanted, "p": pytest.approx(wanted["p"], abs=1e-4)} for wanted in case[kind]
        ], case["working"]


def _flight(name: str, *, lat: float, start: int = 0) -> list[Row]:
    return [
        (name, START + (start + i) * MINUTE, 34.96 + i * 0.004, lat + 1e-6 * i, 100.0)
        for i in range(20)
    ]


def _told(read: TracksRead) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (one.basis.quote, one.looks_wrong)
        for one in read.observations
        if isinstance(one.basis, LogRow) and " crossed " in one.basis.quote
    ]


def test_a_jump_marks_the_crossing_that_it_bears_on_and_no_other(tmp_path: Path) -> None:
    clean = _flight("a", lat=33.05)
    jumpy = _flight("b", lat=33.15)
    jumpy[10] = ("b", jumpy[10][1], 39.0, 33.15, 100.0)

    told = _told(_read(tmp_path, [*clean, *jumpy]))

    assert [wrong for _, wrong in told] == [(), (JUMP,)]
    assert f"; looks wrong: {JUMP}; rows " in told[1][0]
    assert "looks wrong" not in told[0][0]


def test_a_jump_long_before_a_crossing_does_not_bear_on_it(tmp_path: Path) -> None:
    early = [("b", START - (9 - i) * MINUTE, 34.9, 33.15, 100.0) for i in range(5)]
    early[2] = ("b", early[2][1], 39.0, 33.15, 100.0)

    assert [wrong for _, wrong in _told(_read(tmp_path, [*early, *_flight("b", lat=33.15)]))] == [
        ()
    ]


@pytest.mark.parametrize("group", [1000, 5])
def test_jammed_receivers_mark_what_others_logged_there_in_that_hour(
    tmp_path: Path, group: int
) -> None:
    jumps = [
        (f"c{n}", START + i * MINUTE, lon, 33.12, 100.0)
        for n in range(3)
        for i, lon in enumerate((36.0, 35.01 + n / 1e4, 36.0))
    ]
    there, later = _flight("a", lat=33.15), _flight("d", lat=33.15, start=600)
    read = _read(tmp_path, [*there, *jumps, *later], group=group)

    assert {wrong: "2023-11-14 22:2" in quote for quote, wrong in _told(read)} == {
        (JAMMED,): True,
        (): False,
    }
    assert JAMMED in passage_log(read)


def test_a_circle_and_a_stack_mark_the_stay_made_of_them(tmp_path: Path) -> None:
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = [
        ("a", START + i * MINUTE, 35.05 + 0.02 * np.cos(t), 33.1 + 0.02 * np.sin(t) * 0.8377, 100.0)
        for i, t in enumerate(turns)
    ]
    stack = [
        (f"b{n}", START + i * MINUTE, 35.03 + 1e-4 * i, 33.05, 100.0)
        for n in range(3)
        for i in range(5)
    ]
    still = [("e", START + i * MINUTE, 35.07 + 1e-4 * i, 33.06, 100.0) for i in range(5)]
    marks = [(one.object, one.marks) for one in _read(tmp_path, [*circle, *stack, *still]).passages]

    assert marks == [
        ("a", (CIRCLE,)), ("b0", (STACKED,)), ("b1", (STACKED,)), ("b2", (STACKED,)), ("e", ()),
    ]  # fmt: skip
