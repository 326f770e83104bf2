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
from truceline.agreement.wording_duties import days
from truceline.assessment.bench import Question
from truceline.assessment.finding import Status
from truceline.assessment.rules.judged import Judged
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome
from truceline.sentence import either_of, in_turn, listed, say, term
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
            return in_turn(dict.fromkeys(broken))
    return _of(trial.resting_on(period).question, found.judged)


def _of(question: Question, judged: Judged) -> str:
    rule = question.provision.rule
    match rule:
        case Limit():
            if judged.above is None:
                return say(
                    "Come down to {at_most} {unit}.", at_most=rule.at_most, unit=term(rule.unit)
                )
            return say(
                "Take out at least {above:,.0f}: the cap is {at_most} {unit}.",
                above=judged.above, at_most=rule.at_most, unit=term(rule.unit),
            )  # fmt: skip
        case NoPresence():
            return _back(question, judged, either_of([*map(term, rule.classes)]))
        case Graded() if not rule.acts:
            return _back(question, judged, say("such arms"))
        case NoAct() | Graded():
            return say("No more such acts.")
        case StandingDuty() | Permission():
            return say("No more acts that break it.")
        case _:
            return _owed(question, rule)


def _owed(
    question: Question, rule: Rhythm | Deadline | OnRequest | PriorNotice | Drill | Upkeep
) -> str:
    """Return what is still owed where a log decides: what is past stays as it was."""
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    named = "" if isinstance(rule, Drill) else term(rule.duty)
    duty = in_turn([named, zone.title if zone is not None else ""], between=", ")
    match rule:
        case Rhythm():
            every = days(rule.every)
            return say("Do it again, and at least once in {time}: {duty}.", time=every, duty=duty)
        case Deadline():
            return say("Nothing brings the day back; do what is still open: {duty}.", duty=duty)
        case OnRequest():
            return say(
                "Answer what is still open, and from now on within {time} of each {trigger}: "
                "{duty}.",
                time=days(rule.within), trigger=term(rule.trigger), duty=duty,
            )  # fmt: skip
        case PriorNotice():
            return say(
                "Nothing undoes what was not told; from now on at least {time} before each "
                "{acts}: {duty}.",
                time=days(rule.ahead), acts=listed(map(term, rule.acts), last="or"),
                duty=term(rule.duty),
            )  # fmt: skip
        case Drill():
            steps = in_turn(map(term, rule.steps), between=", then ")
            return say(
                "Nothing undoes what was left out; from now on {steps} before each such act.",
                steps=steps,
            )
        case Upkeep() if rule.at_least is not None:
            least = in_turn([f"{rule.at_least:,}", term(rule.unit)])
            return say(
                "Bring it back to at least {least}, and let it be checked: {duty}.",
                least=least, duty=duty,
            )  # fmt: skip
        case Upkeep():
            return say("Bring it back, and let it be checked: {duty}.", duty=duty)


def _back(question: Question, judged: Judged, what: str) -> str:
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    title = zone.title if zone is not None else say("where it is told")
    depths = [one.margin_m for one in judged.weighed if one.margin_m is not None]
    deepest = max((depth for depth in depths if depth > 0), default=None)
    if deepest is None:
        return say(
            "No {what} there any more: {title}; no point is told, so that no metres are known.",
            what=what, title=title,
        )  # fmt: skip
    return say(
        "No {what} there any more: {title}; "
        "{depth_m:,.0f} m to its edge from the deepest point told.",
        what=what, title=title, depth_m=deepest,
    )  # fmt: skip
