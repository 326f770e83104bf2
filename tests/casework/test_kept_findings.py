"""What is kept of findings saves time, changes no byte, and is gone after an erasure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.evidence.layout import Casefile

pytestmark = pytest.mark.slow

HEAD = (
    "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,document,"
    "paragraph,source_url\n"
)
FIRST = (
    "2013-04-02,2013-04-02,area of separation,,,alpha,IDF,firing_into_area_of_separation,"
    "tank rounds,2,2,[P] S/2013/345,3,\n"
)
MORE = (
    "2013-05-02,2013-05-02,area of separation,,,bravo,SAAF,personnel_in_area_of_separation,"
    "soldiers,5,5,[P] S/2013/345,4,\n"
)
BREACH = "undof-1974/DA-A/israel/2013-Q2"


def _said(case: Path) -> list[str]:
    asked: tuple[tuple[str, ...], ...] = (
        ("assess", "--period", "2013-Q2", "--all", "--format", "json"),
        ("explain", BREACH, "--json"),
    )
    told = [truceline(*words, "--case", case) for words in asked]
    assert [one.err for one in told if one.code] == []
    return [one.out for one in told]


def _done(*words: str | Path) -> None:
    told = truceline(*words)
    assert told.code == 0, told.err


def test_what_is_kept_changes_no_byte_and_goes_with_an_erasure(tmp_path: Path) -> None:
    path = tmp_path / "case"
    (tmp_path / "first.csv").write_text(HEAD + FIRST, encoding="utf-8")
    (tmp_path / "more.csv").write_text(HEAD + MORE, encoding="utf-8")
    _done("init", path, "--agreement", "undof-1974", "--name", "Golan")
    _done("import", tmp_path / "first.csv", "--case", path)
    first = _said(path)
    folder = Casefile.open(path).judged_folder
    (kept,) = folder.iterdir()
    before = kept.read_bytes()

    assert _said(path) == first
    assert kept.read_bytes() == before
    _done("import", tmp_path / "more.csv", "--case", path)
    _done(
        *("review", BREACH, "--verdict", "confirm", "--by", "A. Reviewer"),
        *("--reason", "Read.", "--case", path),
    )
    grown = _said(path)
    shutil.rmtree(folder)
    assert grown != first
    assert _said(path) == grown

    kept.write_bytes(b"torn")
    assert _said(path) == grown

    listed = truceline("list", "documents", "--format", "csv", "--case", path).out.splitlines()
    document = listed[1].split(",")[0]
    _done(
        *("ledger", "erase", document, "--reason", "privacy", "--approved-by", "Ann"),
        *("--approved-by", "Bo", "--case", path),
    )
    assert not folder.exists()


def test_a_past_day_is_judged_without_touching_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "case"
    (tmp_path / "first.csv").write_text(HEAD + FIRST, encoding="utf-8")
    _done("init", path, "--agreement", "undof-1974", "--name", "Golan")
    _done("import", tmp_path / "first.csv", "--case", path)
    _said(path)
    (kept,) = Casefile.open(path).judged_folder.iterdir()
    before = kept.read_bytes()

    past = ("assess", "--period", "2013-Q2", "--format", "csv", "--as-of", "2020-01-01")
    there = truceline(*past, "--case", path).out
    assert kept.read_bytes() == before
    shutil.rmtree(kept.parent)
    assert truceline(*past, "--case", path).out == there
