"""In invented worlds whose truth is known the judgement is calibrated, and beats simpler ways.

Fifty worlds here; ``python -m benchmarks.calibration.run`` takes a thousand and prints the scores.
"""

from __future__ import annotations

import pytest

from benchmarks.calibration.run import OURS, judged, scores
from benchmarks.calibration.truce import truce
from benchmarks.calibration.world import QUARTERS, world
from truceline.assessment.assess import assess
from truceline.assessment.policy_file import load_policy
from truceline.observation.corroborate import corroborate
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("misgraded", [False, True], ids=["as earned", "one step off"])
def test_no_simpler_way_of_judging_is_nearer_to_the_truth(misgraded: bool) -> None:
    found = scores(range(50), misgraded=misgraded)
    ours = found.pop(OURS)

    assert all(ours.brier < rival.brier for rival in found.values())
    assert all(ours.log < rival.log for rival in found.values())
    # The long run holds 0.03 and 0.08; fifty worlds carry some 0.02 of noise.
    assert ours.ece < (0.08 if misgraded else 0.05)


def test_what_is_scored_is_what_is_assessed() -> None:
    made = world(7, load_policy(None).central)
    found = assess(
        truce(),
        incidents=corroborate(made.observations),
        coverage=made.coverage,
        duties=(),
        claims=(),
        reviews=(),
        periods=tuple(Timespan.parse(quarter) for quarter in QUARTERS),
        as_of="2021-01-01",
        policy=load_policy(None),
    )

    assert {(f.provision, f.party, str(f.period)): f.p_breach for f in found} == judged(made)


def test_a_world_of_one_seed_is_always_the_same() -> None:
    weights = load_policy(None).central

    assert world(3, weights) == world(3, weights)
    assert world(3, weights).told != world(4, weights).told
