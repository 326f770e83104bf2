"""On request: this duty within so long of each request, both from the log of acts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from truceline.agreement.log_rules import OnRequest
from truceline.assessment.bench import Question
from truceline.assessment.duties import Act, acts_of
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.sentence import say, term
from truceline.timespan import Timespan


def judge(
    question: Question, rule: OnRequest, duties: Sequence[Observation], period: Timespan
) -> Judged:
    """Return the probability that each request whose time ran out in the period was answered.

    Nothing is due where the log shows no such request.
    """
    asked, _ = acts_of(question, rule.trigger, duties, whoever=True)
    due = [one for one in asked if _ends_in(one, rule, period)]
    if not due:
        note = say(
            "no {trigger} is on record whose time ran out in this period",
            trigger=term(rule.trigger),
        )
        return Judged(p_seen=0.0, p_happened=0.0, p_kept=0.0, due=False, note=note)
    done, refused = acts_of(question, rule.duty, duties)
    kept, seen = 1.0, 1.0
    for one in due:
        kept *= 1.0 - one.p * (1.0 - _any(one, rule, done))
        seen *= 1.0 - one.p * _any(one, rule, refused) * (1.0 - _any(one, rule, done))
    note = say("{asked} asked, {logged} of the duty logged", asked=len(due), logged=len(done))
    p_seen = 1.0 - seen
    return Judged(p_seen=p_seen, p_happened=p_seen, p_kept=kept * seen, logged=len(done), note=note)


def _ends_in(asked: Act, rule: OnRequest, period: Timespan) -> bool:
    end = (asked.when.end or asked.at) + rule.within
    after_start = period.start is None or end > period.start
    return after_start and (period.end is None or end <= period.end)


def _any(asked: Act, rule: OnRequest, acts: Sequence[Act]) -> float:
    """Return the probability that one of the acts fell into the time after a request."""
    start, end = asked.when.start, (asked.when.end or asked.at) + rule.within
    window = Timespan(start, end)
    return 1.0 - math.prod(1.0 - act.p for act in acts if act.when.overlap(window) is not None)
