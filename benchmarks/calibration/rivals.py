"""Rivals: four ways in which people judge without thinking of origins, coverage or doubt.

Each takes the place as it is given, the actor as the likeliest, and the class as it sounds. Where
nothing is told all of them know the base rate, and nobody knows of coverage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from benchmarks.calibration.truce import EAST_DEG, WEST_DEG
from benchmarks.calibration.world import World
from truceline.assessment.weights import Weights, expit, logit
from truceline.observation.observation import Observation
from truceline.reading.claim import Stance

Rival = Callable[[Sequence[Observation], Weights], float]


def count_every_article(articles: Sequence[Observation], weights: Weights) -> float:  # noqa: ARG001
    """The more often it is written, the truer: n / (n + 1)."""
    asserted = sum(one.stance is Stance.ASSERTS for one in articles)
    return asserted / (asserted + 1)


def majority_vote(articles: Sequence[Observation], weights: Weights) -> float:  # noqa: ARG001
    """What most articles say is so."""
    asserted = sum(one.stance is Stance.ASSERTS for one in articles)
    denied = sum(one.stance is Stance.DENIES for one in articles)
    return 0.5 if asserted == denied else float(asserted > denied)


def best_graded_source(articles: Sequence[Observation], weights: Weights) -> float:
    """What the best-graded article says is so, as firmly as its grade."""
    speaking = [one for one in articles if one.stance is not Stance.CANNOT_CONFIRM]
    if not speaking:
        return weights.prior_event
    best = max(speaking, key=lambda one: (weights.log_lr(one.grade), one.id))
    ratio = weights.log_lr(best.grade)
    return expit(logit(weights.prior_event) + (ratio if best.stance is Stance.ASSERTS else -ratio))


def noisy_or(articles: Sequence[Observation], weights: Weights) -> float:
    """Each article that asserts it is a chance of its own; origins and denials are not asked."""
    prior = logit(weights.prior_event)
    return 1.0 - math.prod(
        1.0 - expit(prior + weights.log_lr(one.grade))
        for one in articles
        if one.stance is Stance.ASSERTS
    )


RIVALS: Mapping[str, Rival] = {
    "count every article": count_every_article,
    "majority vote": majority_vote,
    "best-graded source": best_graded_source,
    "noisy-or, no origins": noisy_or,
}


def judged_by(rival: Rival, made: World, cell: tuple[str, str, str], weights: Weights) -> float:
    """Return a rival's probability of a breach by a party in a quarter."""
    provision, party, quarter = cell
    articles = [
        told.observation
        for told in made.told
        if (told.thing.provision, told.thing.party, told.thing.quarter)
        == (provision, party, quarter)
        and _sounds_inside(told.observation)
    ]
    return rival(articles, weights) if articles else weights.prior_breach


def _sounds_inside(one: Observation) -> bool:
    return one.place is None or WEST_DEG <= one.place.lon_deg <= EAST_DEG
