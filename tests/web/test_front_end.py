"""The browser's libraries are those that were pinned, with their licences, and nothing else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts import front_end
from scripts.base_map import land_and_borders
from tests.conftest import ROOT, from_front_end

_KNOWN_LICENCES = ("BSD-2-Clause", "BSD-3-Clause", "MIT", "ISC", "MPL-2.0")


def test_every_package_is_pinned_by_version_and_hash_and_has_a_known_licence() -> None:
    for package in front_end.listed():
        assert package["integrity"].startswith("sha512-"), package
        assert package["version"][0].isdigit(), package
        assert package["licence"].startswith(_KNOWN_LICENCES), package


def test_what_is_shipped_takes_nothing_under_a_licence_that_asks_for_its_source() -> None:
    shipped = [one for one in front_end.listed() if one["for"] == "pages"]

    assert not [one["package"] for one in shipped if one["licence"].startswith("MPL")]


@pytest.mark.parametrize("part", ["pages", "tests"])
def test_the_folder_holds_what_is_listed_with_licences_and_nothing_else(part: str) -> None:
    from_front_end(part)

    assert front_end.problems(part) == []


def test_a_changed_and_a_foreign_file_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(front_end.FOLDERS, "tests", tmp_path)
    (tmp_path / "axe.min.js").write_text("another", encoding="utf-8")
    (tmp_path / "stray.js").write_text("stray", encoding="utf-8")

    assert front_end.problems("tests") == [
        "licences/axe-core.txt is missing",
        "stray.js is not on the list",
        "axe.min.js is not the file that was pinned",
    ]


def test_a_package_with_another_hash_is_refused_and_nothing_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "axe-core.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        body = b"alert(1)"
        info = tarfile.TarInfo("package/axe.min.js")
        info.size = len(body)
        archive.addfile(info, io.BytesIO(body))
    npm = tmp_path / "npm"
    npm.write_text(f'#!/bin/sh\ncp "{packed}" . && echo axe-core.tgz\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setitem(front_end.FOLDERS, "tests", tmp_path / "vendor")

    with pytest.raises(SystemExit, match=r"axe-core@\S+ is not the package that was pinned"):
        front_end.fetch("tests", npm=str(npm))

    assert not (tmp_path / "vendor").exists()


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_npm_it_says_so_and_only_continuous_integration_fails(
    tmp_path: Path, ci: str, code: int
) -> None:
    program = (
        "from pathlib import Path; from scripts import front_end as f; "
        f"f.FOLDERS.update(pages=Path({str(tmp_path)!r})); raise SystemExit(f.main())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == code
    assert "there is no npm here" in told.stderr
    assert "make front-end" in told.stderr


def test_borders_are_what_two_countries_share_and_small_islands_are_left_out() -> None:
    # Two squares side by side, and an islet: arcs are steps in whole numbers, as TopoJSON has them.
    topology = """{"transform": {"scale": [1, 1], "translate": [0, 0]},
      "arcs": [[[1,0],[0,1]], [[1,1],[-1,0],[0,-1],[1,0]], [[1,0],[1,0],[0,1],[-1,0]],
               [[5,5],[0,0],[0,0],[0,0]]],
      "objects": {
        "countries": {"geometries": [{"type": "Polygon", "arcs": [[0, 1]]},
                                     {"type": "Polygon", "arcs": [[2, -1]]}]},
        "land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[1, 2]], [[3]]]}]}}}"""

    land, borders = land_and_borders(topology)

    assert borders.count("[[1.0,0.0],[1.0,1.0]]") == 1
    assert "5.0" not in land


@pytest.mark.slow
def test_the_wheel_carries_the_libraries_and_their_licences(tmp_path: Path) -> None:
    from_front_end("pages")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    for package in front_end.listed():
        if package["for"] == "pages":
            for file in package["files"]:
                assert f"truceline/web/static/vendor/{file['as']}" in names
    assert "truceline/web/static/vendor/licences/maplibre-gl.txt" in names
    assert "truceline/web/static/vendor/land.geojson" in names
