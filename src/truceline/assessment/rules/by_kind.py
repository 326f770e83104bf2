"""By kind: the one list of rules. Each holds single incidents, then judges a period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from truceline.agreement.provision import (
    Deadline,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    StandingDuty,
)
from truceline.assessment.bench import Held, Question
from truceline.assessment.rules import (
    deadline,
    limit,
    no_act,
    no_presence,
    rhythm,
    standing_duty,
)
from truceline.assessment.rules.judged import Judged
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan


def held(question: Question, incident: Incident) -> Held | None:
    """Return an incident held against a provision, by its kind; None where it cannot matter."""
    rule = question.provision.rule
    match rule:
        case NoPresence():
            return no_presence.held(question, rule, incident)
        case NoAct():
            return no_act.held(question, rule, incident)
        case Limit():
            return limit.held(question, rule, incident)
        case StandingDuty():
            return standing_duty.held(question, rule, incident)
        case Rhythm() | Deadline() | Permission():
            return None
        case _:
            assert_never(rule)


def judge(
    question: Question,
    held: Sequence[Held],
    duties: Sequence[Observation],
    period: Timespan,
) -> Judged:
    """Return what the evidence of one period comes to, by the provision's kind."""
    rule = question.provision.rule
    match rule:
        case NoPresence():
            return no_presence.judge(question, rule, held, duties, period)
        case NoAct():
            return no_act.judge(question, rule, held, duties, period)
        case Limit():
            return limit.judge(question, rule, held, duties, period)
        case Rhythm():
            return rhythm.judge(question, rule, held, duties, period)
        case Deadline():
            return deadline.judge(question, rule, held, duties, period)
        case StandingDuty():
            return standing_duty.judge(question, rule, held, duties, period)
        case Permission():
            return Judged(
                p_seen=0.0,
                p_happened=0.0,
                testable=False,
                note="it permits, and a permission cannot be broken",
            )
        case _:
            assert_never(rule)
