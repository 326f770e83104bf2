"""Permission: it excuses those whom it names, and nobody else."""

from __future__ import annotations

from dataclasses import replace

from tests.assessment.builders import finding, seen, told, truce
from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Permission
from truceline.assessment.finding import Status

SURE = told(seen(grade="A2"), seen(grade="B2", origin="Observer"))


def _with_permission(*bound: str) -> Agreement:
    agreement = truce(only=("no-forces", "police"))
    provisions = tuple(
        replace(
            one,
            bound=bound,
            rule=Permission(classes=("military presence",), lifts=("no-forces",)),
            where=tuple((party, "buffer") for party in bound),
        )
        if one.id == "police"
        else one
        for one in agreement.provisions
    )
    return replace(agreement, provisions=provisions)


def test_what_the_monitor_may_do_excuses_no_side() -> None:
    plain = finding("no-forces", "alpha", SURE)
    found = finding("no-forces", "alpha", SURE, agreement=_with_permission("mission"))

    assert plain.status is Status.SUSPECTED
    assert (found.status, found.p_breach) == (plain.status, plain.p_breach)


def test_what_one_side_may_do_excuses_that_side_alone() -> None:
    agreement = _with_permission("alpha")
    beta = told(
        seen(by="Beta army", grade="A2"), seen(by="Beta army", grade="B2", origin="Observer")
    )

    assert finding("no-forces", "alpha", SURE, agreement=agreement).p_breach < 0.5
    assert finding("no-forces", "beta", beta, agreement=agreement).status is Status.SUSPECTED
