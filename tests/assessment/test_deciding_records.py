"""The record that decides is named for every kind of provision, and what is said of it is true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.assessment.builders import judged, looked, seen, told, truce
from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Change, Limit
from truceline.assessment.finding import Finding, Status
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow

WEST = ("strip on the west side",)


def _named(found: Finding) -> dict[str, Status]:
    """Return, by the id of each record that decides, what the finding would be without it."""
    return {
        one.flips_at.removeprefix("without it (").removesuffix(")"): one.becomes
        for one in found.flips
        if one.now == "on record"
    }


def _one(provision: str, party: str, period: str, *told_of: Incident, **rest: Any) -> Finding:
    (found,) = (
        one
        for one in judged(*told_of, periods=(period,), **rest)
        if (one.provision, one.party) == (provision, party)
    )
    return found


def _act(day: str, *, row: int = 1) -> Observation:
    return seen("inspection", kind="duty", by="Mission", grade="A2", areas=(), when=day, row=row)


def test_each_act_without_which_a_rhythm_breaks_is_named_and_none_that_it_can_spare() -> None:
    days = ("2020-02-03", "2020-02-10", "2020-02-12", "2020-02-24")
    acts = tuple(_act(day) for day in days)
    agreement = truce(only=("inspection",))
    found = _one("inspection", "mission", "2020-02", agreement=agreement, duties=acts)
    named = _named(found)

    assert found.status is Status.COMPLIANT
    assert named
    for act in acts:
        left = tuple(one for one in acts if one is not act)
        without = _one("inspection", "mission", "2020-02", agreement=agreement, duties=left)
        assert named.get(act.id, found.status) is without.status
    assert acts[1].id not in named


def test_in_limits_that_hold_together_the_sighting_that_decides_is_named() -> None:
    many, few = (
        told(seen(count=(number, number), grade="A2", areas=WEST, row=number)) for number in (8, 2)
    )
    agreement = truce(only=("strip", "tanks"))
    found = _one("strip", "alpha", "2020-02", many, few, agreement=agreement)

    assert found.status is Status.SUSPECTED
    assert _named(found) == {many.lead.id: Status.INDETERMINATE}
    assert found.restore == "Take out at least 3: the cap is 5 tanks."


def test_in_limits_that_hold_together_the_nearest_flips_hold_where_they_say() -> None:
    agreement = truce(only=("strip", "tanks"))

    def found(number: int, grade: str = "A2") -> Finding:
        sighting = told(seen(count=(number, number), grade=grade, areas=WEST))
        return _one("strip", "alpha", "2020-02", sighting, agreement=agreement)

    eight = found(8)
    flips = {one.what: one for one in eight.flips}
    number, grade = flips["number told"], flips["grade of Mission"]
    assert {"prior that such a thing happened", "share of the bound party"} <= flips.keys()
    assert (number.now, number.flips_at, number.becomes) == ("8", "5", Status.INDETERMINATE)
    assert found(5).status is number.becomes
    assert found(6).status is eight.status
    assert found(8, grade.flips_at).status is grade.becomes


def test_each_limit_that_is_broken_says_what_would_mend_it() -> None:
    agreement = truce(only=("strip", "tanks"))
    guns = next(one for one in agreement.provisions if one.id == "tanks")
    guns = replace(
        guns, id="guns", rule=Limit(classes=("artillery",), at_most=10, unit="guns"), parent="strip"
    )
    agreement = replace(agreement, provisions=(*agreement.provisions, guns))
    tanks, pieces = (
        told(seen(what, count=(number, number), grade="A2", areas=WEST, row=number))
        for what, number in (("battle tank", 8), ("artillery", 14))
    )

    both = _one("strip", "alpha", "2020-02", tanks, pieces, agreement=agreement)
    one = _one("strip", "alpha", "2020-02", pieces, agreement=agreement)
    assert both.restore == (
        "Take out at least 3: the cap is 5 tanks. Take out at least 4: the cap is 10 guns."
    )
    assert one.restore == "Take out at least 4: the cap is 10 guns."


def _raised() -> Agreement:
    whole = truce(only=("tanks",))
    change = Change(during=Timespan.parse("2020-02-01/2020-02-29"), by=("beta",), at_most=10)
    return replace(
        whole, provisions=tuple(replace(one, changes=(change,)) for one in whole.provisions)
    )


def test_a_number_that_was_changed_decides_by_the_number_of_its_time() -> None:
    agreement = _raised()
    early, late = (
        told(seen(count=(12, 12), grade="A2", areas=WEST, when=day))
        for day in ("2020-01-10", "2020-02-10")
    )
    first = _one("tanks", "alpha", "2020-Q1", early, agreement=agreement)
    second = _one("tanks", "alpha", "2020-Q1", late, agreement=agreement)

    assert first.status is second.status is Status.SUSPECTED
    assert first.restore == "Take out at least 7: the cap is 5 tanks."
    assert second.restore == "Take out at least 2: the cap is 10 tanks."
    assert [one.flips_at for one in first.flips if one.what == "number told"] == ["5"]
    assert [one.flips_at for one in second.flips if one.what == "number told"] == ["10"]
    assert _named(first) == {early.lead.id: Status.INDETERMINATE}
    assert _named(second) == {late.lead.id: Status.INDETERMINATE}


def test_a_number_that_the_change_allows_names_nothing() -> None:
    allowed = told(seen(count=(8, 8), grade="A2", areas=WEST, when="2020-02-10"))
    found = _one("tanks", "alpha", "2020-02", allowed, agreement=_raised())

    assert found.status is Status.INDETERMINATE
    assert _named(found) == {}


def test_the_look_that_decides_is_named_where_a_number_was_changed() -> None:
    patrols = tuple(looked(detection=0.99, areas=WEST, when=month, row=row)
                    for row, month in enumerate(("2020-01", "2020-02", "2020-03")))  # fmt: skip
    found = _one("tanks", "alpha", "2020-Q1", agreement=_raised(), coverage=patrols)

    assert found.status is Status.COMPLIANT
    assert set(_named(found)) == {one.id for one in patrols}
