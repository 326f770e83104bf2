"""Deadline: this duty done by then, judged by the state at the deadline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from truceline.agreement.provision import Deadline
from truceline.assessment.bench import Question
from truceline.assessment.duties import acts_of
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.timespan import Timespan


def judge(
    question: Question,
    rule: Deadline,
    held: Sequence[object],  # noqa: ARG001
    duties: Sequence[Observation],
    period: Timespan,
) -> Judged:
    """Return the probability that the duty was done by its deadline, and that it was not.

    It is due once: in the period that holds the deadline. Before it nothing is due, and after it
    the state at the deadline stays as it was, and is told there. A report that it was not done
    counts where its time reaches the deadline.
    """
    due = rule.by.end
    elsewhere = _not_due(rule, period)
    if elsewhere is not None:
        return Judged(p_seen=0.0, p_happened=0.0, p_kept=0.0, due=False, note=elsewhere)
    acts, refusals = acts_of(question, rule.duty, duties)
    by_then = Timespan(None, due)
    in_time = 1.0 - math.prod(1.0 - act.p * _share_before(act.when, by_then) for act in acts)
    late = 1.0 - math.prod(1.0 - act.p for act in acts) - in_time
    still_open = 1.0 - math.prod(
        1.0 - act.p
        for act in refusals
        if due is not None and act.when.end is not None and act.when.end >= due
    )
    broken = (1.0 - in_time) * max(still_open, late)
    note = f"due by {rule.by}; {len(acts)} logged"
    return Judged(p_seen=broken, p_happened=broken, p_kept=in_time * (1 - still_open), note=note)


def _not_due(rule: Deadline, period: Timespan) -> str | None:
    """Return why nothing is due in a period, or None where the period holds the deadline."""
    due = rule.by.end
    if due is None:
        return None
    if period.end is not None and period.end < due:
        return f"due by {rule.by}, not before"
    if period.start is not None and period.start >= due:
        return f"due once, by {rule.by}; see the period that holds that day"
    return None


def _share_before(when: Timespan, by_then: Timespan) -> float:
    share = when.share_within(by_then)
    return 0.0 if math.isnan(share) else share
