"""Upkeep: a state that holds all the time, as checks in the log show."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from truceline.agreement.log_rules import Upkeep
from truceline.assessment.bench import Question
from truceline.assessment.duties import Act, acts_of
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.sentence import say
from truceline.timespan import Timespan


def judge(
    question: Question, rule: Upkeep, duties: Sequence[Observation], period: Timespan
) -> Judged:
    """Return the probability that the state held, and that a check found it missing.

    A check speaks for the time after it, as long as the rule says; of the rest of the period nobody
    knows. A check that counted fewer than there must be found it missing.
    """
    acts, refusals = acts_of(question, rule.duty, duties)
    short = [act for act in acts if _is_short(act, rule)]
    missing = [act for act in (*refusals, *short) if act.when.overlap(period) is not None]
    seen = 1.0 - math.prod(1.0 - act.p for act in missing)
    found = [act for act in acts if act not in short]
    share = _share(found, rule, period)
    note = say("checks speak for {share:.0%} of the period", share=share)
    kept = share * (1.0 - seen)
    return Judged(p_seen=seen, p_happened=seen, p_kept=kept, logged=len(acts), note=note)


def _is_short(act: Act, rule: Upkeep) -> bool:
    most = act.seen.count.maximum if act.seen.count is not None else None
    return rule.at_least is not None and most is not None and most < rule.at_least


def _share(acts: Sequence[Act], rule: Upkeep, period: Timespan) -> float:
    """Return the share of a period that the checks speak for, each by how likely it is real."""
    if period.start is None or period.end is None:
        return 0.0
    spans = []
    for act in acts:
        start, end = act.when.start or act.at, (act.when.end or act.at) + rule.stands
        common = Timespan(start, end).overlap(period)
        if common is not None and common.start is not None and common.end is not None:
            spans.append((common.start, common.end, act.p))
    cuts = sorted({period.start, period.end, *(moment for span in spans for moment in span[:2])})
    held = 0.0
    for start, end in itertools.pairwise(cuts):
        unseen = math.prod(1.0 - p for first, last, p in spans if first <= start and end <= last)
        held += (end - start).total_seconds() * (1.0 - unseen)
    return held / period.seconds
