"""The first real record: 113 coded rows, imported, assessed, held against what each means."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import from_shared
from truceline.assessment.finding import Finding, Reason, Status
from truceline.casework.assess import Judged, assess_case
from truceline.casework.import_record import Imported, import_record
from truceline.evidence.layout import Casefile
from truceline.observation.observation import LogRow, Tally
from truceline.reading.claim import Stance
from truceline.timespan import Timespan

# The whole record is judged.
pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Imported, Casefile]:
    record = from_shared("facts/undof-incidents.csv")
    case = Casefile.create(
        tmp_path_factory.mktemp("record") / "case",
        name="record",
        agreements=("undof-1974",),
        author="test",
    )
    return import_record(case, record, author="test", recorded_at=AT), case


@pytest.fixture(scope="module")
def judged(imported: tuple[Imported, Casefile]) -> Judged:
    return assess_case(imported[1], step="quarter")


def _finding(judged: Judged, wanted: str) -> Finding:
    return next(one for one in judged.findings if one.id == f"undof-1974/{wanted}")


def _rows(finding: Finding) -> set[int]:
    return {
        observation.basis.row
        for weighed in finding.weighed
        for observation in weighed.incident.observations
        if isinstance(observation.basis, LogRow)
    }


def _origins(finding: Finding) -> set[str]:
    return {voice.origin for weighed in finding.weighed for voice in weighed.incident.voices}


def test_counts_in_are_counts_out(imported: tuple[Imported, Casefile]) -> None:
    record = imported[0]

    assert record.rows == 113
    assert record.accepted + record.refused == 113
    assert record.refused == len({problem.line for problem in record.refusals})


def test_taking_the_record_in_twice_is_the_same_as_once(
    imported: tuple[Imported, Casefile],
) -> None:
    record, case = imported
    with case.ledger() as ledger:
        before = ledger.size()
    again = import_record(
        case, from_shared("facts/undof-incidents.csv"), author="test", recorded_at=AT
    )
    with case.ledger() as ledger:
        assert ledger.size() == before
    assert again.new == 0
    assert again.known == record.new


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("DA-A/israel/2013-Q2", "tank rounds and missiles fired across into the area"),
        ("DA-A/syria/2013-Q4", "fire on an outpost, as told to the Council"),
        ("DA-B1/israel/2022-Q4", "a tank and vehicles east of Line A"),
        ("US-4/israel/2022-Q4", "a tank in the area of separation"),
        ("DA-B4/syria/2013-Q2", "personnel in the area of separation, read in the UN's report"),
        ("DA-B6/israel/2014-Q1", "two military aircraft over the area of separation"),
        ("DA-B1-crossing/israel/2022-Q4", "soldiers across the ceasefire line"),
        ("MP-weapons/israel/2022-Q4", "an Iron Dome battery in the area of limitation"),
        ("US-2c/israel/2022-Q4", "an Iron Dome battery is a surface-to-air missile"),
        ("MP-works/israel/2024-Q4", "ditches and earthworks in the area of separation"),
        ("PR-4/israel/2024-Q4", "the monitor's movements held down to a few a day"),
        ("PR-4-others/anyone/2014-Q3", "peacekeepers detained and surrounded"),
    ],
)
def test_what_un_reports_tell_lands_on_the_right_provision(
    judged: Judged, wanted: str, why: str
) -> None:
    finding = _finding(judged, wanted)

    assert finding.weighed, why
    assert finding.status is Status.SUSPECTED, why


def test_a_surface_to_air_missile_fired_is_held_against_the_exclusion(judged: Judged) -> None:
    for period in ("2018-Q2", "2018-Q3"):
        finding = _finding(judged, f"US-2c/israel/{period}")
        assert finding.weighed
        assert finding.status is Status.INDETERMINATE


def test_the_machine_alone_never_confirms(judged: Judged) -> None:
    assert not any(finding.status is Status.CONFIRMED for finding in judged.findings)


def test_nothing_reads_compliant_because_nobody_is_on_record_as_having_looked(
    judged: Judged,
) -> None:
    assert not any(finding.status is Status.COMPLIANT for finding in judged.findings)
    silent = [
        finding
        for finding in judged.findings
        if not finding.weighed and finding.status is Status.INDETERMINATE
    ]
    assert silent
    assert all(
        finding.reasons[0] in (Reason.NOT_OBSERVED, Reason.NOT_TESTABLE) for finding in silent
    )


def test_a_party_letter_alone_never_makes_its_adversary_suspected(judged: Judged) -> None:
    """Letters of Israel about Syria, of Syria about Israel, and claims of either's spokesmen."""
    tanks = _finding(judged, "DA-B4/syria/2012-Q4")

    assert tanks.weighed
    assert tanks.status is Status.INDETERMINATE
    for finding in judged.findings:
        adversary = {"israel": "Syria", "syria": "Israel"}.get(finding.party)
        origins = _origins(finding)
        if adversary and origins and all(adversary in origin for origin in origins):
            assert finding.status is not Status.SUSPECTED, finding.id


