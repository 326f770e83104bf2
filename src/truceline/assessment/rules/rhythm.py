"""Rhythm: this duty at least once in every so many days, judged from the log of acts.

The gap between two acts exceeded the rhythm or it did not. Acts in a log may be doubtful, so that
the probability that the chain of acts holds is worked out exactly. Where the chain breaks, either
the act was not done or it was not logged: a hole in the log is a hole, not a breach. How complete
the log is comes from coverage records that see the duty; without any, the policy's share stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from truceline.agreement.provision import Rhythm
from truceline.assessment.bench import Question
from truceline.assessment.duties import Act, acts_of, broken_off
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.sentence import say
from truceline.timespan import Timespan


def judge(
    question: Question,
    rule: Rhythm,
    held: Sequence[object],  # noqa: ARG001
    duties: Sequence[Observation],
    period: Timespan,
) -> Judged:
    """Return the probability that the rhythm was kept, and that it was broken."""
    acts, refusals = acts_of(question, rule.duty, duties)
    broken = broken_off(refusals, period, longest=rule.every)
    if not acts:
        return Judged(p_seen=broken, p_happened=broken, p_kept=0.0)
    kept = _chain_holds(acts, period, rule.every) * (1.0 - broken)
    return Judged(
        p_seen=broken,
        p_happened=broken,
        p_kept=kept,
        logged=len(acts),
        note=_gap_told(acts, period, rule.every),
    )


def _chain_holds(acts: Sequence[Act], period: Timespan, every: timedelta) -> float:
    """Return the probability that no gap in the period exceeds the rhythm.

    ``ends[i]`` is the probability that act i is real and that the chain holds up to it. What lay
    before the period is held against it only where an act is logged there: the first real act
    opens the chain if it falls within one rhythm of the period's start.
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return 0.0
    near = [act for act in acts if start - every <= act.at < end]
    ends: list[float] = []
    none_before = 1.0
    for index, act in enumerate(near):
        reached = none_before if act.at <= start + every else 0.0
        missed = 1.0
        for before in range(index - 1, -1, -1):
            if act.at - near[before].at > every:
                break
            reached += ends[before] * missed
            missed *= 1.0 - near[before].p
        ends.append(act.p * reached)
        none_before *= 1.0 - act.p
    holds, missed = 0.0, 1.0
    for act, reached in zip(reversed(near), reversed(ends), strict=True):
        if end - act.at > every:
            break
        holds += reached * missed
        missed *= 1.0 - act.p
    return min(1.0, holds)


def _gap_told(acts: Sequence[Act], period: Timespan, every: timedelta) -> str | None:
    times = sorted({act.at for act in acts})
    start, end = period.start, period.end
    if start is None or end is None:
        return None
    inside: list[datetime] = [at for at in times if start <= at < end]
    points = [start, *inside, end]
    gap = max(later - earlier for earlier, later in itertools.pairwise(points))
    return say(
        "the longest stretch without a logged act is {days} days; {allowed_days} are allowed",
        days=gap.days, allowed_days=every.days,
    )  # fmt: skip
