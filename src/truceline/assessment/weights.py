"""Weights: the numbers of one reading of a policy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from truceline.observation.grade import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Every number that a judgement uses; each is told, with its reason, in ``policy.yaml``.

    ``grades`` gives the likelihood ratio of a supporting report by its Admiralty grade ("B2").
    ``directions`` gives, for the direction word told and the one wanted, the probability that the
    first is also the second.
    """

    prior_event: float
    prior_presence: float
    prior_duty: float
    self_serving: float
    one_feed: float
    looks_wrong: float
    independent_support: float
    compliant: float
    suspected: float
    confirmed: float
    mention: float
    confirmations: float
    prior_breach: float
    untold: float
    coverage_floor: float
    placeless_coverage: float
    unknown_own_side: float
    unknown_no_side: float
    unknown_other_side: float
    broader_class: float
    broader_act: float
    attribute_unknown: float
    exception_unclear: float
    word_area: float
    word_line: float
    line_not_named: float
    place_not_told: float
    relation_not_told: float
    count_window_days: float
    missed_when_unlogged: float
    grades: Mapping[str, float]
    directions: Mapping[str, Mapping[str, float]]
    implies_presence: Mapping[str, float]
    shows_weapon: Mapping[str, str]
    ties: Mapping[str, float]
    breaks_duty: Mapping[str, tuple[str, ...]]

    def log_lr(self, grade: Grade) -> float:
        """Return the log-likelihood ratio of a supporting report of this grade, never negative."""
        return math.log(self.grades[str(grade)])

    @property
    def most_from_interest(self) -> float:
        """Return the highest P(real) that interested voices alone can reach.

        Interested voices of one direction count as one, the best; so it is the prior and the best
        grade, shrunk.
        """
        return self._most_from(self.self_serving)

    @property
    def most_from_one_feed(self) -> float:
        """Return the highest P(real) that positions of one feed alone can reach."""
        return self._most_from(self.one_feed)

    def _most_from(self, share: float) -> float:
        prior = max(self.prior_event, self.prior_presence)
        best = max(math.log(ratio) for ratio in self.grades.values())
        return expit(logit(prior) + share * best)


def logit(probability: float) -> float:
    """Return the log-odds of a probability strictly between 0 and 1.

    >>> logit(0.5)
    0.0
    """
    return math.log(probability) - math.log1p(-probability)


def expit(log_odds: float) -> float:
    """Return the probability of some log-odds, without overflow.

    >>> expit(0.0), expit(-1000.0), expit(1000.0)
    (0.5, 0.0, 1.0)
    """
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    scaled = math.exp(log_odds)
    return scaled / (1.0 + scaled)
