"""Policies by the command line: problems all at once, every number, every difference."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from pathlib import Path

import pytest

from tests.assessment.test_policy import SHIPPED
from tests.cli.line import truceline
from truceline.assessment.weights import Weights

pytestmark = pytest.mark.slow

TEXT = SHIPPED.read_text(encoding="utf-8")


def _file(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _line(words: str) -> int:
    return 1 + TEXT[: TEXT.index(words)].count("\n")


def test_check_tells_every_problem_of_every_file_with_line_and_column(tmp_path: Path) -> None:
    good = _file(tmp_path, "good.yaml")
    bad = _file(
        tmp_path,
        "bad.yaml",
        ("  compliant:\n    value: 0.05", "  compliant:\n    value: 1.05"),
        ("  mention:\n", "  menton:\n"),
    )
    told = truceline("policy", "check", good, bad, tmp_path / "none.yaml")

    assert (told.code, told.out) == (3, "")
    words = " ".join(told.err.split())
    assert "good.yaml: no problems; truceline-default" in words
    at = re.findall(r"bad\.yaml:(\d+):(\d+)", words)
    assert (str(_line("  compliant:") + 1), "12") in at
    assert (str(_line("  mention:")), "3") in at
    assert "none.yaml" in words
    assert f"{len(at) + 1} problems." in words


def test_check_of_good_files_ends_with_0_and_names_the_digest(tmp_path: Path) -> None:
    told = truceline("policy", "check", _file(tmp_path, "good.yaml"))
    shown = truceline("policy", "show", "--format", "json")

    assert told.code == 0
    digest = re.search(r"sha256:[0-9a-f]{64}", told.err)
    assert digest is not None
    assert digest[0] in shown.err


def test_show_tells_every_number_under_three_readings_with_its_reason() -> None:
    told = truceline("policy", "show", "--format", "json")
    rows = {row["number"]: row for row in json.loads(told.out)}
    plain = [f.name for f in dataclasses.fields(Weights) if str(f.type) == "float"]

    assert told.code == 0
    assert len(plain) > 20
    for name in plain:
        row = rows[name]
        assert all(float(row[reading]) >= 0 for reading in ("cautious", "central", "permissive"))
        assert len(row["reason"]) > 20
    assert rows["prior_breach"]["cautious"] == "0.1"
    as_csv = list(csv.DictReader(io.StringIO(truceline("policy", "show", "-f", "csv").out)))
    assert [row["number"] for row in as_csv] == list(rows)
    table = truceline("policy", "show").out
    assert max(map(len, table.splitlines())) <= 80


def test_diff_of_a_policy_with_itself_is_empty_in_every_form(tmp_path: Path) -> None:
    same = _file(tmp_path, "same.yaml")

    assert truceline("policy", "diff", same).out == ""
    assert "The two policies decide alike." in truceline("policy", "diff", same, same).err
    assert json.loads(truceline("policy", "diff", same, "--format", "json").out) == []
    assert truceline("policy", "diff", same, "-f", "csv").out.count("\n") == 1


@pytest.mark.parametrize("value", ["0.06", "0.0500001"])
def test_diff_tells_what_it_was_what_it_is_and_why_to_the_last_digit(
    tmp_path: Path, value: str
) -> None:
    mine = _file(
        tmp_path,
        "mine.yaml",
        ("  compliant:\n    value: 0.05", f"  compliant:\n    value: {value}"),
    )
    told = truceline("policy", "diff", mine, "--format", "json")
    rows = json.loads(told.out)

    assert told.code == 0
    assert [(row["number"], row["was"], row["now"]) for row in rows] == [
        ("compliant", value, "0.05")
    ] * 3
    assert {row["reading"] for row in rows} == {"cautious", "central", "permissive"}
    assert all("one-in-twenty" in row["reason"] for row in rows)


def test_diff_with_a_file_that_cannot_be_used_tells_its_problems(tmp_path: Path) -> None:
    bad = _file(tmp_path, "bad.yaml", ("  mention:\n", "  menton:\n"))
    told = truceline("policy", "diff", bad)

    assert told.code == 3
    assert "bad.yaml:" in told.err
    assert told.out == ""
