"""Single record: which one report or look decides: without it the status would be another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from truceline.assessment.finding import Flip, Status, Weight
from truceline.assessment.held import Held
from truceline.assessment.look import look
from truceline.assessment.rules import by_kind
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome, outcome
from truceline.observation.corroborate import incident_of
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

# Only the most telling incidents are asked; one far down the list decides nothing.
_MOST_ASKED = 12
# Beyond every distance between likelihood ratios: looks are told after reports.
_LAST = 99.0


def deciding_records(
    trial: Trial, period: Timespan, found: Outcome, *, confirmed_by_review: bool = False
) -> tuple[Flip, ...]:
    """Return each report, and each record of looking, without which the status would be another.

    The distance is what the record weighs, in natural logs of the likelihood ratio; a look weighs
    nothing by itself and comes last.
    """
    span = trial.question.provision.in_force.overlap(period)
    if span is None or trial.parts or not found.judged.testable or not found.judged.due:
        return ()
    weights = trial.question.weights
    held = trial.near(span)
    near = trial.covered.meeting(span)

    def status(of: Sequence[Held], without_look: str = "") -> Status:
        covered = [one for one in near if one.record.id != without_look]
        seen = look(covered, span) if without_look else found.look
        judged = trial.judge(of, span)
        return outcome(judged, seen, weights, confirmed_by_review=confirmed_by_review).status

    flips = [*_reports(trial, held, found, status), *_looks(held, found, status)]
    return tuple(sorted(flips, key=lambda flip: (flip.distance, flip.what)))


def _reports(
    trial: Trial, held: Sequence[Held], found: Outcome, status: Callable[..., Status]
) -> Iterator[Flip]:
    asked = {one.incident.id for one in found.judged.weighed[:_MOST_ASKED]}
    for one in held:
        if one.incident.id not in asked:
            continue
        for report in one.incident.observations:
            others = [other for other in held if other is not one]
            rest = _without(trial, one, report)
            becomes = status([*others, rest] if rest is not None else others)
            if becomes is not found.status:
                said = f"the report of {report.origin}, {report.stance.value} {report.when}"
                weight = _weight_of(one.real.weights, report)
                yield Flip(said, "on record", f"without it ({report.id})", becomes, weight)


def _looks(held: Sequence[Held], found: Outcome, status: Callable[..., Status]) -> Iterator[Flip]:
    if found.status is not Status.COMPLIANT:
        return
    for record in found.look.records:
        becomes = status(held, record.id)
        if becomes is not found.status:
            said = f"the {record.method} of {record.by}, {record.when}"
            yield Flip(said, "on record", f"without it ({record.id})", becomes, _LAST)


def _without(trial: Trial, one: Held, report: Observation) -> Held | None:
    """Return an incident as it would be weighed without one report; None where none is left."""
    rest = [other for other in one.incident.observations if other.id != report.id]
    if not rest:
        return None
    smaller = replace(incident_of(rest), id=one.incident.id)
    return by_kind.held(trial.question, smaller)


def _weight_of(weights: Sequence[Weight], report: Observation) -> float:
    own = [abs(one.log_lr) for one in weights if one.origin == report.origin]
    return max(own, default=0.0)
