"""Worked cases: the page's own run; a wrong one is told with its place and its factors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from truceline.agreement.load import load_agreement
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import as_told, run_cases
from truceline.errors import AgreementInvalid

REFERENCE = ROOT / "docs" / "reference"


def _block(page: str, form: str) -> str:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    block = re.search(rf"^```{form}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert block is not None
    return block[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreement.yaml").write_text(_block("agreement-file.md", "yaml"), encoding="utf-8")
    (tmp_path / "lines.geojson").write_text(_block("agreement-file.md", "json"), encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(_block("cases-file.md", "yaml"), encoding="utf-8")
    return tmp_path


def test_the_cases_of_the_page_come_out_as_it_says(folder: Path) -> None:
    agreement = load_agreement(folder)
    results = list(run_cases(agreement, read_cases(folder / "cases.yaml", agreement)))

    assert len(results) == 4
    assert [as_told(result) for result in results if not result.passed] == []


def test_a_case_that_comes_out_otherwise_says_where_what_and_why(folder: Path) -> None:
    file = folder / "cases.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "{status: S, p between: [0.9, 1]}", '{status: "-", p: 0.1}'
    )
    file.write_text(text, encoding="utf-8")
    agreement = load_agreement(folder)

    result = next(iter(run_cases(agreement, read_cases(file, agreement))))
    told = as_told(result)

    assert not result.passed
    assert told.startswith("cases.yaml:2: FAILED: a tank in the valley\n  R-1, north, 2031-03\n")
    assert "expected - (not in force), came out S (suspected breach)" in told
    assert "p: expected 0.0995 to 0.1005, came out 0.9302" in told
    assert "bound party 1.000: told: northern army 1.00" in told


def test_cases_do_not_change_what_an_agreement_is(folder: Path) -> None:
    before = load_agreement(folder).digest
    (folder / "cases.yaml").unlink()

    assert load_agreement(folder).digest == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("provision: R-4", "provision: R-44", "no provision is called 'R-44'"),
        ("party: north\n", "party: nort\n", "no party bound here is called 'nort'"),
        ("    party: north\n", "", "R-1 binds north, south, and no party is named"),
        ("what: battle tank", "what: teapot", "'teapot' is no word for an act or asset class"),
        ("what: inspection", "what: firing", "'firing' is no word for a duty"),
        ("[35.1, 33.05]", "[33.05, 135.1]", "latitude 135.1 is outside"),
        ("grade: C3", "grade: Z9", "no grade is called 'Z9'"),
        ("p between: [0.9, 1]", "p between: 0.9", "expected two probabilities"),
        ("p between: [0.9, 1]", "p: 1.1", "expected a number from 0 to 1"),
        ("detection: 0.98", "detection: NaN", "expected a number from 0 to 1"),
        (", when: 2031-03-06", "", "an act of the log needs its day"),
        ("status: S", "status: X", "no status is called 'X'"),
        ("seen:\n      - {", "sean:\n      - {", "a case has no key 'sean'"),
    ],
)
def test_a_broken_case_is_told_with_its_line(folder: Path, old: str, new: str, said: str) -> None:
    file = folder / "cases.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(AgreementInvalid) as caught:
        read_cases(file, load_agreement(folder))

    assert any(said in problem.what for problem in caught.value.problems)
    assert all(problem.line for problem in caught.value.problems)


RIVAL = """
cases:
  - name: fighters of the Hill Guard in the strip, by the text
    provision: R-7
    period: 2031-03
    seen: [{what: fighters, by: hill guard, at: [35.1, 32.95]}]
    expect: {status: S, reason: text disputed}
  - name: the same, as the northern minister reads it
    provision: R-7
    period: 2031-03
    reading: valley
    seen: [{what: fighters, by: hill guard, at: [35.1, 32.95]}]
    expect: {status: "?", reason: not observed}
in force:
  - {provisions: [R-1, R-7], since: 2031-02-01}
"""


def _cases(folder: Path, text: str) -> list[str]:
    (folder / "cases.yaml").write_text(text, encoding="utf-8")
    agreement = load_agreement(folder)
    results = run_cases(agreement, read_cases(folder / "cases.yaml", agreement))
    return [as_told(result) for result in results if not result.passed]


def test_a_rival_reading_is_judged_by_itself(folder: Path) -> None:
    assert _cases(folder, RIVAL) == []
    (told,) = _cases(folder, RIVAL.replace("    reading: valley\n", ""))
    assert "expected ? (indeterminate), came out S" in told


def test_the_minutes_about_a_bound_tell_when_a_provision_holds(folder: Path) -> None:
    told = _cases(folder, RIVAL.replace("since: 2031-02-01", "since: 2031-02-02"))

    assert len(told) == 2
    assert "R-1 is not in force in the minute of 2031-02-01 23:59 UTC" in told[0]
    assert "expected not in force, came out in force" in told[0]
    assert _cases(folder, RIVAL.replace("since: 2031-02-01", "until: 2031-02-01"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reading: valley", "reading: vally", "no reading that decides anything is called 'vally'"),
        ("R-7\n    period: 2031-03\n    reading", "R-4\n    period: 2031-03\n    reading",
         "R-4 has no reading that names a zone or excuses acts"),
        ("since: 2031-02-01", "why: as told", "it names no time"),
        ("since: 2031-02-01", "since: 2031-02-30", "there is no day '2031-02-30'"),
        ("[R-1, R-7]", "[R-1, R-77]", "no provision is called 'R-77'"),
        ("in force:\n  -", "in force:\n  x:", "expected a list of times"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "cases.yaml").write_text(RIVAL.replace(old, new), encoding="utf-8")

    with pytest.raises(AgreementInvalid) as caught:
        read_cases(folder / "cases.yaml", load_agreement(folder))

    assert any(said in problem.what for problem in caught.value.problems), caught.value.problems
    assert all(problem.line and problem.mend for problem in caught.value.problems)
