"""Otherwise: what one answer would be if something that it rests on were otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from truceline.assessment.by_time import ByTime
from truceline.assessment.changed import changed
from truceline.assessment.finding import Status
from truceline.assessment.held import Held
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome, outcome
from truceline.timespan import Timespan

Change = Callable[[Trial, Held], Held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """One answer, and what it would be if something were otherwise.

    ``trial`` holds nothing but what meets the period; ``near`` is what of it meets ``span``, the
    part of the period in which the provision is in force.
    """

    trial: Trial
    near: tuple[Held, ...]
    span: Timespan
    period: Timespan
    found: Outcome
    confirmed: bool

    def with_all(self, change: Change) -> Status:
        """Return the status if every incident were changed, in each part that it is held in."""
        trial, found = self.trial, self.found
        if trial.is_composed:
            otherwise = changed(trial, lambda one: replace(one, held=_each(one, change)))
            return self._status(otherwise.of(self.period, confirmed_by_review=self.confirmed))
        judged = trial.judge([change(trial, one) for one in self.near], self.span)
        weights = trial.question.weights
        return outcome(judged, found.look, weights, confirmed_by_review=self.confirmed).status

    def with_lead(self, change: Change) -> Status:
        """Return the status if the most telling incident were changed."""
        lead = self.found.judged.weighed[0].incident.id
        return self.with_all(
            lambda trial, one: change(trial, one) if one.incident.id == lead else one
        )

    def looked(self, detection: float) -> Status:
        """Return the status if the ground had been looked at so well."""
        found = self.found
        if self.trial.is_composed:
            return self._status(
                self.trial.of(self.period, confirmed_by_review=self.confirmed, detection=detection)
            )
        look = replace(found.look, detection=detection)
        weights = self.trial.question.weights
        return outcome(found.judged, look, weights, confirmed_by_review=self.confirmed).status

    def _status(self, answer: Outcome | None) -> Status:
        return Status.NOT_IN_FORCE if answer is None else answer.status


def _each(trial: Trial, change: Change) -> ByTime[Held]:
    return ByTime(
        [change(trial, one) for one in trial.held], when=lambda one: one.incident.lead.when
    )
