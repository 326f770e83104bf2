"""Standing duty: judged from acts that break it, where any are known; else it cannot be tested."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.agreement.provision import NoAct, StandingDuty
from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.rules import no_act
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import together
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan


def held(question: Question, rule: StandingDuty, incident: Incident) -> Held | None:
    """Return an act that breaks the duty, held against it, or None."""
    acts = question.weights.breaks_duty.get(rule.duty, ())
    if not acts:
        return None
    return no_act.held(question, NoAct(acts=acts), incident)


def judge(
    question: Question,
    rule: StandingDuty,
    held: Sequence[Held],
    duties: Sequence[Observation],  # noqa: ARG001
    period: Timespan,
) -> Judged:
    """Return the probability that one or more of the acts broke the duty."""
    if not question.weights.breaks_duty.get(rule.duty):
        return Judged(p_seen=0.0, p_happened=0.0, testable=False, note=rule.why)
    return together(held, period, mention=question.weights.mention)