def test_fire_from_an_unknown_hand_is_not_laid_on_the_side_it_came_from(judged: Judged) -> None:
    finding = _finding(judged, "DA-A/syria/2014-Q3")

    assert finding.weighed
    assert finding.status is Status.INDETERMINATE
    assert Reason.ACTOR_UNKNOWN in finding.reasons
    assert finding.p_happened > finding.p_breach


def test_a_claim_and_its_failed_check_stay_two_records_and_stay_indeterminate(
    judged: Judged,
) -> None:
    told = [
        observation
        for observation in judged.evidence.observations
        if str(observation.when) == "2013-02-27"
    ]

    assert {one.stance for one in told} == {Stance.ASSERTS, Stance.CANNOT_CONFIRM}
    assert len({one.origin for one in told}) == 2
    assert _finding(judged, "DA-A/syria/2013-Q1").status is Status.INDETERMINATE


def test_one_event_told_by_two_parties_keeps_both_accounts(judged: Judged) -> None:
    assert _finding(judged, "DA-B6/syria/2018-Q3").status is Status.INDETERMINATE


def test_a_period_total_is_never_merged_with_the_items_it_may_hold(judged: Judged) -> None:
    totals = [one for one in judged.evidence.observations if one.tally is Tally.PERIOD_TOTAL]
    ids = {one.id for one in totals}

    assert len(totals) >= 3
    for incident in judged.incidents:
        members = {one.id for one in incident.observations}
        assert not (members & ids) or members <= ids


def test_two_sources_of_one_entry_are_voices_of_one_incident(judged: Judged) -> None:
    entry = [
        incident
        for incident in judged.incidents
        if str(incident.lead.when) == "2012-07-19" and incident.lead.what != "vehicle"
    ]

    assert len(entry) == 1
    assert len(entry[0].voices) == 2


def test_every_finding_with_evidence_walks_back_to_a_row_of_the_record(
    judged: Judged, imported: tuple[Imported, Casefile]
) -> None:
    text = judged.evidence.documents[0].text
    lines = text.splitlines()

    assert judged.evidence.documents[0].id == imported[0].document
    for finding in judged.findings:
        for weighed in finding.weighed:
            for observation in weighed.incident.observations:
                assert isinstance(observation.basis, LogRow)
                assert observation.basis.document == imported[0].document
                assert observation.basis.quote in text
                assert 1 <= observation.basis.row <= len(lines)


@pytest.mark.slow
def test_the_same_rows_in_another_order_give_the_same_findings(
    imported: tuple[Imported, Casefile], tmp_path: Path
) -> None:
    """Everything but the digests, which name the file and its order."""
    import random

    source = from_shared("facts/undof-incidents.csv").read_text(encoding="utf-8").splitlines()
    rows = source[1:]
    random.Random(1974).shuffle(rows)  # noqa: S311
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([source[0], *rows]) + "\n", encoding="utf-8")
    case = Casefile.create(
        tmp_path / "case", name="record", agreements=("undof-1974",), author="test"
    )
    import_record(case, shuffled, author="test", recorded_at=AT)
    two_years = Timespan.parse("2013/2014")
    again = assess_case(case, period=two_years, step="year")
    before = assess_case(imported[1], period=two_years, step="year")

    def told(one: Judged) -> list[tuple[str, str, float, tuple[Reason, ...]]]:
        return [(f.id, f.status.value, f.p_breach, f.reasons) for f in one.findings]

    assert told(again) == told(before)
