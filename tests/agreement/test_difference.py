"""Two versions of an agreement: what changed, what ground was gained, which places moved."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from truceline.agreement.agreement import Agreement
from truceline.agreement.difference import difference
from truceline.agreement.load import load_agreement
from truceline.agreement.new import new_agreement
from truceline.agreement.places import places_in
from truceline.cli.main import app
from truceline.geo.place import Place
from truceline.report.as_kml import as_kml
from truceline.report.difference_page import as_html, as_json, as_text

# Maps are drawn.
pytestmark = pytest.mark.slow

FORD = ("Ford", Place(35.15, 33.05, 100))
MILL = ("Mill", Place(35.15, 33.21, 100))
BRINK = ("Brink", Place(35.15, 33.0005, 100))


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Agreement, Agreement]:
    """Return an agreement and a later version: thirty tanks, fifteen kilometres, one duty less."""
    loaded = []
    for name in ("old", "new"):
        new_agreement(tmp_path / name / "river")
        file = tmp_path / name / "river" / "agreement.yaml"
        text = file.read_text(encoding="utf-8")
        if name == "new":
            text = text.replace("at most: 40", "at most: 30").replace("to: 10 km", "to: 15 km", 1)
            text = text[: text.index("  A-4:")]
        file.write_text(text, encoding="utf-8")
        loaded.append(load_agreement(file.parent))
    return loaded[0], loaded[1]


def test_nothing_parts_an_agreement_from_itself(versions: tuple[Agreement, Agreement]) -> None:
    assert difference(versions[0], versions[0], places=(FORD, MILL)).is_empty


def test_the_change_is_told_in_provisions_ground_and_places(
    versions: tuple[Agreement, Agreement],
) -> None:
    found = difference(*versions, places=(FORD, MILL))
    (ground,) = found.ground

    assert [one.id for one in found.dropped] == ["A-4"]
    assert [(name, parts[0].what) for name, parts in found.changed] == [("A-2", "what is asked")]
    assert ground.zone == "north-10"
    assert ground.lost_km2 == pytest.approx(0, abs=0.1)
    # Five kilometres more along 0.3 degrees of longitude at 33.2 north, some 28 km.
    assert ground.gained_km2 == pytest.approx(5 * 28.0, rel=0.02)
    assert [(one.place, one.before, one.after) for one in found.moved] == [
        ("Mill", (), ("north-10",))
    ]


def test_what_is_gained_one_way_is_lost_the_other(versions: tuple[Agreement, Agreement]) -> None:
    (there,) = difference(*versions).ground
    (back,) = difference(*reversed(versions)).ground

    assert (there.gained_km2, there.lost_km2) == (back.lost_km2, back.gained_km2)


def test_a_difference_is_written_in_three_forms(versions: tuple[Agreement, Agreement]) -> None:
    found = difference(*versions, places=(MILL,))
    record = json.loads(as_json(found))

    assert "at most 40 tanks" in as_text(found).lower()
    assert record["dropped"] == ["A-4"]
    assert record["first"]["digest"] != record["second"]["digest"]
    page = as_html(found)
    assert page.count("<svg") == 2
    assert "Mill" in page


def test_a_place_by_a_line_is_too_close_to_call(versions: tuple[Agreement, Agreement]) -> None:
    found = {(one.place, one.zone): one for one in places_in(versions[0], (FORD, MILL, BRINK))}

    assert found["Ford", "valley"].answer == "in"
    assert found["Brink", "valley"].answer == "too close to call"
    assert ("Mill", "valley") not in found


def test_an_agreement_is_drawn_without_a_casefile(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    new_agreement(folder)
    run = CliRunner()
    for ending in ("svg", "geojson", "kml"):
        output = tmp_path / f"map.{ending}"
        done = run.invoke(app, ["agreement", "map", str(folder), "--output", str(output)])
        assert done.exit_code == 0, done.output
        assert output.stat().st_size > 1000
    assert run.invoke(app, ["agreement", "map", str(folder), "-o", "x.bmp"]).exit_code == 2


def test_kml_holds_every_line_and_zone_and_what_it_implies_not() -> None:
    agreement = load_agreement("cyprus-1974")
    top = ET.fromstring(as_kml(agreement))  # noqa: S314
    marks = top.findall(".//{*}Placemark")

    assert len(marks) == len(agreement.lines) + len(agreement.zones)
    assert "imply" in (top.findtext(".//{*}Document/{*}description") or "")


def test_a_version_is_named_by_its_digest() -> None:
    done = CliRunner().invoke(app, ["agreement", "show", "cyprus-1974", "--digest"])

    assert done.stdout.strip() == load_agreement("cyprus-1974").digest


def test_a_difference_fits_80_columns_and_leaves_out_ground_that_is_the_same(
    tmp_path: Path,
) -> None:
    first = load_agreement(_made(tmp_path / "a"))
    # The union of two halves lays other vertices along the same edges.
    halves = (
        "  near:\n    title: Near half\n    beside: N\n    side: north\n    to: 5 km\n"
        "  far:\n    title: Far half\n    beside: N\n    side: north\n    from: 5 km\n"
        "    to: 10 km\n"
        "  north-10:\n    title: Ten kilometres on the northern side\n    union: [near, far]\n"
    )
    folder = _made(tmp_path / "b")
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    start, end = text.index("  north-10:\n"), text.index("  south-10:\n")
    (folder / "agreement.yaml").write_text(text[:start] + halves + text[end:], encoding="utf-8")
    second = load_agreement(folder)

    found = difference(first, second)

    assert {one.zone for one in found.ground} == {"near", "far"}
    assert max(map(len, as_text(found).splitlines())) <= 80
    assert as_html(found).count("<h1>A separation of forces</h1>") == 1


def _made(folder: Path) -> Path:
    new_agreement(folder)
    return folder
