"""Reports gathered bit by bit: what is linked, what one more touches, and what the whole gives."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.decade.world import reports
from tests.assessment.builders import seen
from truceline.geo.place import Place
from truceline.observation.alike import alike
from truceline.observation.corroborate import corroborate, incidents_from
from truceline.observation.echoes import joined, told_again
from truceline.observation.gather import gather
from truceline.observation.gathering import Gathering, Group, by_start
from truceline.observation.observation import Observation
from truceline.observation.regrouping import How, Regrouping, regrouped

_where: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"areas": ("buffer zone",)},
        {"areas": ("buffer zone", "ceasefire line")},
        {"areas": (), "place": Place(35.97, 33.1, 3000)},
        {"areas": (), "place": Place(36.01, 33.1, 500)},
        {"areas": (), "place": Place(36.2, 33.1, 20_000)},
        {"areas": ("ceasefire line",), "place": Place(35.99, 33.12, 1000)},
    )
)
_whens = st.sampled_from(
    (
        "2020-02-01", "2020-02-02", "2020-02-01/2020-02-03", "2020-02", "2020-02/2020-04",
        "2020-01/2020-04", "2020-02-01T23:00Z", "2020-02-02T01:30Z", "2020-02-02/..",
    )
)  # fmt: skip


@st.composite
def _reports(draw: st.DrawFn) -> Observation:
    made = seen(
        draw(st.sampled_from(("battle tank", "armour", "troops"))),
        by=draw(st.sampled_from(("Alpha army", "Beta army", None))),
        origin=draw(st.sampled_from(("Mission", "Gazette", "Alpha"))),
        when=draw(_whens),
        stance=draw(st.sampled_from(("asserts", "asserts", "denies"))),
        tally=draw(st.sampled_from(("one", "one", "throughout", "period total"))),
        count=draw(st.sampled_from((None, (1, 1), (4, 6)))),
        row=draw(st.integers(1, 9)),
        **draw(_where),
    )
    words = draw(st.sampled_from(("", "", "by the Mill")))
    return replace(made, id=f"{made.id}{len(words)}", place_text=words)


_evidence = st.lists(_reports(), max_size=14, unique_by=lambda one: one.id)


def by_all_pairs(
    observations: Sequence[Observation], decisions: Iterable[Regrouping] = ()
) -> list[tuple[tuple[Observation, ...], tuple[str, ...]]]:
    """Return the groups by holding every report against every other, in one go."""
    units = sorted(told_again(observations), key=lambda unit: min(map(by_start, unit)))
    pairs = [
        (one, other)
        for one, other in itertools.combinations(range(len(units)), 2)
        if all(alike(a, b) is not None for a in units[one] for b in units[other])
    ]
    links: dict[int, set[int]] = {index: set() for index in range(len(units))}
    for one, other in pairs:
        links[one].add(other)
        links[other].add(one)
    rounds = [
        [[o for index in group for o in units[index]] for group in groups]
        for groups in gather(links)
    ]
    return [
        (tuple(sorted(group, key=by_start)), notes)
        for group, notes in regrouped(joined(rounds), decisions)
    ]


@settings(max_examples=30)
@given(_evidence)
def test_what_is_filed_apart_is_never_alike(observations: list[Observation]) -> None:
    assert corroborate(observations) == incidents_from(by_all_pairs(observations))


@pytest.mark.slow
@settings(max_examples=60)
@given(_evidence, st.data())
def test_reports_that_come_and_go_leave_what_the_rest_gives_at_once(
    observations: list[Observation], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(observations))
    went = data.draw(st.sets(st.sampled_from(order)) if order else st.just(set()))
    gathering = Gathering()
    held: dict[tuple[str, ...], Group] = {}
    for one in order:
        gone, new = gathering.change(came=[one])
        held = {k: v for k, v in held.items() if k not in {_ids(group) for group in gone}}
        held |= {_ids(group): group for group in new}
    gone, new = gathering.change(went=[one.id for one in went])
    held = {k: v for k, v in held.items() if k not in {_ids(group) for group in gone}}
    held |= {_ids(group): group for group in new}

    left = [one for one in observations if one not in went]
    assert incidents_from(gathering.groups) == corroborate(left)
    # What each change told of, taken together, is the whole.
    assert incidents_from(held.values()) == corroborate(left)


@pytest.mark.slow
@settings(max_examples=60)
@given(_evidence, st.data())
def test_a_persons_decision_holds_whatever_came_first(
    observations: list[Observation], data: st.DataObject
) -> None:
    ids = [one.id for one in observations]
    some = st.lists(st.sampled_from(ids), min_size=1, max_size=3) if ids else st.just([])
    decisions = [
        Regrouping(
            how=data.draw(st.sampled_from(How)),
            observations=tuple(data.draw(some)),
            apart_from=tuple(data.draw(some)),
            reason="seen",
            by="Ann",
            at=datetime(2020, 5, day, tzinfo=UTC),
        )
        for day in (1, 2)
    ]
    gathering = Gathering(regroupings=decisions)
    for one in data.draw(st.permutations(observations)):
        gathering.change(came=[one])

    assert incidents_from(gathering.groups) == incidents_from(by_all_pairs(observations, decisions))


@pytest.mark.slow
def test_a_report_of_a_crowded_year_touches_few_others() -> None:
    year = list(reports(3000, weeks=52))
    gathering = Gathering()
    gathering.change(came=year[:-1])
    gone, new = gathering.change(came=year[-1:])

    assert len(gone) + len(new) < 30


def _ids(group: tuple[tuple[Observation, ...], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(one.id for one in group[0])
