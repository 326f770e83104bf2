"""Phase: a deadline that waits for others, or for an event that has no day yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from truceline.agreement.moment import morning_after, zone_of
from truceline.agreement.provision import Deadline, Provision, duties_of
from truceline.assessment.bench import Question
from truceline.assessment.duties import Act, acts_of
from truceline.observation.observation import Observation
from truceline.sentence import say
from truceline.threshold import reaches
from truceline.timespan import Timespan

# A logged act starts the clock of the next phase where it is more likely real than not.
_DONE = 0.5


def with_day(question: Question, rule: Deadline, duties: Sequence[Observation]) -> Deadline | str:
    """Return the deadline with its day, or why it has none yet.

    The time of a phase runs from the moment at which the log shows the last of the phases before
    it done. Where one of them is on record for some of its parties only, the record counts.
    """
    if rule.pending is not None:
        return say("not due yet: {pending}", pending=rule.pending)
    if not rule.after:
        return rule
    done: list[Act] = []
    for name in rule.after:
        act = _done(question, question.bench.agreement.provision(name), duties)
        if act is None:
            return say(
                "not due yet: it waits for {name}, which is not on record as done", name=name
            )
        done.append(act)
    if rule.morning is not None:
        # A day that is told without an hour ends at the next midnight; its middle is in it.
        end = morning_after(max(act.at for act in done), zone=zone_of(rule.morning))
    else:
        end = max(_end(act) for act in done) + (rule.delay or timedelta(0))
    return replace(rule, by=Timespan(None, end), after=())


def _end(act: Act) -> datetime:
    return act.when.end or act.at


def _done(question: Question, before: Provision, duties: Sequence[Observation]) -> Act | None:
    """Return the act by which a provision was done by all of its parties that are on record."""
    firsts: list[Act] = []
    for party in before.bound:
        asked = replace(question, provision=before, party=party)
        there = {id_: one.p for id_, one in asked.placed.items()}
        asked = replace(asked, there=there)
        for duty in duties_of(before.rule):
            acts, _ = acts_of(asked, duty, duties)
            first = next((act for act in acts if reaches(act.p, _DONE)), None)
            if first is not None:
                firsts.append(first)
    return max(firsts, key=_end, default=None)
