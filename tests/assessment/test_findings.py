"""Findings: who may confirm, what would change them, what is shown beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.assessment.builders import finding, judged, looked, seen, told, truce
from truceline.assessment.finding import Finding, Status
from truceline.assessment.review import Review, Verdict
from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.observation.incident import Incident
from truceline.reading.claim import (
    ActorMention,
    Claim,
    ClaimKind,
    Modality,
    PlaceMention,
    Quantity,
    Stance,
    Teller,
)

SURE = told(seen(grade="A2"), seen(grade="B2", origin="Observer"))
NOW = datetime(2021, 1, 1, tzinfo=UTC)


def _review(found: Finding, verdict: Verdict = Verdict.CONFIRM, hour: int = 0) -> Review:
    return Review(
        finding=found.id,
        inputs_digest=found.inputs_digest,
        verdict=verdict,
        reviewer="A. Reviewer",
        reason="seen the log",
        at=NOW.replace(hour=hour),
    )


def test_only_a_review_of_the_same_inputs_confirms() -> None:
    suspected = finding("no-forces", "alpha", SURE)
    review = _review(suspected)
    again = finding("no-forces", "alpha", SURE, reviews=(review,))
    more = finding("no-forces", "alpha", SURE, told(seen(row=2)), reviews=(review,))

    assert suspected.p_breach >= 0.95
    assert suspected.status is Status.SUSPECTED
    assert again.status is Status.CONFIRMED
    assert again.inputs_digest == suspected.inputs_digest
    assert more.status is Status.SUSPECTED


def test_a_review_cannot_confirm_what_is_not_nearly_sure() -> None:
    likely = told(seen())
    review = _review(finding("no-forces", "alpha", likely))

    assert finding("no-forces", "alpha", likely, reviews=(review,)).status is Status.SUSPECTED


def test_a_later_dissent_takes_a_confirmation_back() -> None:
    suspected = finding("no-forces", "alpha", SURE)
    reviews = (_review(suspected), _review(suspected, Verdict.DISSENT, hour=1))

    assert finding("no-forces", "alpha", SURE, reviews=reviews).status is Status.SUSPECTED
    assert finding("no-forces", "alpha", SURE, reviews=reviews[::-1]).status is Status.SUSPECTED


def test_evidence_of_another_year_leaves_the_inputs_as_they_were() -> None:
    one = finding("no-forces", "alpha", SURE)
    two = finding("no-forces", "alpha", SURE, told(seen(when="2020-08-01")))

    assert one.inputs_digest == two.inputs_digest


def test_a_period_before_the_truce_is_not_in_force() -> None:
    found = judged(SURE, periods=("2018",))

    assert {one.status for one in found} == {Status.NOT_IN_FORCE}


def test_a_place_near_the_edge_tells_the_error_at_which_it_flips() -> None:
    # Some 190 m inside the western edge of the buffer zone.
    near = told(seen(grade="A1", areas=(), place=Place(35.982, 33.1, 800)))
    found = finding("no-forces", "alpha", near)
    flip = next(flip for flip in found.flips if flip.what == "position error")
    error_m = float(flip.flips_at.replace(",", "").removesuffix(" m"))

    assert found.status is Status.SUSPECTED
    assert found.weighed[0].margin_m == pytest.approx(187, abs=2)
    assert flip.becomes is Status.INDETERMINATE
    for error, status in ((error_m * 0.99, found.status), (error_m * 1.01, flip.becomes)):
        moved = told(seen(grade="A1", areas=(), place=Place(35.982, 33.1, error)))
        assert finding("no-forces", "alpha", moved).status is status


def test_a_flip_of_coverage_holds_where_it_says() -> None:
    found = finding("no-forces", "alpha")
    flip = next(flip for flip in found.flips if flip.what.startswith("detection"))
    needed = float(flip.flips_at) / 0.97

    assert flip.becomes is Status.COMPLIANT
    above = finding("no-forces", "alpha", coverage=(looked(detection=needed + 0.01),))
    below = finding("no-forces", "alpha", coverage=(looked(detection=needed - 0.01),))
    assert (above.status, below.status) == (Status.COMPLIANT, Status.INDETERMINATE)


def test_flips_come_nearest_first_and_change_the_status() -> None:
    found = finding("no-forces", "alpha", told(seen()))

    assert [flip.distance for flip in found.flips] == sorted(f.distance for f in found.flips)
    assert all(flip.becomes is not found.status for flip in found.flips)
    assert {flip.what for flip in found.flips} == {
        "grade of Mission",
        "prior that such a thing happened",
        "share of the bound party",
        "the report of Mission, asserts 2020-02-10",
    }


def test_the_record_that_decides_is_named_and_one_of_two_like_it_decides_nothing() -> None:
    strong, weak = seen(grade="B2"), seen(grade="C3", origin="Gazette")
    both = finding("no-forces", "alpha", told(strong, weak))
    twice = finding("no-forces", "alpha", told(strong), told(seen(grade="B2", row=2)))
    kept = finding("no-forces", "alpha", coverage=(looked(detection=0.99),))

    assert both.status is Status.SUSPECTED
    assert [flip.flips_at for flip in both.flips if flip.now == "on record"] == [
        f"without it ({strong.id})"
    ]
    assert not [flip for flip in twice.flips if flip.now == "on record"]
    assert kept.flips[-1].what == "the patrol of Mission, 2020"


def test_a_finding_that_holds_under_all_readings_is_robust() -> None:
    assert finding("no-forces", "alpha", SURE).robust
    assert not finding("no-forces", "alpha", told(seen(grade="C3"))).robust


def test_a_remedy_names_metres_and_numbers() -> None:
    inside = told(seen(grade="A1", areas=(), place=Place(36.0, 33.1, 100)))
    many = told(seen(count=(8, 8), areas=("strip on the west side",)))

    assert "1,8" in (finding("no-forces", "alpha", inside).restore or "")
    assert (finding("tanks", "alpha", many).restore or "").startswith("Take out at least 3")
    assert finding("no-forces", "alpha").restore is None


def test_a_pledge_is_shown_beside_the_provision_it_speaks_of() -> None:
    pledge = _pledge(5000.0, "Alpha militia")
    other = replace(_pledge(9000.0, "Alpha militia"), id="other")
    found = {(one.provision, one.party): one.statements for one in judged(claims=(pledge, other))}
    plain = {one.id: one.p_breach for one in judged()}

    assert found["no-militia", "alpha"] == (pledge,)
    assert found["no-fire", "alpha"] == ()
    assert {one.id: one.p_breach for one in judged(claims=(pledge,))} == plain


def test_the_rest_of_the_record_says_who_judged() -> None:
    found = finding("no-forces", "alpha", SURE)

    assert found.engine.startswith("truceline ")
    assert found.agreement_digest == truce().digest
    assert found.policy_digest.startswith("sha256:")
    assert found.as_of == "2021-01-01"


def test_a_summary_is_neutral_and_tells_what_where_when_and_by_whom() -> None:
    rounds = told(
        seen(
            "artillery fire",
            kind="event",
            relation="across",
            areas=("ceasefire line",),
            count=(2, 2),
        )
    )

    assert finding("no-fire", "alpha", rounds).summary == (
        "Suspected: artillery fire across the ceasefire line (2), 2020-02-10, told by Mission."
    )


def test_ten_incidents_told_by_the_other_side_are_no_more_than_one() -> None:
    claims: list[Incident] = [
        told(seen(origin="Beta", origin_actor="Beta", grade="A1", when=f"2020-02-{day:02d}"))
        for day in range(1, 11)
    ]
    one, ten = (finding("no-forces", "alpha", *claims[:n]) for n in (1, 10))

    assert one.status is ten.status is Status.INDETERMINATE
    assert ten.p_told < 0.4247


def _pledge(metres: float, by: str) -> Claim:
    span = Span(0, 6, "pledge")
    return Claim(
        id="pledge",
        document="d",
        span=span,
        kind=ClaimKind.COMMITMENT,
        stance=Stance.ASSERTS,
        modality=Modality.PLEDGED,
        chain=(Teller(span=None, name="Gazette", named=True, how="wrote"),),
        who=(ActorMention(span=span, actor=by),),
        places=(PlaceMention(span=span, name="the line", place=None, area="ceasefire line"),),
        quantities=(Quantity(span=span, minimum=metres, maximum=metres, unit="m"),),
        confidence=1.0,
        reader="grammar",
    )


def test_tank_rounds_from_a_side_are_not_shown_as_a_missile_there() -> None:
    rounds = seen(
        "firing", kind="event", by="Beta army", side="east", relation="across",
        areas=("ceasefire line",), assets=("battle tank",),
    )  # fmt: skip

    assert finding("no-missiles", "beta", told(rounds)).weighed == ()
