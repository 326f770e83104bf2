"""The command line as a user meets it: help with examples, 80 columns, data apart from messages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import truceline

# Each command, as a user types it.
pytestmark = pytest.mark.slow

NOTE = (
    "Patrols of the week\n\n"
    "On 12 June the monitors saw three battle tanks of the Syrian army in the area of separation "
    "near Quneitra. The Israeli army said that Syrian forces had fired two mortar rounds across "
    "the ceasefire line on 13 June.\n"
)
RECORD = (
    "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,document,"
    "paragraph,source_url\n"
    "2013-04-02,2013-04-02,area of separation,,,alpha,IDF,firing_into_area_of_separation,"
    "tank rounds,2,2,[P] S/2013/345,3,https://example.org/report\n"
)
LISTINGS = ("documents", "lines", "claims", "observations", "incidents", "coverage", "reviews")


def _commands() -> Iterator[tuple[str, ...]]:
    from typer.main import get_command

    from truceline.cli.main import app

    def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if hasattr(command, "commands"):
            for name, inner in command.commands.items():
                yield from walk(inner, (*path, name))
        else:
            yield path

    yield from walk(get_command(app), ())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "note.txt").write_text(NOTE, encoding="utf-8")
    (folder / "record.csv").write_text(RECORD, encoding="utf-8")
    case = folder / "case"
    steps = (
        ("init", case, "--agreement", "undof-1974", "--name", "Golan"),
        ("add", folder / "note.txt", "--published", "2013-06-20", "--case", case),
        ("read", "--case", case),
        ("import", folder / "record.csv", "--case", case),
        ("observe", "--case", case),
    )
    for step in steps:
        told = truceline(*step)
        assert told.code == 0, told.err
    return case


@pytest.mark.parametrize("path", list(_commands()), ids=" ".join)
def test_the_help_of_every_command_shows_an_example_of_it(path: tuple[str, ...]) -> None:
    told = truceline(*path, "--help")

    assert told.code == 0
    assert f"Example: truceline {' '.join(path)}" in " ".join(told.out.split())


@pytest.mark.parametrize("thing", LISTINGS)
def test_every_listing_comes_as_table_json_lines_and_csv(case: Path, thing: str) -> None:
    forms = {
        form: truceline("list", thing, "--case", case, "--format", form)
        for form in ("table", "json", "jsonl", "csv")
    }

    assert all(told.code == 0 for told in forms.values())
    rows = json.loads(forms["json"].out)
    assert [json.loads(line) for line in forms["jsonl"].out.splitlines()] == rows
    assert len(list(csv.DictReader(io.StringIO(forms["csv"].out)))) == len(rows)
    assert all(len(line) <= 80 for line in forms["table"].out.splitlines())


@pytest.mark.parametrize(
    "words",
    [("status",), ("matrix",), ("assess",), ("explain", "undof-1974/DA-A/israel/2013-Q2")],
    ids=" ".join,
)
def test_what_people_read_fits_in_80_columns(case: Path, words: tuple[str, ...]) -> None:
    told = truceline(*words, "--case", case)

    assert told.code == 0, told.err
    assert told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_an_empty_listing_says_so_on_the_side_of_messages(case: Path) -> None:
    told = truceline("list", "reviews", "--case", case)

    assert told.out == ""
    assert "no reviews" in told.err


def test_a_review_makes_a_breach_confirmed_only_where_the_record_bears_it(case: Path) -> None:
    finding = "undof-1974/DA-A/israel/2013-Q2"
    before = truceline("explain", finding, "--case", case)

    told = truceline(
        *("review", finding, "--verdict", "confirm", "--by", "A. Reviewer"),
        *("--reason", "Read the report itself.", "--case", case),
    )
    after = truceline("explain", finding, "--case", case)

    assert told.code == 0, told.err
    assert "suspected breach" in before.out
    assert "A. Reviewer" in after.out
    assert "A. Reviewer" not in before.out


def test_an_unsigned_review_is_none(case: Path) -> None:
    told = truceline(
        *("review", "undof-1974/DA-A/israel/2013-Q2", "--verdict", "confirm", "--by", " "),
        *("--reason", "", "--case", case),
    )

    assert told.code == 3
    assert "reviewer is empty" in told.err
    assert "reason is empty" in told.err


def test_fail_on_gives_its_own_exit_code(case: Path) -> None:
    told = truceline("assess", "--case", case, "--period", "2013-Q2", "--fail-on", "suspected")

    assert told.code == 10


@pytest.mark.parametrize("name", ["report.html", "report.md", "report.json", "report.csv"])
def test_the_report_is_written_whole_in_each_form(case: Path, tmp_path: Path, name: str) -> None:
    told = truceline("report", "-o", tmp_path / name, "--case", case, "--period", "2013-Q2")

    assert told.code == 0, told.err
    assert (tmp_path / name).stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["map.svg", "map.png", "map.geojson"])
def test_the_map_is_written_in_each_form(case: Path, tmp_path: Path, name: str) -> None:
    told = truceline("map", "-o", tmp_path / name, "--case", case, "--period", "2013-Q2")

    assert told.code == 0, told.err
    starts = {"map.svg": b"<svg", "map.png": b"\x89PNG", "map.geojson": b"{"}
    assert (tmp_path / name).read_bytes().lstrip().startswith(starts[name])


def test_an_ending_that_names_no_form_is_answered_with_the_forms(
    case: Path, tmp_path: Path
) -> None:
    told = truceline("report", "-o", tmp_path / "report.odt", "--case", case)

    assert told.code == 5
    assert ".html" in told.err


def test_an_unknown_finding_is_answered_with_one_near_it(case: Path) -> None:
    told = truceline("explain", "undof-1974/DA-A/isreal/2013-Q2", "--case", case)

    assert told.code == 5
    assert "undof-1974/DA-A/israel/2013-Q2" in told.err


def test_as_known_before_anything_was_known_there_is_nothing(case: Path) -> None:
    told = truceline("list", "claims", "--case", case, "--as-of", "2020-01-01", "--format", "json")

    assert json.loads(told.out) == []


def test_no_colour_reaches_a_pipe(case: Path) -> None:
    told = truceline("explain", "undof-1974/DA-A/israel/2013-Q2", "--case", case)

    assert "\x1b[" not in told.out
