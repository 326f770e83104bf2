"""Trial: one provision and party under one reading, with all that was ever told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.agreement.provision import Provision
from truceline.assessment.bench import Bench, Held, Question
from truceline.assessment.finding import Look
from truceline.assessment.look import Covered, coverage_of, look
from truceline.assessment.rules import by_kind
from truceline.assessment.verdict import NOTHING, Outcome, outcome
from truceline.assessment.weights import Weights
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Incidents are weighed once here, and used for every period."""

    question: Question
    held: tuple[Held, ...]
    covered: tuple[Covered, ...]
    duties: tuple[Observation, ...]

    def of(self, period: Timespan, *, confirmed_by_review: bool = False) -> Outcome | None:
        """Return the answer for one period; None where the provision was not in force."""
        span = self.question.provision.in_force.overlap(period)
        if span is None:
            return None
        near = self.near(span)
        seen = look(self.covered, span)
        judged = by_kind.judge(self.question, near, self.duties, span)
        return outcome(judged, seen, self.question.weights, confirmed_by_review=confirmed_by_review)

    def near(self, span: Timespan) -> tuple[Held, ...]:
        """Return the incidents whose time meets a span."""
        return tuple(one for one in self.held if one.incident.lead.when.overlap(span) is not None)


def trial(
    bench: Bench,
    provision: Provision,
    party: str,
    weights: Weights,
    *,
    incidents: Sequence[Incident],
    coverage: Sequence[Coverage],
    duties: Sequence[Observation],
) -> Trial:
    """Return everything that bears on one provision and party, weighed under one reading."""
    question = Question(bench, provision, party, weights)
    held = [one for incident in incidents if (one := by_kind.held(question, incident)) is not None]
    return Trial(
        question=question,
        held=tuple(held),
        covered=coverage_of(question, coverage),
        duties=tuple(duties),
    )


def not_in_force() -> Outcome:
    """Return the answer for a period outside a provision's validity."""
    from truceline.assessment.finding import Status

    empty = Look(detection=0.0, records=(), denials=())
    return Outcome(
        status=Status.NOT_IN_FORCE, p_breach=0.0, p_happened=0.0, judged=NOTHING, look=empty
    )
