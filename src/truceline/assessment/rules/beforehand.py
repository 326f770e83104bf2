"""Beforehand: what must come before an act: a notice so long ahead, or the steps of a drill.

Each act that happened is asked whether the log shows what was owed before it. Where the log shows
nothing, it was not done or not logged: how complete the log is decides, as for every duty.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from truceline.agreement.log_rules import Drill, PriorNotice
from truceline.agreement.provision import NoAct
from truceline.assessment.bench import Question
from truceline.assessment.duties import acts_of
from truceline.assessment.held import Held
from truceline.assessment.rules import no_act
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.notice import noticed
from truceline.assessment.rules.several import together
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.sentence import say
from truceline.threshold import reaches
from truceline.timespan import Timespan


def held(question: Question, rule: PriorNotice | Drill, incident: Incident) -> Held | None:
    """Return an act that something must come before, held against the duty, or None."""
    act = NoAct(acts=rule.acts)
    if isinstance(rule, PriorNotice):
        act = NoAct(acts=rule.acts, relations=rule.relations, classes=rule.classes)
    return no_act.held(question, act, incident)


def judge(
    question: Question,
    rule: PriorNotice | Drill,
    held: Sequence[Held],
    duties: Sequence[Observation],
    period: Timespan,
) -> Judged:
    """Return the probability that everything owed before the acts of a period was done.

    Nothing is due where no such act is on record.
    """
    mention = question.weights.mention
    weighed = [one for item in held if reaches((one := item.within(period)).p_breach, mention)]
    if not weighed:
        note = say("no act is on record that something had to come before")
        return Judged(p_seen=0.0, p_happened=0.0, p_kept=0.0, due=False, note=note)
    kept, seen = 1.0, 1.0
    for one in weighed:
        when = one.incident.lead.when
        done = _done(question, rule, duties, when)
        kept *= 1.0 - one.p_breach * (1.0 - done)
        seen *= 1.0 - one.p_breach * (1.0 - done) * _refused(question, rule, duties, when)
    shown = together(held, period, mention=mention).weighed
    return Judged(
        p_seen=1.0 - seen,
        p_happened=1.0 - seen,
        weighed=shown,
        p_kept=kept * seen,
        logged=_on_record(question, rule, duties),
    )


def _on_record(question: Question, rule: PriorNotice | Drill, duties: Sequence[Observation]) -> int:
    return sum(len(acts_of(question, duty, duties)[0]) for duty in _owed(rule))


def _owed(rule: PriorNotice | Drill) -> tuple[str, ...]:
    return (rule.duty,) if isinstance(rule, PriorNotice) else tuple(dict.fromkeys(rule.steps))


def _done(
    question: Question, rule: PriorNotice | Drill, duties: Sequence[Observation], when: Timespan
) -> float:
    if isinstance(rule, PriorNotice):
        return noticed(acts_of(question, rule.duty, duties)[0], rule.ahead, when)
    start, end = when.start, when.end or when.start
    if start is None or end is None:
        return 0.0
    return _chain(question, rule, duties, earliest=start - rule.within, latest=end)


def _chain(
    question: Question,
    rule: Drill,
    duties: Sequence[Observation],
    *,
    earliest: datetime,
    latest: datetime,
) -> float:
    """Return the probability that the steps were taken in order, by the first acts that fit."""
    p, reached, used = 1.0, earliest, set[str]()
    for step in rule.steps:
        acts, _ = acts_of(question, step, duties)
        fitting = (a for a in acts if a.seen.id not in used and reached <= a.at < latest)
        act = next(fitting, None)
        if act is None:
            return 0.0
        p, reached = p * act.p, act.at
        used.add(act.seen.id)
    return p


def _refused(
    question: Question, rule: PriorNotice | Drill, duties: Sequence[Observation], when: Timespan
) -> float:
    """Return the probability that a source says that what was owed before was not done."""
    denials = [act for duty in _owed(rule) for act in acts_of(question, duty, duties)[1]]
    near = [act for act in denials if act.when.overlap(when) is not None]
    return 1.0 - math.prod(1.0 - act.p for act in near)
