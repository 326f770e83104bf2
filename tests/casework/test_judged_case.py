"""A judged casefile: what a report shows, which findings a tour picks, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.assessment.finding import Finding, Status
from truceline.casework.assess import Judged, assess_case, judged_finding
from truceline.casework.import_record import import_record
from truceline.casework.left_out import left_out_of_map, left_out_of_report
from truceline.casework.looked_table import looked_table
from truceline.casework.report import composed
from truceline.casework.review import record_review
from truceline.casework.tour import most_telling, own_years
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
WANTED = "undof-1974/DA-B4/syria/2013"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Casefile:
    path = tmp_path_factory.mktemp("shipped") / "case"
    case = Casefile.create(path, name="c", agreements=("undof-1974",), author="a")
    with as_file(files("truceline.examples").joinpath("undof", "incidents.csv")) as record:
        import_record(case, record, author="a", recorded_at=AT)
    return case


@pytest.fixture(scope="module")
def judged(case: Casefile) -> Judged:
    return assess_case(case, step="year")


def test_a_report_shows_the_reviews_and_reads_its_day_as_a_day(
    case: Casefile, tmp_path: Path
) -> None:
    record_review(case, WANTED, verdict="ask for more", reviewer="R", reason="which troops?", at=AT)
    judged, _ = judged_finding(case, WANTED)
    report = composed(judged, made_at=AT)

    assert [one.reviewer for one in report.reviews] == ["R"]
    assert report.headline[0].sentence.startswith("As known on 2026-11-22, in 2013")


def test_a_year_can_be_explained(case: Casefile) -> None:
    told = truceline("explain", WANTED, "--case", case.path)

    assert told.code == 0
    assert "DA-B4, Syria, 2013: suspected breach" in told.out


def test_what_lies_outside_the_time_asked_for_is_told(case: Casefile, judged: Judged) -> None:
    year, _ = judged_finding(case, WANTED)
    outside = sum(one.lead.when.overlap(year.period) is None for one in year.incidents)

    assert left_out_of_report(judged) == ()
    assert left_out_of_report(year) == (f"{outside} incidents lie outside 2013 and are not in it.",)
    assert left_out_of_map(year)[0] == left_out_of_report(year)[0]
    assert any("counted in the legend" in sentence for sentence in left_out_of_map(judged))


def test_a_tour_shows_what_was_promised_where_most_was_said_of_it_first(judged: Judged) -> None:
    silent = next(one for one in judged.findings if not one.weighed)
    statements = ("a", "b")

    def reported(period: int, said: int) -> Finding:
        span = sorted({one.period for one in judged.findings}, key=str)[period]
        return replace(
            silent,
            id=str(span),
            period=span,
            standing="reported",
            status=Status.INDETERMINATE,
            statements=statements[:said],  # type: ignore[arg-type]
        )

    chosen = most_telling([reported(0, 1), reported(1, 2), reported(2, 2)])
    assert [one.id for one in chosen] == [str(reported(1, 2).period)]


def test_each_agreement_is_shown_in_its_own_years(judged: Judged) -> None:
    year = [one for one in judged.findings if one.provision == "DA-B4" and one.party == "syria"]
    own = own_years(year)
    periods = [str(one.period) for one in own]

    assert own[0].weighed
    assert own[-1].weighed
    assert len(own) < len(year)
    assert periods == sorted(periods)
    quiet = [replace(one, agreement="other", weighed=()) for one in year]
    assert own_years([*year, *quiet]) == (*own, *quiet)


def test_what_nobody_looked_at_is_listed_by_zone_and_period(tmp_path: Path) -> None:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="a")
    for name in ("incidents.csv", "coverage.csv"):
        with as_file(files("truceline.examples").joinpath("undof", name)) as record:
            import_record(case, record, author="a", recorded_at=AT)
    table = looked_table(assess_case(case, step="year", period=Timespan.parse("2013/2014")))
    seen = [row for row in table if row.detection > 0]
    blind = [row for row in table if row.detection == 0]

    assert seen
    assert blind
    assert all(row.told_per_look_day is None for row in blind)
    assert all(row.records for row in seen)
    days = 365
    for row in seen:
        assert row.told_per_look_day == pytest.approx(row.told / (row.detection * days))
