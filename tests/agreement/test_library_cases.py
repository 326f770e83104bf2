"""Worked cases beside the shipped agreements: what they cover, and that they come out so.

A few agreements run with every test. All run in CI, with TRUCELINE_ALL_CASES=1, or by
``truceline agreement test --all``; that takes a minute or two.
"""

from __future__ import annotations

import functools
import os

import pytest

from tests.agreement.shipped import shipped
from truceline.agreement.load import LIBRARY, shipped_agreements
from truceline.agreement.provision import Permission, StandingDuty
from truceline.assessment.finding import Status
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import WorkedCase, as_told, run_cases

pytestmark = pytest.mark.slow

NAMES = shipped_agreements()
QUICK = ("abkhazia-1994", "idlib-2020", "lebanon-2024", "western-sahara-1998")
RUN = NAMES if os.environ.get("CI") or os.environ.get("TRUCELINE_ALL_CASES") else QUICK


@functools.cache
def _cases(name: str) -> tuple[WorkedCase, ...]:
    return tuple(read_cases(LIBRARY / name / "cases.yaml", shipped(name)))


@pytest.mark.parametrize("name", RUN)
def test_every_case_comes_out_as_it_says(name: str) -> None:
    results = tuple(run_cases(shipped(name), _cases(name)))

    assert [as_told(result) for result in results if not result.passed] == []
    assert len(results) == len(_cases(name)) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_every_provision_that_can_be_judged_has_a_case(name: str) -> None:
    cased = {case.provision for case in _cases(name)}
    judged = {
        provision.id
        for provision in shipped(name).provisions
        if not isinstance(provision.rule, StandingDuty | Permission)
    }

    assert sorted(judged - cased) == []


@pytest.mark.parametrize("name", NAMES)
def test_cases_show_a_breach_and_what_nobody_can_tell(name: str) -> None:
    met = {case.expected.status for case in _cases(name)}

    assert {Status.SUSPECTED, Status.INDETERMINATE} <= met
