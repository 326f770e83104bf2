"""Two days of knowledge: what reads differently, and the record that made it so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.casework.changes import change_of, changes
from truceline.casework.import_record import import_record
from truceline.casework.review import record_review
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
HEAD = "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,document,paragraph,source_url\n"  # noqa: E501
CLAIM = "2013-04-02,2013-04-02,area of separation,,,alpha,IDF (as alleged by Syria),firing_into_area_of_separation,tank rounds,2,2,[L] Letter of Syria,3,\n"  # noqa: E501
SEEN = "2013-05-02,2013-05-02,area of separation,,,alpha,IDF,firing_into_area_of_separation,tank rounds,2,2,[P] S/2013/345,3,\n"  # noqa: E501
PERIOD = Timespan.parse("2013-Q2")


def _days(days: int) -> datetime:
    return AT + timedelta(days=days)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="a")
    for number, row in enumerate((CLAIM, SEEN)):
        record = tmp_path / f"record{number}.csv"
        record.write_text(HEAD + row, encoding="utf-8")
        import_record(case, record, author="a", recorded_at=_days(number))
    return case


def test_a_new_report_is_named_as_the_cause(case: Casefile) -> None:
    found = changes(case, before=AT, period=PERIOD)

    assert found
    for one in found:
        assert one.before is not None
        assert one.after is not None
        assert one.after.p_breach >= one.before.p_breach
        assert one.causes
        assert all("new: UNDOF asserts" in cause for cause in one.causes)
    assert changes(case, before=AT, after=AT, period=PERIOD) == ()


def test_a_review_is_a_cause(case: Casefile) -> None:
    wanted = next(one.finding for one in changes(case, before=AT, period=PERIOD))
    before = change_of(case, wanted, since=_days(1))
    record_review(case, wanted, verdict="dissent", reviewer="R", reason="whose?", at=_days(2))

    assert before is None
    since = change_of(case, wanted, since=AT)
    assert since is not None
    assert any("review by R: dissent (whose?)" in cause for cause in since.causes)


def test_the_difference_is_told_on_the_command_line(case: Casefile) -> None:
    told = truceline(
        "diff", "--from", "2026-11-20", "--period", "2013-Q2", "--format", "jsonl",
        "--case", case.path,
    )  # fmt: skip
    first = changes(case, before=AT, period=PERIOD)[0]

    assert told.code == 0
    assert first.finding in told.out
    explained = truceline("explain", first.finding, "--since", "2026-11-20", "--case", case.path)
    assert "since 2026-11-20: was" in explained.out
    assert "because: new: UNDOF" in explained.out
    page = truceline("explain", first.finding, "--html", "--case", case.path)
    assert page.out.startswith("<!doctype html>")
