"""The matrix shows each finding once, and fits the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.world import FINDINGS, SUSPECTED, finding
from truceline.assessment.finding import Finding, Status
from truceline.report.matrix import matrix, matrix_as_text
from truceline.timespan import Timespan

GOLDEN = """\
              1 2
riverton
1.1 · alpha   - S
1.1 · beta      C
2.1 · alpha   B
2.1 · beta      ?
3.1 · mission ?

periods: 1 = 2031-01, 2 = 2031-02
letters: C compliant, ? indeterminate, S suspected breach, B confirmed breach, -
  not in force, blank no finding made"""


def many(letters: str) -> tuple[Finding, ...]:
    """Return one finding a month, from 2031 on, with these letters."""
    statuses = {status.letter: status for status in Status}
    months = Timespan.parse("2031/2060").periods("month")
    return tuple(
        finding("1.1", "alpha", str(month), statuses[letter])
        for letter, month in zip(letters, months, strict=False)
    )


def test_the_matrix_of_the_small_world_reads_as_it_should() -> None:
    assert matrix_as_text(matrix(FINDINGS)) == GOLDEN


@given(st.permutations(FINDINGS))
def test_the_order_of_findings_does_not_matter(findings: list[Finding]) -> None:
    assert matrix(findings) == matrix(FINDINGS)


def test_two_findings_for_one_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="two findings"):
        matrix([SUSPECTED, SUSPECTED])


def test_periods_that_read_alike_share_a_column() -> None:
    text = matrix_as_text(matrix(many("????SS??")))
    assert "1 = 2031-01 to 2031-04, 2 = 2031-05 to 2031-06, 3 = 2031-07 to 2031-08" in text


@given(st.text("C?SB-", min_size=1, max_size=200), st.integers(30, 120))
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(letters: str, width: int) -> None:
    text = matrix_as_text(matrix(many(letters)), width=width)
    assert max(map(len, text.splitlines())) <= width
    shown = "".join(
        line.removeprefix("1.1 · alpha").replace(" ", "")
        for line in text.splitlines()
        if line.startswith("1.1 · alpha")
    )
    collapsed = [letter for i, letter in enumerate(letters) if i == 0 or letters[i - 1] != letter]
    assert shown == "".join(collapsed)


def test_no_findings_are_said_to_be_none() -> None:
    assert matrix_as_text(matrix([])) == "no findings"
