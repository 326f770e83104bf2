"""Positions of one feed are never the sole basis of a suspicion, however many and however good."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import finding, seen, told
from truceline.assessment.finding import Status
from truceline.assessment.policy_file import load_policy
from truceline.observation.observation import Method, Observation
from truceline.reading.claim import Teller


def _logged(origin: str = "feed one", *, day: int = 10, grade: str = "A1") -> Observation:
    report = seen(origin=origin, when=f"2020-02-{day:02d}", grade=grade, row=day)
    chain = (Teller(span=None, name=origin, named=True, how="logged"),)
    return replace(report, method=Method.SENSOR, chain=chain)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 28), min_size=1, max_size=12, unique=True), st.sampled_from("ABC"))
def test_one_feed_alone_never_makes_suspicion(days: list[int], letter: str) -> None:
    found = finding(
        "no-forces", "alpha", *(told(_logged(day=day, grade=f"{letter}1")) for day in days)
    )

    assert all(status is Status.INDETERMINATE for _, status in found.readings)
    assert found.p_told <= load_policy(None).central.most_from_one_feed + 1e-9
    assert "positions of feed one alone" in found.weighed[0].factors[0].why


@pytest.mark.parametrize(
    "second",
    [_logged("feed two", grade="B2"), seen(origin="Mission", grade="B2")],
    ids=["another feed", "a patrol"],
)
def test_a_second_origin_gives_the_weight_back(second: Observation) -> None:
    found = finding("no-forces", "alpha", told(_logged(grade="B2"), second))

    assert found.status is Status.SUSPECTED


def test_an_echo_of_the_feed_is_no_second_origin() -> None:
    echo = replace(_logged(), id="echo")

    assert finding("no-forces", "alpha", told(_logged(), echo)).status is Status.INDETERMINATE
