"""Positions of one feed, or such as look wrong, are never the sole basis of a suspicion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import by_positions, finding, mirrored, seen, told
from truceline.assessment.finding import Status
from truceline.assessment.policy_file import load_policy
from truceline.observation.observation import Observation

JUMP = ("a jump faster than anything flies",)


def _logged(
    origin: str = "feed one", *, day: int = 10, grade: str = "A1", wrong: tuple[str, ...] = ()
) -> Observation:
    report = seen(origin=origin, when=f"2020-02-{day:02d}", grade=grade, row=day)
    return by_positions(report, looks_wrong=wrong)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 28), min_size=1, max_size=12, unique=True), st.sampled_from("ABC"))
def test_one_feed_alone_never_makes_suspicion(days: list[int], letter: str) -> None:
    found = finding(
        "no-forces", "alpha", *(told(_logged(day=day, grade=f"{letter}1")) for day in days)
    )

    assert all(status is Status.INDETERMINATE for _, status in found.readings)
    assert found.p_told <= load_policy(None).central.most_from_one_feed + 1e-9
    assert "positions of feed one alone" in found.weighed[0].factors[0].why


_days = st.lists(
    st.tuples(
        st.integers(1, 28),
        st.lists(st.sampled_from(("one", "two", "three")), min_size=1, max_size=3, unique=True),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda day: day[0],
)


@settings(max_examples=15)
@given(_days)
def test_positions_that_look_wrong_never_make_suspicion_however_many_feeds_tell(
    days: list[tuple[int, list[str], bool]],
) -> None:
    incidents = [
        [
            *(_logged(f"feed {name}", day=day, wrong=JUMP) for name in names),
            *([_accused(day)] if accused else []),
        ]
        for day, names, accused in days
    ]
    here = finding("no-forces", "alpha", *(told(*one) for one in incidents))
    there = finding("no-forces", "beta", *(told(*map(mirrored, one)) for one in incidents))

    for found in (here, there):
        assert all(status is Status.INDETERMINATE for _, status in found.readings)
    assert here.p_told == pytest.approx(there.p_told, abs=1e-9)


def _accused(day: int) -> Observation:
    return seen(origin="Beta", origin_actor="Beta", grade="A1", when=f"2020-02-{day:02d}", row=90)


@settings(max_examples=10)
@given(st.integers(1, 9), st.integers(0, 9), st.sampled_from("ABCD"))
def test_wrong_and_right_positions_of_one_feed_are_still_one_feed(
    wrong: int, right: int, letter: str
) -> None:
    days = [told(_logged(day=n, grade=f"{letter}1", wrong=JUMP)) for n in range(1, wrong + 1)]
    days += [told(_logged(day=n, grade=f"{letter}1")) for n in range(11, right + 11)]
    found = finding("no-forces", "alpha", *days)

    assert all(status is Status.INDETERMINATE for _, status in found.readings)


def test_a_mark_lowers_what_positions_say_and_is_told() -> None:
    clean, wrong = (
        finding("no-forces", "alpha", told(_logged(wrong=marks))) for marks in ((), JUMP)
    )

    assert wrong.p_told == pytest.approx(0.3 * clean.p_told)
    assert f"positions that look wrong ({JUMP[0]})" in wrong.weighed[0].factors[0].why


@pytest.mark.parametrize(
    "second",
    [_logged("feed two", grade="B2"), seen(origin="Mission", grade="B2")],
    ids=["another feed", "a patrol"],
)
@pytest.mark.parametrize("wrong", [(), JUMP], ids=["clean", "marked"])
def test_a_second_origin_gives_the_weight_back(second: Observation, wrong: tuple[str, ...]) -> None:
    found = finding("no-forces", "alpha", told(_logged(grade="B2", wrong=wrong), second))

    assert found.status is Status.SUSPECTED


def test_an_echo_of_the_feed_is_no_second_origin() -> None:
    echo = replace(_logged(), id="echo")

    assert finding("no-forces", "alpha", told(_logged(), echo)).status is Status.INDETERMINATE
