"""The page on the real record says what comes of each row, and every disagreement is explained."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.real_record import PAGE, disagreements, expected_rows, judged_alone, line, page

pytestmark = pytest.mark.slow

# A few rows, spread over the record; all of them with TRUCELINE_LONG=1 (a minute or two).
SAMPLE = range(1, 114, 31)


def test_every_row_of_the_record_has_an_expectation() -> None:
    assert [one.row for one in expected_rows()] == list(range(1, 114))


def test_the_page_says_what_comes_of_the_rows(incident_record: Path) -> None:
    written = PAGE.read_text("utf-8")
    if os.environ.get("TRUCELINE_LONG"):
        came = judged_alone(incident_record)
        assert page(came) == written, "run: python -m benchmarks.real_record RECORD.csv --write"
        assert disagreements(came) == []
        return
    came = judged_alone(incident_record, rows=SAMPLE)
    for one in expected_rows():
        if one.row in came:
            assert line(one, came[one.row]) in written.splitlines()
