"""Phase: a deadline that waits for others, or for an event that has no day yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from truceline.agreement.moment import morning_after, zone_of
from truceline.agreement.provision import Deadline, Provision, duties_of
from truceline.assessment.bench import Question
from truceline.assessment.duties import acts_of
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

# A logged act starts the clock of the next phase where it is more likely real than not.
_DONE = 0.5


def with_day(question: Question, rule: Deadline, duties: Sequence[Observation]) -> Deadline | str:
    """Return the deadline with its day, or why it has none yet.

    The time of a phase runs from the moment at which the log shows the last of the phases before
    it done. Where one of them is on record for some of its parties only, the record counts.
    """
    if rule.pending is not None:
        return f"not due yet: {rule.pending}"
    if not rule.after:
        return rule
    done: list[datetime] = []
    for name in rule.after:
        moment = _done(question, question.bench.agreement.provision(name), duties)
        if moment is None:
            return f"not due yet: it waits for {name}, which is not on record as done"
        done.append(moment)
    start = max(done)
    end = (
        morning_after(start, zone=zone_of(rule.morning))
        if rule.morning is not None
        else start + rule.delay
        if rule.delay is not None
        else start
    )
    return replace(rule, by=Timespan(None, end), after=())


def _done(question: Question, before: Provision, duties: Sequence[Observation]) -> datetime | None:
    """Return when a provision was done by all of its parties whose act is on record."""
    ends: list[datetime] = []
    for party in before.bound:
        asked = replace(question, provision=before, party=party)
        for duty in duties_of(before.rule):
            acts, _ = acts_of(asked, duty, duties)
            first = next((act for act in acts if act.p >= _DONE), None)
            if first is not None:
                ends.append(first.when.end or first.at)
    return max(ends, default=None)
