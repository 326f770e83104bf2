"""Deadline: this duty done by then, judged by the state at the deadline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from truceline.agreement.provision import Deadline
from truceline.assessment.bench import Question
from truceline.assessment.counts import bounds
from truceline.assessment.duties import Act, acts_of
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.sentence import say
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
    in_time, late, share = _done(acts, Timespan(None, due))
    still_open = 1.0 - math.prod(
        1.0 - act.p
        for act in refusals
        if due is not None and act.when.end is not None and act.when.end >= due
    )
    broken = (1.0 - in_time) * max(still_open, late)
    note = say("due by {by}; {n} logged", by=rule.by, n=len(acts))
    if share is not None:
        note = say("{note}, {share:.0%} of what is logged was done by then", note=note, share=share)
    kept = in_time * (1 - still_open)
    return Judged(p_seen=broken, p_happened=broken, p_kept=kept, logged=len(acts), note=note)


def _done(acts: Sequence[Act], by_then: Timespan) -> tuple[float, float, float | None]:
    """Return the probability that all was done in time, that some came late, and the share done.

    An act without a number is the whole duty. Where every act is counted each is a part of it: the
    duty was done in time only where none of its parts came late. The share counts each act by its
    number, or as one, and by how much of its time lies before the deadline, as if done evenly.
    """
    if not acts:
        return 0.0, 0.0, None
    before = [_share_before(act.when, by_then) for act in acts]
    any_in_time = 1.0 - math.prod(1.0 - act.p * s for act, s in zip(acts, before, strict=True))
    weights = [sum(bounds(act.seen.count)) / 2 for act in acts]
    share = sum(w * s for w, s in zip(weights, before, strict=True)) / (sum(weights) or 1.0)
    if any(act.seen.count is None for act in acts):
        any_at_all = 1.0 - math.prod(1.0 - act.p for act in acts)
        return any_in_time, any_at_all - any_in_time, share
    late = 1.0 - math.prod(1.0 - act.p * (1.0 - s) for act, s in zip(acts, before, strict=True))
    return any_in_time * (1.0 - late), late, share


def _not_due(rule: Deadline, period: Timespan) -> str | None:
    """Return why nothing is due in a period, or None where the period holds the deadline."""
    due = rule.by.end
    if due is None:
        return None
    if period.end is not None and period.end < due:
        return say("due by {by}, not before", by=rule.by)
    if period.start is not None and period.start >= due:
        return say("due once, by {by}; see the period that holds that day", by=rule.by)
    return None


def _share_before(when: Timespan, by_then: Timespan) -> float:
    share = when.share_within(by_then)
    return 0.0 if math.isnan(share) else share
