"""The policy: what is refused, and what its numbers promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.assessment.policy import READINGS
from truceline.assessment.policy_file import load_policy
from truceline.errors import PolicyInvalid
from truceline.observation.grade import Grade

SHIPPED = Path(__file__).parents[2] / "src" / "truceline" / "assessment" / "policy.yaml"


def _changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_copy_of_the_shipped_policy_is_the_same_policy(tmp_path: Path) -> None:
    assert load_policy(_changed(tmp_path)) == load_policy(None)


def test_every_number_has_a_reason() -> None:
    assert all(len(reason) > 20 for _, reason in load_policy(None).reasons)


def test_interested_parties_alone_stay_below_suspicion_under_every_reading() -> None:
    readings = dict(load_policy(None).readings)

    assert {name: round(readings[name].most_from_interest, 3) for name in READINGS} == {
        "cautious": 0.231,
        "central": 0.425,
        "permissive": 0.522,
    }
    assert all(one.most_from_interest < one.suspected for one in readings.values())


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = _changed(
        tmp_path,
        ("value: 0.55", "value: 1.55"),
        ("A: [200,  80,  20,   3,   1,   8]", "A: [200,  80,  20,   3,   1]"),
        ("prior_breach:", "prior_breech:"),
    )

    with pytest.raises(PolicyInvalid) as refused:
        load_policy(path)

    problems = refused.value.problems
    assert [problem.what for problem in problems] == [
        "numbers lacks 'prior_breach'",
        "suspected is 1.55",
        "numbers has no key 'prior_breech'",
        "grade A needs 6 ratios",
    ]
    assert all(problem.line > 1 and problem.column > 0 for problem in problems)
    assert "Did you mean 'prior_breach'?" in problems[2].mend


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("central: 0.15", "central: 0.30", "interested parties alone reach"),
        ("value: 0.05", "value: 0.60", "thresholds are out of order"),
        ("  B: [ 50,  40,", "  B: [ 40,  50,", "weighs a less credible report more"),
        ("  E: [  2,", "  E: [0.5,", "has the ratio 0.5"),
        ("    central: 0.25\n", "    central: 1\n", "prior_event is 1"),
        ("value: 0.97", "value: often", "expected a number"),
    ],
)
def test_a_policy_that_would_mislead_is_refused(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    with pytest.raises(PolicyInvalid, match=what):
        load_policy(_changed(tmp_path, (old, new)))


def test_a_missing_policy_file_is_told_as_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid, match="cannot be read"):
        load_policy(tmp_path / "none.yaml")


@given(st.sampled_from("ABCDE"), st.sampled_from("12345"))
def test_a_better_grade_never_weighs_less(letter: str, digit: str) -> None:
    weights = load_policy(None).central
    here = weights.log_lr(Grade(letter, digit))
    for better in (Grade(chr(max(ord("A"), ord(letter) - 1)), digit),):
        assert weights.log_lr(better) >= here
    for better in (Grade(letter, str(max(1, int(digit) - 1))),):
        assert weights.log_lr(better) >= here


def test_the_page_shows_the_numbers_and_reasons_of_the_policy() -> None:
    page = (SHIPPED.parents[3] / "docs" / "explain" / "assessment.md").read_text(encoding="utf-8")
    policy = load_policy(None)
    for name, reason in policy.reasons:
        values = [getattr(weights, name) for _, weights in policy.readings]
        shown = [f"{value:g}" for value in values]
        told = shown[0] if len(set(values)) == 1 else " / ".join(shown)

        assert f"| `{name}` | {told} | {reason} |" in page
