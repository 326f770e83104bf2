"""The tracks commands: from files of positions to observations that are judged like any other."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.line import truceline

pytestmark = pytest.mark.slow

START = 1_990_000_000_000_000
MINUTE = 60_000_000


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return positions of three tanks that drive north over both lines of the agreement."""
    rows = [
        (f"t{n}", START + i * MINUTE, 0.01 * n, -0.03 + 0.004 * i)
        for i in range(25)
        for n in range(3)
    ]
    objects, times, lons, lats = zip(*rows, strict=True)
    table = pa.table(
        {
            "object": objects,
            "time": pa.array(times, pa.int64()).cast(pa.timestamp("us", "UTC")),
            "lon": lons,
            "lat": lats,
            "party": ["Southmark"] * len(rows),
            "asset": ["battle tank"] * len(rows),
        }
    )
    path = tmp_path / "log.parquet"
    pq.write_table(table, path)
    return path


def test_positions_become_findings_through_the_casefile(log: Path, tmp_path: Path) -> None:
    riverton = "src/truceline/examples/riverton/agreement"
    ready, case = tmp_path / "sorted.parquet", tmp_path / "case"
    assert truceline("init", case, "--agreement", riverton).code == 0

    assert truceline("tracks", "sort", log, "-o", ready).code == 0
    kept = truceline(
        "tracks", "crossings", ready, "-a", riverton, "--zone", "buffer", "--keep",
        "--case", case, "--source", "RIMO radar", "--grade", "A2", "-f", "json",
    )  # fmt: skip
    alone = truceline("assess", "--case", case, "--step", "month", "-f", "json")
    again = truceline(
        "tracks", "crossings", ready, "-a", riverton, "--zone", "buffer", "--keep",
        "--case", case, "--source", "Valley camera", "--grade", "A2", "-f", "json",
    )  # fmt: skip
    both = truceline("assess", "--case", case, "--step", "month", "-f", "json")

    told = " ".join(row["told"] for row in json.loads(kept.out))
    assert kept.code == 0, kept.err
    assert "3 battle tanks crossed Northern line northward between" in told
    assert "stayed in" in told
    assert again.code == 0, again.err
    for findings in (alone, both):
        # One feed alone is never the sole basis, and the same file under another name adds none.
        rows = json.loads(findings.out)
        held = [row for row in rows if "/RC-2/" in row["finding"] and row["incidents"]]
        assert held
        assert {row["letter"] for row in held} == {"?"}


def test_zones_are_counted_and_written(log: Path, tmp_path: Path) -> None:
    riverton = "src/truceline/examples/riverton/agreement"

    counted = truceline("tracks", "summary", log, "-a", riverton, "-f", "json")
    written = truceline("tracks", "classify", log, "-a", riverton, "-o", tmp_path / "zoned")

    positions = {row["zone"]: row["positions"] for row in json.loads(counted.out)}
    assert "75 rows, 75 used, 0 refused" in counted.err
    assert written.code == 0
    zones = pq.read_table(tmp_path / "zoned" / "log.parquet").column("zones").to_pylist()
    assert sum("buffer" in held.split() for held in zones) == positions["buffer"] > 0


def test_partitions_of_one_name_are_written_apart(log: Path, tmp_path: Path) -> None:
    riverton = "src/truceline/examples/riverton/agreement"
    for day in ("day=1", "day=2"):
        (tmp_path / "in" / day).mkdir(parents=True)
        (tmp_path / "in" / day / "log.parquet").write_bytes(log.read_bytes())

    written = truceline("tracks", "classify", tmp_path / "in", "-a", riverton, "-o", tmp_path / "z")

    assert written.code == 0
    assert [
        pq.read_table(tmp_path / "z" / day / "log.parquet").num_rows for day in ("day=1", "day=2")
    ] == [75, 75]


def test_a_summary_of_one_zone_and_time_passes_over_the_rest(log: Path, tmp_path: Path) -> None:
    riverton = "src/truceline/examples/riverton/agreement"
    placed = tmp_path / "placed.parquet"
    assert truceline("tracks", "sort", log, "-o", placed, "--by", "place").code == 0

    counted = truceline(
        "tracks", "summary", placed, "-a", riverton, "--zone", "buffer",
        "--between", "1970/2033-01-22T10:00Z", "-f", "json",
    )  # fmt: skip

    rows = json.loads(counted.out)
    assert [row["zone"] for row in rows] == ["buffer", ""]
    assert sum(row["positions"] for row in rows) + 30 == 75
    assert "75 rows, 45 used, 0 refused, 30 passed over" in counted.err


def test_crossings_are_drawn_and_no_position_is(log: Path, tmp_path: Path) -> None:
    riverton = "src/truceline/examples/riverton/agreement"
    ready, drawn = tmp_path / "sorted.parquet", tmp_path / "crossings.geojson"
    assert truceline("tracks", "sort", log, "-o", ready).code == 0

    told = truceline("tracks", "map", ready, "-a", riverton, "--zone", "buffer", "-o", drawn)

    assert told.code == 0, told.err
    kinds = [
        feature["properties"]["truceline:kind"]
        for feature in json.loads(drawn.read_text(encoding="utf-8"))["features"]
    ]
    assert 0 < kinds.count("incident") < 10
