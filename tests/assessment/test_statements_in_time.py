"""Statements: with which periods something that was said is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assessment.builders import finding, judged, truce
from truceline.evidence.document import Span
from truceline.reading.claim import (
    ActorMention,
    AssetMention,
    Claim,
    ClaimKind,
    Modality,
    Stance,
    Teller,
    TimeMention,
)
from truceline.timespan import Timespan

WORDS = Span(0, 6, "pledge")
PLEDGE = Claim(
    id="c",
    document="d",
    span=WORDS,
    kind=ClaimKind.COMMITMENT,
    stance=Stance.ASSERTS,
    modality=Modality.PLEDGED,
    chain=(Teller(span=None, name="Gazette", named=True, how="wrote"),),
    who=(ActorMention(span=WORDS, actor="alpha"),),
    assets=(AssetMention(span=WORDS, asset="military presence"),),
    confidence=1.0,
    reader="grammar",
)


def _shown(claim: Claim, published: str | None) -> list[str]:
    from truceline.assessment.assess import assess
    from truceline.assessment.policy_file import load_policy

    found = assess(
        truce(only=("no-forces",)),
        incidents=(),
        coverage=(),
        duties=(),
        claims=(claim,),
        reviews=(),
        periods=tuple(Timespan.parse(year) for year in ("2019", "2020", "2021", "2034")),
        as_of="2034-01-01",
        policy=load_policy(None),
        published={} if published is None else {"d": Timespan.parse(published)},
    )
    return [str(one.period) for one in found if one.party == "alpha" and one.statements]


def test_an_undated_statement_is_dated_by_its_document() -> None:
    assert _shown(PLEDGE, "2020-06-18") == ["2020", "2021"]


def test_a_statement_that_nothing_dates_is_shown_with_every_period() -> None:
    assert _shown(PLEDGE, None) == ["2019", "2020", "2021", "2034"]


def test_what_was_announced_for_later_is_shown_from_the_announcement_on() -> None:
    later = replace(PLEDGE, time=TimeMention(span=WORDS, when=Timespan.parse("2021-03")))

    assert _shown(later, "2020-06-18") == ["2020", "2021"]


@pytest.mark.parametrize(
    ("period", "status"),
    [("2020-02", "not in force"), ("2020-03", "indeterminate"), ("2020-04", "not in force")],
)
def test_a_duty_done_once_is_asked_of_the_period_with_its_deadline_alone(
    period: str, status: str
) -> None:
    found = judged(agreement=truce(only=("return",)), periods=(period,))

    assert {one.status.value for one in found} == {status}
    assert all("due " in one.summary.lower() for one in found)


def test_what_rests_on_the_prior_alone_says_so() -> None:
    silent = finding("no-forces", "alpha")

    assert silent.rests_on_prior
    assert "Nothing is known beyond the prior (0.20)" in silent.summary
