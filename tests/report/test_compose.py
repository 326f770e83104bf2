"""A report arranges; it neither drops nor invents."""

from __future__ import annotations

from tests.report.world import (
    CALL,
    CLAIMS,
    CONFIRMED,
    FINDINGS,
    HELD,
    HOSTILE_CLAIM,
    PLEDGE,
    SHELLS,
    report,
)
from truceline.assessment.finding import Status
from truceline.report.report import Report
from truceline.timespan import Timespan

REPORT = report()


def headline_of(made: Report) -> str:
    """Return all sentences of a headline."""
    return " ".join(
        sentence for point in made.headline for sentence in (point.sentence, *point.details)
    )


def test_every_finding_stands_once_and_breaches_first() -> None:
    assert sorted(each.id for each in REPORT.findings) == sorted(each.id for each in FINDINGS)
    assert [group.status for group in REPORT.groups] == [
        Status.CONFIRMED,
        Status.SUSPECTED,
        Status.INDETERMINATE,
        Status.COMPLIANT,
        Status.NOT_IN_FORCE,
    ]
    assert REPORT.findings[0] is CONFIRMED


def test_statements_and_contacts_are_told_apart_from_what_happened() -> None:
    assert REPORT.diplomacy == (CALL,)
    assert {claim.id for claim in REPORT.statements} == {PLEDGE.id, HOSTILE_CLAIM.id}
    assert SHELLS not in (*REPORT.diplomacy, *REPORT.statements)
    held = {claim.id for each in REPORT.control for claim in each.claims}
    assert held | {claim.id for claim in REPORT.control_undated} == {HELD.id}
    assert len(REPORT.claims) == len(CLAIMS)


def test_where_nobody_looked_stands_in_the_headline() -> None:
    assert [(each.provision, each.party, each.denials) for each in REPORT.unlooked] == [
        ("2.1", "beta", 1)
    ]
    assert "Nobody is on record as having looked" in headline_of(REPORT)
    assert "Beta: 2.1." in headline_of(REPORT)


def test_the_headline_gives_the_number_beside_the_word() -> None:
    words = headline_of(REPORT)
    assert "A breach: likely (63 %)." in words
    assert "Confirmed breaches: 1." in words
    assert "The text is disputed." in words


def test_a_kind_of_answer_that_nobody_got_is_told_as_none() -> None:
    words = headline_of(report(findings=()))
    for sentence in (
        "Confirmed breaches: none.",
        "Suspected breaches: none.",
        "Cannot be told: no findings.",
        "No finding says that a duty was kept.",
    ):
        assert sentence in words


def test_documents_tell_what_was_left_out_of_them() -> None:
    notes = {note.document.id: note for note in REPORT.documents}
    assert notes["d-article"].left_out == (("navigation", 1),)
    assert (notes["d-article"].claims, notes["d-log"].rows) == (5, 3)
    assert notes["d-log"].page is None


def test_what_lies_outside_the_period_is_left_out_unless_a_finding_weighs_it() -> None:
    later = Timespan.parse("2040")
    assert report(period=later, findings=()).incidents == ()
    assert report(period=later, findings=()).coverage == ()
    kept = report(period=later)
    assert {each.id for each in kept.incidents} == {"i-shelling", "i-guns"}
    assert {each.id for each in kept.coverage} == {"k-1", "k-2"}
    assert kept.claims == REPORT.claims
