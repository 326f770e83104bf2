"""A new report is judged alone: what it does not touch stays, and the whole is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import ALWAYS, judged, looked, seen, told, truce
from tests.assessment.test_laws import _reports
from truceline.assessment.policy_file import load_policy
from truceline.assessment.reassess import reassess
from truceline.assessment.workers import assess_by
from truceline.observation.corroborate import corroborate, incidents_from
from truceline.observation.gathering import Gathering
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

TRUCE = truce(only=("no-forces", "no-fire", "strip", "tanks", "no-militia", "inspection"))
PERIODS = ("2020-01", "2020-02", "2020-03")
LOOKED = (looked(detection=0.5),)


def _again(before: list[Incident], after: list[Incident], changed: list[Incident]) -> None:
    first = judged(*before, agreement=TRUCE, coverage=LOOKED, periods=PERIODS)
    again = reassess(
        TRUCE,
        findings=first,
        changed=changed,
        incidents=after,
        coverage=LOOKED,
        duties=(),
        claims=(),
        reviews=(),
        as_of="2021-01-01",
        policy=load_policy(None),
    )

    assert again == judged(*after, agreement=TRUCE, coverage=LOOKED, periods=PERIODS)


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(_reports(), min_size=1, max_size=3, unique_by=lambda one: one.id), _reports())
def test_a_new_report_judged_alone_gives_what_the_whole_gives(
    reports: list[Observation], new: Observation
) -> None:
    before = [told(one) for one in reports]
    _again(before, [*before, told(new)], [told(new)])
    _again([*before, told(new)], before, [told(new)])


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(_reports(), min_size=1, max_size=8, unique_by=lambda one: one.id), st.data())
def test_a_report_that_comes_or_goes_by_way_of_gathering_gives_what_the_whole_gives(
    reports: list[Observation], data: st.DataObject
) -> None:
    moved = data.draw(st.sampled_from(reports))
    rest = [one for one in reports if one is not moved]
    gathering = Gathering()
    gathering.change(came=rest)
    gone, new = gathering.change(came=[moved])
    changed = [*incidents_from(gone), *incidents_from(new)]
    before, after = list(corroborate(rest)), list(incidents_from(gathering.groups))

    assert after == list(corroborate(reports))
    _again(before, after, changed)
    _again(after, before, changed)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(st.lists(_reports(), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_any_number_of_workers_gives_the_same_bytes(reports: list[Observation]) -> None:
    rest: dict[str, Any] = {
        "incidents": [told(one) for one in reports],
        "coverage": LOOKED,
        "duties": (),
        "claims": (),
        "reviews": (),
        "periods": tuple(map(Timespan.parse, PERIODS)),
        "as_of": "2021-01-01",
        "policy": load_policy(None),
    }
    alone, two, five = (assess_by(TRUCE, workers=count, **rest) for count in (1, 2, 5))

    assert repr(alone) == repr(two) == repr(five)


def test_an_incident_that_grows_is_judged_as_it_was_and_as_it_is() -> None:
    small = told(seen())
    grown = told(seen(), seen(origin="Gazette", grade="C3", when="2020-02-10"))

    _again([small], [grown], [small, grown])


def test_what_stands_all_the_time_touches_every_period() -> None:
    standing = told(replace(seen(tally="throughout"), when=ALWAYS))

    _again([], [standing], [standing])
