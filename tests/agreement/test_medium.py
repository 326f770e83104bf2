"""A zone at sea or in the air holds for what moves there, and for what may be anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.agreement.load import check_agreement, load_agreement
from truceline.agreement.new import new_agreement
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import run_cases

CASE = """
cases:
  - name: something in the strip
    provision: A-5
    period: 2031-03
    seen: [{{what: {what}, by: northern army, at: [35.1, 33.15]}}]
    expect: {{status: {status}}}
"""
BAN = """  A-5:
    title: Nothing military
    text: Nothing military of the north is in the strip.
    cites: P1 5
    bound: north
    prohibits: {presence: military presence}
    in: north-10
"""


def _made(folder: Path, medium: str) -> Path:
    new_agreement(folder)
    file = folder / "agreement.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "    side: north\n    to: 10 km\n",
        f"    side: north\n    to: 10 km\n    medium: {medium}\n",
    )
    file.write_text(text + BAN, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("medium", "what", "status"),
    [
        ("sea", "warship", "S"),
        ("sea", "battle tank", '"?"'),
        ("air", "drone", "S"),
        ("air", "warship", '"?"'),
        ("[land, sea]", "battle tank", "S"),
        ("[land, sea]", "helicopter", '"?"'),
        # Soldiers may be aboard.
        ("sea", "troops", "S"),
        ("land", "howitzer", "S"),
    ],
)
def test_what_moves_elsewhere_is_not_in_it(
    tmp_path: Path, medium: str, what: str, status: str
) -> None:
    folder = _made(tmp_path / "a", medium)
    (folder / "cases.yaml").write_text(CASE.format(what=what, status=status), encoding="utf-8")
    agreement = load_agreement(folder)

    (result,) = run_cases(agreement, read_cases(folder / "cases.yaml", agreement))

    assert result.passed, result.differences


def test_an_unknown_medium_is_told(tmp_path: Path) -> None:
    (problem,) = check_agreement(_made(tmp_path / "a", "see"))

    assert "no medium is called 'see'" in problem.what
    assert "sea" in problem.mend
