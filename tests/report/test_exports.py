"""Markdown, JSON and CSV tell the same and are safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.report.world import FINDINGS, OBSERVATIONS, SUSPECTED, report
from truceline.report.as_csv import COLUMNS, as_csv, guarded
from truceline.report.as_json import SCHEMA_VERSION, as_json
from truceline.report.as_markdown import as_markdown, escaped

REPORT = report()
RECORD = json.loads(as_json(REPORT))


def test_every_name_in_the_json_leads_to_a_thing() -> None:
    ids = {
        kind: {thing["id"] for thing in RECORD[kind]}
        for kind in ("findings", "incidents", "observations", "claims", "coverage")
    }
    for finding in RECORD["findings"]:
        assert {each["incident"] for each in finding["weighed"]} <= ids["incidents"]
        assert set(finding["statements"]) <= ids["claims"]
        assert {*finding["look"]["records"], *finding["look"]["denials"]} <= ids["coverage"]
    for row in RECORD["matrix"]["rows"]:
        assert {each for each in row["findings"] if each} <= ids["findings"]
        assert len(row["letters"]) == len(RECORD["matrix"]["periods"])
    for incident in RECORD["incidents"]:
        assert incident["lead"] in ids["observations"]
    for observation in RECORD["observations"]:
        assert observation["basis"].get("claim", "c-shells") in ids["claims"]
    for name in ("diplomacy", "statements", "control_undated"):
        assert set(RECORD[name]) <= ids["claims"]


def test_the_json_names_its_version_and_keeps_positions_at_town_level() -> None:
    assert (RECORD["schema"], RECORD["schema_version"]) == ("truceline-report", SCHEMA_VERSION)
    assert {each.id for each in OBSERVATIONS} == {each["id"] for each in RECORD["observations"]}
    assert "10.1234" not in as_json(REPORT)
    assert "Menu | Log in" not in as_json(REPORT), "texts of documents stay at home"


def test_a_number_that_is_none_is_null() -> None:
    odd = replace(SUSPECTED, flips=(replace(SUSPECTED.flips[0], distance=float("inf")),))
    record = json.loads(as_json(report(findings=(odd,))))
    assert record["findings"][0]["flips"][0]["distance"] is None


def test_the_markdown_can_start_no_element_and_no_link() -> None:
    text = as_markdown(REPORT)
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "\x1b" not in text


@given(st.text())
def test_escaped_words_stay_on_one_line_with_nothing_to_act_on(words: str) -> None:
    shown = escaped(words)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"(?<!\\)[<>`|*_\[\]]", shown.replace("\\\\", ""))


def test_tables_in_markdown_have_as_many_cells_as_headers() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", as_markdown(REPORT), flags=re.MULTILINE)
    assert len(tables) >= 8
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().splitlines()}
        assert len(widths) == 1, table


def test_the_csv_has_a_row_for_each_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(FINDINGS))))
    assert [row["finding"] for row in rows] == sorted(each.id for each in FINDINGS)
    assert tuple(rows[0]) == COLUMNS
    suspected = next(row for row in rows if row["finding"] == SUSPECTED.id)
    assert (suspected["p_breach"], suspected["p_breach_in_words"]) == ("0.63", "likely (63 %)")


@given(st.text())
def test_no_cell_begins_a_formula(words: str) -> None:
    cell = guarded(words)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_exports_do_not_depend_on_order() -> None:
    turned = report(findings=tuple(reversed(FINDINGS)))
    assert as_json(turned) == as_json(REPORT)
    assert as_markdown(turned) == as_markdown(REPORT)
    assert as_csv(reversed(FINDINGS)) == as_csv(FINDINGS)
