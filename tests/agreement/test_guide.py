"""The guide to writing an agreement, followed to the letter; and what the tools say on the way."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import ROOT
from truceline.agreement.doubts import doubts_about
from truceline.agreement.load import check_agreement, load_agreement, shipped_agreements
from truceline.agreement.new import new_agreement
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import as_told, run_cases
from truceline.cli.main import app
from truceline.errors import CasefileExists

# Agreements are made from the beginning.
pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "guides" / "write-an-agreement.md").read_text(encoding="utf-8")


def _written(folder: Path) -> None:
    """Replace the three files section by section, as the guide says."""
    blocks = re.findall(r"^```(yaml|json)\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    agreement = [text for form, text in blocks if form == "yaml" and not text.startswith("cases:")]
    (folder / "agreement.yaml").write_text("\n".join(agreement), encoding="utf-8")
    for name, wanted in (("lines.geojson", "{"), ("cases.yaml", "cases:")):
        text = next(text for _, text in blocks if text.startswith(wanted))
        (folder / name).write_text(text, encoding="utf-8")


def test_a_new_agreement_checks_green_and_its_cases_come_out(tmp_path: Path) -> None:
    folder = tmp_path / "River Bank 2031"
    new_agreement(folder)
    agreement = load_agreement(folder)

    assert agreement.id == "river-bank-2031"
    assert check_agreement(folder) == ()
    assert doubts_about(folder) == ()
    results = list(run_cases(agreement, read_cases(folder / "cases.yaml", agreement)))
    assert [as_told(result) for result in results if not result.passed] == []
    with pytest.raises(CasefileExists, match="already"):
        new_agreement(folder)


def test_the_guide_leads_from_the_new_folder_to_an_agreement_of_ones_own(tmp_path: Path) -> None:
    run = CliRunner()
    folder = tmp_path / "harbour-2031"
    assert run.invoke(app, ["agreement", "new", str(folder)]).exit_code == 0
    _written(folder)
    for command in ("check", "test", "show"):
        done = run.invoke(app, ["agreement", command, str(folder)])
        assert done.exit_code == 0, done.output

    assert load_agreement(folder).id == "harbour-2031"
    assert doubts_about(folder) == ()


def test_every_step_of_the_guide_tells_what_is_still_to_mend(tmp_path: Path) -> None:
    folder = tmp_path / "harbour-2031"
    new_agreement(folder)
    first = re.search(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert first is not None
    (folder / "agreement.yaml").write_text(first[1], encoding="utf-8")

    problems = check_agreement(folder)

    assert problems
    assert all(problem.mend for problem in problems)
    assert any("lacks 'parties'" in problem.what for problem in problems)


_NORTH = "[[35.0, 33.0], [35.3, 33.0]]"
_VERIFIED = "every: 15 days}\n    verified by: watch"
# What is told: what to change for it, and the entry that it is told at.
BROKEN = {
    "A-2 allows battle tank of north where A-1 forbids it": ("in: own 10", "in: valley", "A-1"),
    "A-4 names nobody who verifies it": (_VERIFIED, "every: 15 days}", "A-4"),
    "watch is a monitor, and no provision names it": (
        ": watch\n",
        ": north\n",
        "watch",
    ),
    "N and S bound a zone, and do not meet": (_NORTH, "[[35.0, 33.0], [35.1, 33.0]]", "N"),
    "less than the doubt about its edge": ('"error_m": 200', '"error_m": 20000', "valley"),
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_looks_wrong_is_told_as_a_doubt_with_its_place(tmp_path: Path, said: str) -> None:
    new_agreement(tmp_path / "a")
    old, new, named = BROKEN[said]
    for file in (tmp_path / "a").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new), encoding="utf-8")

    doubts = doubts_about(tmp_path / "a")

    found = next((doubt for doubt in doubts if said in doubt.what), None)
    assert found is not None, doubts
    assert found.mend
    lines = (tmp_path / "a" / "agreement.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[found.line - 1][found.column - 1 :].startswith(f"{named}:")
    assert check_agreement(tmp_path / "a") == ()


def test_an_exception_that_lifts_nothing_is_told(tmp_path: Path) -> None:
    new_agreement(tmp_path / "a")
    file = tmp_path / "a" / "agreement.yaml"
    more = (
        "  A-5:\n    title: Police\n    text: Police may stay.\n    cites: P1 5\n"
        "    bound: each signatory\n    permits: {presence: police, lifts: A-1}\n    in: valley\n"
    )
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    (doubt,) = doubts_about(tmp_path / "a")

    assert "A-5 lifts nothing of A-1: police is not what it forbids" in doubt.what
    assert file.read_text(encoding="utf-8").splitlines()[doubt.line - 1] == "  A-5:"


def test_a_check_is_written_for_editors_too(tmp_path: Path) -> None:
    new_agreement(tmp_path / "a")
    file = tmp_path / "a" / "agreement.yaml"
    text = file.read_text(encoding="utf-8").replace("rank: signed", "rank: singed")
    file.write_text(text, encoding="utf-8")

    done = CliRunner().invoke(app, ["agreement", "check", str(tmp_path / "a"), "--format", "sarif"])
    (result,) = json.loads(done.stdout)["runs"][0]["results"]

    assert done.exit_code == 3
    assert result["level"] == "error"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert "singed" in text.splitlines()[region["startLine"] - 1]


@pytest.mark.slow
def test_no_shipped_agreement_gainsays_itself() -> None:
    # All of them where there is time for it; loading the library takes some seconds.
    names = shipped_agreements() if os.environ.get("CI") else shipped_agreements()[:3]
    said = [
        str(doubt)
        for name in names
        for doubt in doubts_about(name)
        if " allows " in doubt.what or "other ground" in doubt.what
    ]

    assert said == []
