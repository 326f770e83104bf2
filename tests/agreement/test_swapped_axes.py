"""Longitude and latitude exchanged, each within its range, is noticed and told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from truceline.agreement.doubts import doubts_about
from truceline.agreement.load import LIBRARY
from truceline.agreement.new import new_agreement
from truceline.agreement.swapped_axes import swapped_axes
from truceline.cli.main import app

NORTH, SOUTH = "[[35.0, 33.1], [35.3, 33.1]]", "[[35.0, 33.0], [35.3, 33.0]]"
EXCHANGED = {NORTH: "[[33.1, 35.0], [33.1, 35.3]]", SOUTH: "[[33.0, 35.0], [33.0, 35.3]]"}


def _with(folder: Path, changed: dict[str, str], *, title: str = "North") -> Path:
    new_agreement(folder)
    for name in ("lines.geojson", "agreement.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in {**changed, "title: North\n": f"title: {title}\n"}.items():
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "agreement.yaml"


@pytest.mark.parametrize("line", [NORTH, SOUTH])
def test_one_line_of_two_is_told_with_its_place_and_a_mend(tmp_path: Path, line: str) -> None:
    file = _with(tmp_path / "a", {line: EXCHANGED[line]})

    (doubt,) = swapped_axes(file)

    assert "with longitude and latitude exchanged it lies among them" in doubt.what
    assert doubt.mend.startswith("Write longitude first: [3")
    written = file.read_text(encoding="utf-8").splitlines()[doubt.line - 1]
    assert written[doubt.column - 1 :].startswith("lines.geojson#")


def test_a_whole_file_is_told_by_the_country_of_a_party(tmp_path: Path) -> None:
    file = _with(tmp_path / "a", EXCHANGED, title="Lebanon")

    (doubt,) = swapped_axes(file)

    assert "far from the towns of Lebanon" in doubt.what
    assert swapped_axes(_with(tmp_path / "b", {}, title="Lebanon")) == ()


def test_it_is_told_beside_the_problems_that_it_makes(tmp_path: Path) -> None:
    # A line that runs north has no northern side, so the zone cannot be built.
    _with(tmp_path / "a", {NORTH: EXCHANGED[NORTH]})

    done = CliRunner().invoke(app, ["agreement", "check", str(tmp_path / "a"), "--format", "json"])
    kinds = {(row["kind"], row["line"] > 0, row["column"] > 0) for row in json.loads(done.stdout)}

    assert done.exit_code == 3
    assert kinds == {("problem", True, True), ("doubt", True, True)}


@pytest.mark.slow
def test_no_shipped_drawing_looks_exchanged() -> None:
    for file in sorted(LIBRARY.glob("*/agreement.yaml")):
        assert swapped_axes(file) == ()


def test_a_line_far_from_the_others_is_no_doubt_where_exchanging_does_not_help(
    tmp_path: Path,
) -> None:
    file = _with(tmp_path / "a", {NORTH: "[[35.0, 43.1], [35.3, 43.1]]"})

    assert swapped_axes(file) == ()
    assert all("exchanged" not in doubt.what for doubt in doubts_about(file))
