"""Single record: which one report, look or act decides: without it the status is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from truceline.assessment.by_time import ByTime
from truceline.assessment.changed import changed
from truceline.assessment.finding import Flip, Status, Weight
from truceline.assessment.held import Held
from truceline.assessment.look import look
from truceline.assessment.otherwise import Otherwise
from truceline.assessment.rules import by_kind
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome, outcome
from truceline.observation.corroborate import incident_of
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation
from truceline.sentence import say, term
from truceline.timespan import Timespan

# Only the most telling incidents are asked; one far down the list decides nothing.
_MOST_ASKED = 12
# Beyond every distance between likelihood ratios: looks are told after reports.
_LAST = 99.0


def deciding_records(case: Otherwise, *, log: Sequence[Observation] = ()) -> Iterator[Flip]:
    """Yield each report, each look and each act without which the status would be another.

    The distance is what the record weighs, in natural logs of the likelihood ratio; a look weighs
    nothing by itself and comes last.

    Args:
        log: The acts of a duty to ask about: those of the period, and the nearest beside it.
    """
    trial, span, found = case.trial, case.span, case.found
    if trial.is_composed or log:
        yield from _made_of(trial, case.period, found, case.confirmed, log)
        return
    near = trial.covered.meeting(span)

    def status(of: Sequence[Held], without_look: str = "") -> Status:
        covered = [one for one in near if one.record.id != without_look]
        seen = look(covered, span) if without_look else found.look
        judged = trial.judge(of, span)
        weights = trial.question.weights
        return outcome(judged, seen, weights, confirmed_by_review=case.confirmed).status

    yield from _reports(trial, case.near, found, status)
    yield from _looks(case.near, found, status)


def _made_of(
    trial: Trial,
    period: Timespan,
    found: Outcome,
    confirmed: bool,
    log: Sequence[Observation],
) -> Iterator[Flip]:
    """Yield what decides where limits hold together, a number changed, or a log is judged.

    There every part is judged anew without the record.
    """

    def becomes(change: Callable[[Trial], Trial]) -> Status | None:
        answer = changed(trial, change).of(period, confirmed_by_review=confirmed)
        status = Status.NOT_IN_FORCE if answer is None else answer.status
        return None if status is found.status else status

    for weighed in found.judged.weighed[:_MOST_ASKED]:
        for report in weighed.incident.observations:
            if status := becomes(_without_report(weighed.incident.id, report)):
                yield _report_flip(report, status, _weight_of(weighed.weights, report))
    for act in log:
        if status := becomes(_without_act(act.id)):
            said = say(
                "the {what} logged by {origin}, {stance} {when}",
                what=term(act.what),
                origin=act.origin,
                stance=term(act.stance.value),
                when=act.when,
            )
            weight = trial.question.weights.log_lr(act.grade)
            yield Flip(
                said, say("on record"), say("without it ({record})", record=act.id), status, weight
            )
    if found.status is not Status.COMPLIANT:
        return
    # Each phase has looks of its own, and the finding shows those of one.
    looks = {one.record.id: one.record for part in trial.all_parts() for one in part.covered}
    for record in (looks[id_] for id_ in sorted(looks) if not looks[id_].denied):
        if status := becomes(_without_look(record.id)):
            yield _look_flip(record, status)


def _without_report(incident: str, report: Observation) -> Callable[[Trial], Trial]:
    def change(trial: Trial) -> Trial:
        held = [
            left
            for one in trial.held
            if (left := _without(trial, one, report) if one.incident.id == incident else one)
            is not None
        ]
        return replace(trial, held=ByTime(held, when=lambda one: one.incident.lead.when))

    return change


def _without_act(id_: str) -> Callable[[Trial], Trial]:
    def change(trial: Trial) -> Trial:
        left = tuple(one for one in trial.duties if one.id != id_)
        return replace(trial, duties=left, question=replace(trial.question, duties=left))

    return change


def _without_look(id_: str) -> Callable[[Trial], Trial]:
    def change(trial: Trial) -> Trial:
        left = [one for one in trial.covered if one.record.id != id_]
        return replace(trial, covered=ByTime(left, when=lambda one: one.record.when))

    return change


def _report_flip(report: Observation, becomes: Status, weight: float) -> Flip:
    said = say(
        "the report of {origin}, {stance} {when}",
        origin=report.origin,
        stance=term(report.stance.value),
        when=report.when,
    )
    return Flip(
        said, say("on record"), say("without it ({record})", record=report.id), becomes, weight
    )


def _look_flip(record: Coverage, becomes: Status) -> Flip:
    said = say(
        "the {method} of {by}, {when}", method=term(record.method), by=record.by, when=record.when
    )
    return Flip(
        said, say("on record"), say("without it ({record})", record=record.id), becomes, _LAST
    )


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
                yield _report_flip(report, becomes, _weight_of(one.real.weights, report))


def _looks(held: Sequence[Held], found: Outcome, status: Callable[..., Status]) -> Iterator[Flip]:
    if found.status is not Status.COMPLIANT:
        return
    for record in found.look.records:
        becomes = status(held, record.id)
        if becomes is not found.status:
            yield _look_flip(record, becomes)


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
