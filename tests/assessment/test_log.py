"""The log: a finding on a duty carries the acts that it was judged from."""

from __future__ import annotations

from tests.assessment.builders import finding, seen, told, truce
from truceline.observation.observation import Observation
from truceline.report.explain import as_text, explain


def _inspected(day: str) -> Observation:
    return seen("inspection", kind="duty", by="Mission", when=day, areas=(), grade="A2")


def test_a_duty_shows_the_acts_of_its_period_and_the_nearest_outside() -> None:
    days = ("2019-11-01", "2019-12-28", "2020-01-10", "2020-02-01", "2020-04-20", "2020-06-01")

    found = finding("inspection", "mission", duties=tuple(map(_inspected, days)))

    assert [str(act.when) for act in found.log] == list(days[1:5])
    tree = as_text(explain(found, agreement=truce(only=("inspection",)), documents=()))
    assert "the log of acts: 4" in tree
    assert "2020-02-01" in tree


def test_what_is_no_duty_of_a_log_shows_none() -> None:
    found = finding("no-forces", "alpha", told(seen()), duties=(_inspected("2020-01-10"),))

    assert found.log == ()
