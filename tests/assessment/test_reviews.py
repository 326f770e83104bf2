"""Reviews: four eyes where the policy asks for them, and a dissent that stays visible."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.assessment.builders import finding, seen, told
from truceline.assessment.finding import Finding, Status
from truceline.assessment.policy import Policy
from truceline.assessment.policy_file import load_policy
from truceline.assessment.review import Review, Verdict

SURE = told(*(seen(grade="A1", origin=name) for name in ("Mission", "Observer")))
SHIPPED = Path(__file__).parents[2] / "src" / "truceline" / "assessment" / "policy.yaml"


@pytest.fixture(scope="module")
def four_eyes(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("policy") / "policy.yaml"
    changed = text.replace("confirmations:\n    value: 1.0", "confirmations:\n    value: 2.0")
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return load_policy(path)


def _reviewed(policy: Policy, *said: tuple[str, Verdict]) -> Finding:
    bare = finding("no-forces", "alpha", SURE, policy=policy)
    reviews = tuple(
        Review(
            finding=bare.id,
            inputs_digest=bare.inputs_digest,
            verdict=verdict,
            reviewer=who,
            reason=f"{who} read it",
            at=datetime(2020, 4, 1, hour, tzinfo=UTC),
        )
        for hour, (who, verdict) in enumerate(said)
    )
    return finding("no-forces", "alpha", SURE, policy=policy, reviews=reviews)


def test_one_pair_of_eyes_is_not_four(four_eyes: Policy) -> None:
    one = _reviewed(four_eyes, ("Ann", Verdict.CONFIRM))
    same = _reviewed(four_eyes, ("Ann", Verdict.CONFIRM), (" ann ", Verdict.CONFIRM))
    two = _reviewed(four_eyes, ("Ann", Verdict.CONFIRM), ("Bo", Verdict.CONFIRM))

    assert one.status is Status.SUSPECTED
    assert "Confirmed by Ann only; the policy asks for 2 different people." in one.summary
    assert same.status is Status.SUSPECTED
    assert two.status is Status.CONFIRMED


def test_a_dissent_stays_visible_and_leaves_the_breach_suspected() -> None:
    policy = load_policy(None)
    found = _reviewed(policy, ("Ann", Verdict.DISSENT), ("Bo", Verdict.CONFIRM))

    assert found.status is Status.SUSPECTED
    assert "Dissent on record, Ann: Ann read it." in found.summary


def test_a_dissenter_may_come_round() -> None:
    policy = load_policy(None)
    found = _reviewed(policy, ("Ann", Verdict.DISSENT), ("Ann", Verdict.CONFIRM))

    assert found.status is Status.CONFIRMED
    assert "Dissent" not in found.summary


def test_to_ask_for_more_is_told_and_blocks_nothing() -> None:
    policy = load_policy(None)
    found = _reviewed(policy, ("Ann", Verdict.ASK_FOR_MORE), ("Bo", Verdict.CONFIRM))

    assert found.status is Status.CONFIRMED
    assert "Ann asks for more: Ann read it." in found.summary


def test_a_confirmation_of_what_is_too_unsure_says_why_it_confirms_nothing() -> None:
    unsure = told(seen(grade="A2", origin="Mission"))
    bare = finding("no-forces", "alpha", unsure)
    review = Review(
        finding=bare.id,
        inputs_digest=bare.inputs_digest,
        verdict=Verdict.CONFIRM,
        reviewer="Ann",
        reason="Ann read it",
        at=datetime(2020, 4, 1, tzinfo=UTC),
    )
    found = finding("no-forces", "alpha", unsure, reviews=(review,))

    assert found.status is Status.SUSPECTED
    assert "Confirmed by Ann, but what was told alone does not reach the 95%" in found.summary
