"""Remedy: what would bring a party back, in metres or numbers where there are any."""

from __future__ import annotations

from truceline.agreement.log_rules import Drill, OnRequest, PriorNotice, Upkeep
from truceline.agreement.provision import (
    Deadline,
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    StandingDuty,
)
from truceline.agreement.wording_duties import days, joined
from truceline.assessment.bench import Question
from truceline.assessment.finding import Status
from truceline.assessment.rules.judged import Judged
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome
from truceline.threshold import reaches
from truceline.timespan import Timespan


def remedy(trial: Trial, period: Timespan, found: Outcome) -> str | None:
    """Return what would bring the party back, for a suspected or confirmed breach; else None.

    Where limits hold together, each that is broken by itself has a sentence of its own.
    """
    if found.status not in (Status.SUSPECTED, Status.CONFIRMED):
        return None
    span = trial.question.provision.in_force.overlap(period)
    if trial.parts and span is not None and not trial.question.provision.changes:
        judged = [(part.question, part.judge(part.near(span), span)) for part in trial.parts]
        bar = trial.question.weights.suspected
        broken = [_of(asked, one) for asked, one in judged if reaches(one.p_seen, bar)]
        if broken:
            return " ".join(dict.fromkeys(broken))
    return _of(trial.resting_on(period).question, found.judged)


def _of(question: Question, judged: Judged) -> str:
    rule = question.provision.rule
    match rule:
        case Limit():
            if judged.above is None:
                return f"Come down to {rule.at_most} {rule.unit}."
            return f"Take out at least {judged.above:,.0f}: the cap is {rule.at_most} {rule.unit}."
        case NoPresence():
            return _back(question, judged, " or ".join(rule.classes))
        case Graded() if not rule.acts:
            return _back(question, judged, "such arms")
        case NoAct() | Graded():
            return "No more such acts."
        case StandingDuty() | Permission():
            return "No more acts that break it."
        case _:
            return _owed(question, rule)


def _owed(
    question: Question, rule: Rhythm | Deadline | OnRequest | PriorNotice | Drill | Upkeep
) -> str:
    """Return what is still owed where a log decides: what is past stays as it was."""
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    where = f", {zone.title}" if zone is not None else ""
    match rule:
        case Rhythm():
            return f"Do it again, and at least once in {days(rule.every)}: {rule.duty}{where}."
        case Deadline():
            return f"Nothing brings the day back; do what is still open: {rule.duty}{where}."
        case OnRequest():
            asked = f"within {days(rule.within)} of each {rule.trigger}"
            return f"Answer what is still open, and from now on {asked}: {rule.duty}{where}."
        case PriorNotice():
            ahead = f"at least {days(rule.ahead)} before each {joined(rule.acts, last='or')}"
            return f"Nothing undoes what was not told; from now on {ahead}: {rule.duty}."
        case Drill():
            steps = ", then ".join(rule.steps)
            return f"Nothing undoes what was left out; from now on {steps} before each such act."
        case Upkeep() if rule.at_least is not None:
            least = f"{rule.at_least:,} {rule.unit}".rstrip()
            return f"Bring it back to at least {least}, and let it be checked: {rule.duty}{where}."
        case Upkeep():
            return f"Bring it back, and let it be checked: {rule.duty}{where}."


def _back(question: Question, judged: Judged, what: str) -> str:
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    title = zone.title if zone is not None else "where it is told"
    depths = [one.margin_m for one in judged.weighed if one.margin_m is not None]
    deepest = max((depth for depth in depths if depth > 0), default=None)
    if deepest is None:
        return f"No {what} there any more: {title}; no point is told, so that no metres are known."
    depth = f"{deepest:,.0f} m to its edge from the deepest point told"
    return f"No {what} there any more: {title}; {depth}."
