"""Sums of uncertain counts and chances that share an assumption, against plain enumeration."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import finding, seen, told
from truceline.assessment.coins import Chance, any_of
from truceline.assessment.counts import bounds, if_there, largest_of, spread_of, sum_of
from truceline.geo.measure import separation_m
from truceline.geo.place import Place
from truceline.observation.observation import Count

_ranges = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(
    lambda pair: Count(min(pair), max(pair))
)
_there = st.tuples(_ranges, st.floats(0, 1))


def _by_hand(counts: list[tuple[Count, float]], *, of: str, cap: int) -> float:
    """Return P(above the cap) by going through every outcome."""
    total = 0.0
    outcomes = []
    for count, p in counts:
        low, high = bounds(count)
        each = [(number, p / (high - low + 1)) for number in range(low, high + 1)]
        outcomes.append([(0, 1 - p), *each])
    for fall in itertools.product(*outcomes):
        numbers = [number for number, _ in fall]
        reached = sum(numbers) if of == "sum" else max(numbers)
        if reached > cap:
            total += math.prod(p for _, p in fall)
    return total


@given(st.lists(_there, min_size=1, max_size=4), st.integers(0, 8))
def test_the_convolution_is_exact(counts: list[tuple[Count, float]], cap: int) -> None:
    spreads = [if_there(spread_of(count, cap=cap), p) for count, p in counts]

    assert sum_of(spreads, cap=cap)[-1] == pytest.approx(_by_hand(counts, of="sum", cap=cap))
    assert largest_of(spreads)[-1] == pytest.approx(_by_hand(counts, of="largest", cap=cap))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.sets(st.sampled_from("abc"))), min_size=1, max_size=4)
)
def test_shared_assumptions_are_tossed_once(told: list[tuple[float, set[str]]]) -> None:
    coins = {"a": 0.3, "b": 0.5, "c": 0.9}
    chances = [
        Chance(p * math.prod(coins[c] for c in on), tuple((c, coins[c]) for c in sorted(on)))
        for p, on in told
    ]
    by_hand = 0.0
    for fall in itertools.product((True, False), repeat=3):
        up = dict(zip("abc", fall, strict=True))
        weight = math.prod(coins[c] if up[c] else 1 - coins[c] for c in "abc")
        missed = math.prod(1 - p for p, on in told if all(up[c] for c in on))
        by_hand += weight * (1 - missed)

    assert any_of(chances) == pytest.approx(by_hand)


@given(st.integers(1, 200))
def test_one_guess_never_grows_by_being_made_often(times: int) -> None:
    guess = Chance(0.27, (("actor unknown", 0.3),))

    assert any_of([guess] * times) <= 0.3 + 1e-12


_sightings = st.lists(
    st.tuples(
        st.sampled_from((33.03, 33.06, 33.1, 33.17)),
        st.sampled_from((100.0, 2_500.0)),
        st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted),
        st.sampled_from(("A1", "B2", "C3")),
    ),
    min_size=1,
    max_size=4,
)


def _linked(places: list[Place]) -> list[set[int]]:
    """Return the groups of places that lie within their errors of each other, link by link."""
    left, groups = set(range(len(places))), []
    while left:
        group, waiting = set(), [min(left)]
        while waiting:
            one = waiting.pop()
            group.add(one)
            near = {
                other for other in left - group
                if separation_m(places[one], places[other])
                <= places[one].accuracy_m + places[other].accuracy_m
            }  # fmt: skip
            waiting.extend(near)
        left -= group
        groups.append(group)
    return groups


@pytest.mark.slow
@settings(max_examples=60)
@given(_sightings)
def test_what_stood_at_once_is_counted_as_by_going_through_every_outcome(
    sightings: list[tuple[float, float, list[int], str]],
) -> None:
    incidents = [
        told(seen(areas=(), place=Place(35.93, lat_deg, error_m), count=(low, high), grade=grade,
                  when="2020-02-10", row=row))
        for row, (lat_deg, error_m, (low, high), grade) in enumerate(sightings)
    ]  # fmt: skip
    found = finding("tanks", "alpha", *incidents)
    # One sighting a time tells how surely it was there: against a cap that it passes for sure.
    sure = [
        finding("tanks", "alpha", told(seen(areas=(), place=one.lead.place, count=(99, 99),
                grade=str(one.lead.grade), when="2020-02-10"))).p_told
        for one in incidents
    ]  # fmt: skip
    groups = _linked([one.lead.place for one in incidents if one.lead.place is not None])
    outcomes = [
        [(0, 1 - p), *((n, p / (high - low + 1)) for n in range(low, high + 1))]
        for p, (_, _, (low, high), _) in zip(sure, sightings, strict=True)
    ]
    by_hand = sum(
        math.prod(p for _, p in fall)
        for fall in itertools.product(*outcomes)
        if sum(max(fall[i][0] for i in group) for group in groups) > 5
    )
    assert found.p_told == pytest.approx(by_hand, abs=1e-9)
