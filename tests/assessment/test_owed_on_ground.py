"""Duties that are owed on some ground count what was done there, on either side alike."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.assessment.builders import looked, seen
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench, laid_out
from truceline.assessment.finding import Finding, Status
from truceline.assessment.policy_file import load_policy
from truceline.assessment.read_cases import cases_beside, read_cases
from truceline.assessment.worked_case import as_told, run_cases
from truceline.geo.place import Place
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow

HERE = Path(__file__).with_name("owed_on_ground")
MARCH = Timespan.parse("2031-03")
SIDES = {"northern": "southern", "southern": "northern", None: None}


@functools.cache
def agreed() -> tuple[Agreement, Bench]:
    agreement = load_agreement(str(HERE))
    return agreement, laid_out(agreement)


def test_every_kind_comes_out_as_worked_by_hand() -> None:
    agreement, _ = agreed()
    results = list(
        run_cases(agreement, read_cases(cases_beside(HERE / "agreement.yaml"), agreement))
    )

    assert [as_told(one) for one in results if not one.passed] == []
    assert {one.case.provision for one in results} == {
        one.id for one in agreement.provisions if one.id != "G-limit"
    }


def test_what_restores_a_duty_says_what_how_often_and_where() -> None:
    agreement, _ = agreed()
    cases = read_cases(cases_beside(HERE / "agreement.yaml"), agreement)
    told = {
        one.case.provision: one.finding.restore
        for one in run_cases(agreement, cases)
        if one.finding.status is Status.SUSPECTED
    }

    assert told == {
        "G-rhythm": "Do it again, and at least once in 15 days: inspection, Ten kilometres south.",
        "G-valley": "Do it again, and at least once in 15 days: patrol, River valley.",
        "G-deadline": "Nothing brings the day back; do what is still open: removal of mines, "
        "Ten kilometres south.",
        "G-request": "Answer what is still open, and from now on within 2 days of each request: "
        "inspection, River valley.",
        "G-access": "No more acts that break it.",
    }


def _found(provision: str, *acts: Observation, complete: float | None = None) -> Finding:
    agreement, bench = agreed()
    coverage = () if complete is None else (
        looked(areas=("log",), sees=("inspection", "patrol"), detection=complete, when="2031-03"),
    )  # fmt: skip
    (found,) = assess(
        agreement, incidents=(), coverage=coverage, duties=acts, claims=(), reviews=(),
        periods=(MARCH,), as_of="", policy=load_policy(None), only=((provision, "watch"),),
        bench=bench,
    )  # fmt: skip
    return found


def _look(
    day: int, side: str | None, *, row: int, told: bool = True, stance: str = "asserts"
) -> Observation:
    return seen(
        "inspection", kind="duty", by="River Watch", origin="Watch", grade="A2", row=row,
        areas=("restricted area",) if told else (), side=side, when=f"2031-03-{day:02d}",
    )  # fmt: skip


def test_the_finding_says_which_area_lacks_what() -> None:
    found = _found("G-rhythm", _look(3, "northern", row=1), _look(17, "northern", row=2))

    assert "Ten kilometres south: 2 of 2 in the log were elsewhere; no act of the duty is on" in (
        found.summary
    )


_log = st.lists(
    st.tuples(st.integers(1, 31), st.sampled_from(list(SIDES)), st.booleans()), max_size=5
)


@settings(max_examples=40)
@given(_log, st.sampled_from((None, 0.5, 0.98)))
def test_a_log_with_its_sides_swapped_gives_the_same_answer(
    log: list[tuple[int, str | None, bool]], complete: float | None
) -> None:
    def found(swap: bool) -> Finding:
        acts = [
            _look(day, SIDES[side] if swap else side, row=row, told=told)
            for row, (day, side, told) in enumerate(log)
        ]
        return _found("G-rhythm", *acts, complete=complete)

    one, other = found(False), found(True)
    assert (one.status, one.reasons, one.readings) == (other.status, other.reasons, other.readings)
    assert one.p_breach == pytest.approx(other.p_breach, abs=1e-12)


@settings(max_examples=40)
@given(
    st.sampled_from(((3, 17), tuple(range(1, 32)))), st.floats(32.97, 33.13),
    st.sampled_from((20.0, 500.0, 3_000.0)), st.sampled_from((2.0, 6.0, 20.0)),
    st.sampled_from((None, 0.98)),
)  # fmt: skip
@example(tuple(range(1, 32)), 33.13, 500.0, 20.0, 0.98)
def test_a_vaguer_place_of_acts_never_makes_a_firmer_answer(
    days: tuple[int, ...], lat_deg: float, accuracy_m: float, vaguer: float, complete: float | None
) -> None:
    def found(error_m: float) -> Status:
        acts = [
            replace(
                seen("patrol", kind="duty", by="River Watch", origin="Watch", grade="A2", row=day,
                     areas=(), when=f"2031-03-{day:02d}"),
                place=Place(35.25, lat_deg, error_m),
            )
            for day in days
        ]  # fmt: skip
        return _found("G-valley", *acts, complete=complete).status

    sharp, vague = found(accuracy_m), found(accuracy_m * vaguer)
    assert vague in (sharp, Status.INDETERMINATE)


def test_an_act_without_a_place_is_neither_here_nor_missed() -> None:
    acts = [_look(day, None, row=day, told=False) for day in (3, 10, 17, 24, 31)]

    for complete in (None, 0.98):
        found = _found("G-rhythm", *acts, complete=complete)
        assert found.status is Status.INDETERMINATE
        assert found.reasons[0].value == "place unknown"
        assert "5 of 5 in the log tell no place that can be linked" in found.summary
