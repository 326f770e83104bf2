"""The coded record of the monitor's reports, judged by the 1974 papers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from truceline.agreement.load import load_agreement
from truceline.assessment.assess import assess
from truceline.assessment.finding import Finding, Reason, Status
from truceline.assessment.policy_file import load_policy
from truceline.evidence.add import document_from
from truceline.observation.corroborate import corroborate
from truceline.observation.forms.csv_record import read_record
from truceline.observation.observation import ObservationKind, Tally
from truceline.reading.actors import load_actors
from truceline.reading.claim import ClaimKind
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.pages.tell_apart import tell_apart
from truceline.reading.read import read
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow


@cache
def _findings(path: Path, agreement: str = "undof-1974") -> dict[str, Finding]:
    record = read_record(document_from(path), gazetteer=load_gazetteer(), actors=load_actors())
    happenings = [o for o in record.observations if o.kind is not ObservationKind.DUTY]
    found = assess(
        load_agreement(agreement),
        incidents=corroborate(happenings),
        coverage=record.coverage,
        duties=[o for o in record.observations if o.kind is ObservationKind.DUTY],
        claims=(),
        reviews=(),
        periods=tuple(Timespan.parse("2011/2025").periods("quarter")),
        as_of="2025-12-31",
        policy=load_policy(None),
    )
    return {one.id.removeprefix(f"{agreement}/"): one for one in found}


@pytest.mark.parametrize(
    "finding",
    [
        "DA-A/israel/2018-Q2",  # tank rounds across the line
        "DA-B4/syria/2013-Q1",  # troops between the lines
        "US-4/israel/2022-Q4",  # a tank, a carrier and bulldozers between the lines
        "US-4/israel/2024-Q4",
        "US-4/syria/2013-Q1",
        "DA-B1/israel/2013-Q1",  # soldiers over the line
        "DA-B6/israel/2014-Q1",  # aircraft over the area of separation
        "US-2c/israel/2022-Q3",  # an air-defence battery within 25 km
        "PR-4/israel/2024-Q4",  # the monitor held up
        "SC-3/israel/2022-Q3",  # fire into the area of separation
    ],
)
def test_what_the_monitor_reports_lands_on_its_provision(
    incident_record: Path, finding: str
) -> None:
    assert _findings(incident_record)[finding].status is Status.SUSPECTED


@pytest.mark.parametrize(
    "finding",
    [
        "DA-A/syria/2012-Q4",  # shells out of a civil war, told by the other side
        "DA-A/syria/2014-Q2",
        "DA-A/syria/2017-Q4",
        "DA-B6/israel/2014-Q4",  # aircraft that came from one side
        "DA-B6/israel/2022-Q3",
    ],
)
def test_an_actor_whom_nobody_names_is_no_party(incident_record: Path, finding: str) -> None:
    found = _findings(incident_record)[finding]

    assert found.status is Status.INDETERMINATE
    assert Reason.ACTOR_UNKNOWN in found.reasons


@pytest.mark.parametrize(
    "finding",
    ["DA-B4/syria/2012-Q4", "US-4/syria/2012-Q4", "DA-A/israel/2022-Q1", "DA-A/syria/2013-Q1"],
)
def test_a_letter_of_the_other_side_alone_is_weak(incident_record: Path, finding: str) -> None:
    found = _findings(incident_record)[finding]

    assert found.status is Status.INDETERMINATE
    assert found.reasons[0] is Reason.WEAK_EVIDENCE
    assert 0.2 < found.p_told < load_policy(None).central.most_from_interest


def test_a_claim_that_the_monitor_could_not_confirm_stays_open(incident_record: Path) -> None:
    found = _findings(incident_record)["DA-A/syria/2013-Q1"]
    weighed = next(one for one in found.weighed if str(one.incident.lead.when) == "2013-02-27")

    assert found.status is Status.INDETERMINATE
    assert {weight.log_lr > 0 for weight in weighed.weights} == {True, False}
    assert any("cannot confirm" in weight.why for weight in weighed.weights)


def test_a_total_of_crossings_is_not_added_to_the_dated_ones(incident_record: Path) -> None:
    found = _findings(incident_record)["DA-B1-crossing/israel/2022-Q4"]
    dated = [one for one in found.weighed if one.incident.lead.tally is not Tally.PERIOD_TOTAL]
    missed = 1.0
    for one in dated:
        missed *= 1.0 - one.p_breach

    assert len(dated) < len(found.weighed)
    assert found.p_told == pytest.approx(max(1 - missed, *(one.p_breach for one in found.weighed)))


def test_nothing_is_called_kept_where_no_coverage_is_on_record(incident_record: Path) -> None:
    for found in _findings(incident_record).values():
        if not found.look.records:
            assert found.status is not Status.COMPLIANT


def test_a_quarter_of_silence_reads_not_observed(incident_record: Path) -> None:
    found = _findings(incident_record)["US-1b/syria/2021-Q2"]

    assert found.reasons == (Reason.NOT_OBSERVED,)
    assert found.weighed == ()


def test_no_count_is_known_against_the_caps(incident_record: Path) -> None:
    caps = [f for f in _findings(incident_record).values() if f.provision.startswith("US-1")]

    assert {found.status for found in caps} == {Status.INDETERMINATE}


def test_every_factor_of_every_finding_is_a_probability(incident_record: Path) -> None:
    for found in _findings(incident_record).values():
        for one in found.weighed:
            product = 1.0
            for factor in one.factors:
                assert 0.0 <= factor.probability <= 1.0
                assert factor.why
                product *= factor.probability
            assert one.p_breach == pytest.approx(product)


def test_the_reported_pull_back_of_2018_is_not_observed_first(incident_record: Path) -> None:
    found = _findings(incident_record, "sw-syria-2017")
    reported = [
        one
        for one in found.values()
        if one.standing == "reported" and one.status is Status.INDETERMINATE
    ]
    quiet = [one for one in reported if not one.weighed and not one.look.records]

    assert quiet
    for one in quiet:
        assert one.reasons[0] in (Reason.NOT_OBSERVED, Reason.NOT_TESTABLE)


def test_a_reported_pull_back_stands_beside_the_reported_provision(seed_article: Path) -> None:
    document = document_from(seed_article)
    claims = read(document, page=tell_apart(document), gazetteer=load_gazetteer())
    found = {
        (one.agreement, one.provision, one.party): one
        for agreement in ("undof-1974", "sw-syria-2017")
        for one in assess(
            load_agreement(agreement),
            incidents=(),
            coverage=(),
            duties=(),
            claims=claims,
            reviews=(),
            periods=(Timespan.parse("2018-Q2"),),
            as_of="2018-07-01",
            policy=load_policy(None),
        )
    }
    pull_back = found["sw-syria-2017", "PB-25", "syria"]
    missiles = found["undof-1974", "US-2c", "syria"]

    assert any(claim.kind is ClaimKind.COMMITMENT for claim in pull_back.statements)
    assert pull_back.reasons == (Reason.NOT_OBSERVED, Reason.TEXT_DISPUTED)
    assert any(claim.kind is ClaimKind.TERM for claim in missiles.statements)
    assert not any(claim.kind is ClaimKind.COMMITMENT for claim in missiles.statements)
    assert all(one.status is not Status.SUSPECTED for one in found.values())
