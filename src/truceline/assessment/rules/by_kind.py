"""By kind: the one list of rules. Each holds single incidents, then judges a period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from truceline.agreement.log_rules import Drill, OnRequest, PriorNotice, Upkeep
from truceline.agreement.provision import (
    Deadline,
    Graded,
    Limit,
    LogRule,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    StandingDuty,
)
from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.rules import (
    beforehand,
    deadline,
    graded,
    limit,
    no_act,
    no_presence,
    on_request,
    phase,
    rhythm,
    standing_duty,
    upkeep,
)
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.on_ground import judge_on_ground
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.sentence import say
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
        case Graded():
            return graded.held(question, rule, incident)
        case PriorNotice() | Drill():
            return beforehand.held(question, rule, incident)
        case Rhythm() | Deadline() | OnRequest() | Upkeep() | Permission():
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
        case Graded():
            return graded.judge(question, rule, held, duties, period)
        case StandingDuty():
            return standing_duty.judge(question, rule, held, duties, period)
        case Permission():
            return Judged(
                p_seen=0.0,
                p_happened=0.0,
                testable=False,
                note=say("it permits, and a permission cannot be broken"),
            )
        case _:
            return judge_on_ground(
                question, period, lambda asked: _by_log(asked, rule, held, duties, period)
            )


def _by_log(
    question: Question,
    rule: LogRule,
    held: Sequence[Held],
    duties: Sequence[Observation],
    period: Timespan,
) -> Judged:
    match rule:
        case Rhythm():
            return rhythm.judge(question, rule, held, duties, period)
        case Deadline():
            due = phase.with_day(question, rule, duties)
            if isinstance(due, str):
                return Judged(p_seen=0.0, p_happened=0.0, p_kept=0.0, due=False, note=due)
            return deadline.judge(question, due, held, duties, period)
        case OnRequest():
            return on_request.judge(question, rule, duties, period)
        case PriorNotice() | Drill():
            return beforehand.judge(question, rule, held, duties, period)
        case Upkeep():
            return upkeep.judge(question, rule, duties, period)
        case _:
            assert_never(rule)
