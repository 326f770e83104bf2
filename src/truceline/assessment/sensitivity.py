"""Sensitivity: what would change a finding, the nearest change first.

Each factor is moved by itself, the rest held, until the status flips. Distances between changes of
unlike things are told in natural-log units: of odds for probabilities, of the ratio for metres, of
the likelihood ratio for grades.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from truceline.agreement.provision import Limit
from truceline.assessment.counts import bounds
from truceline.assessment.finding import Flip, Status
from truceline.assessment.held import Held
from truceline.assessment.link.measured import Measured
from truceline.assessment.otherwise import Otherwise
from truceline.assessment.trial import Trial
from truceline.assessment.weights import logit
from truceline.geo.place import Place
from truceline.observation.grade import CREDIBILITY, RELIABILITY, Grade
from truceline.observation.observation import Count, ObservationKind
from truceline.sentence import say

# Halvings of an interval: fifteen leave a thirty-thousandth, finer than any number here is known.
_HALVINGS = 15
# Probabilities are moved between these; nothing is certain.
_LOW, _HIGH = 0.001, 0.999
# Position errors are tried from a metre to fifty kilometres: beyond lies another country.
_SHARPEST_M, _VAGUEST_M = 1.0, 50_000.0

# A count is tried up to so many times what was told.
_MOST_TIMES = 4

StatusAt = Callable[[float], Status]


def flips(case: Otherwise) -> Iterator[Flip]:
    """Yield what would change the status of one finding.

    Tried are the position error, the number told, the grade of the best voice and the share of the
    actor in the most telling incident, the prior, and the coverage of the period. Where limits hold
    together, or a number was changed, all of them are judged anew.
    """
    yield from _by_coverage(case)
    lead = _lead_of(case)
    if lead is None:
        return
    on, held = lead
    yield from _by_position(case, on, held)
    yield from _by_count(case, on, held)
    yield from _by_grade(case, on, held)
    yield from _by_actor(case, held)
    presence = held.incident.lead.kind is ObservationKind.PRESENCE
    weights = on.question.weights
    yield from _by_prior(case, weights.prior_presence if presence else weights.prior_event)


def _lead_of(case: Otherwise) -> tuple[Trial, Held] | None:
    """Return the most telling incident, as it is held in the part that the answer rests on."""
    if not case.found.judged.weighed:
        return None
    lead = case.found.judged.weighed[0].incident.id
    first = case.trial.resting_on(case.period)
    for on in (first, *case.trial.all_parts()):
        for one in on.near(case.period):
            if one.incident.id == lead:
                return on, one
    return None


def _by_coverage(case: Otherwise) -> Iterator[Flip]:
    now = case.found.look.detection
    for end in (1.0, 0.0):
        value = _crossing(case.looked, now, end, case.found.status)
        if value is not None:
            yield Flip(
                say("detection of the period's coverage"),
                f"{now:.2f}",
                f"{value:.2f}",
                case.looked(value),
                _in_odds(now, value),
            )


def _by_position(case: Otherwise, on: Trial, lead: Held) -> Iterator[Flip]:
    place = lead.incident.lead.place
    if place is None or on.question.zone is None or lead.zone.margin_m is None:
        return

    def at(log_m: float) -> Status:
        moved = Place(place.lon_deg, place.lat_deg, math.exp(log_m))
        return case.with_lead(lambda trial, held: _moved(trial, held, moved))

    here = math.log(max(place.accuracy_m, _SHARPEST_M))
    for end in (math.log(_VAGUEST_M), math.log(_SHARPEST_M)):
        value = _crossing(at, here, end, case.found.status)
        if value is not None:
            yield Flip(
                say("position error"),
                say("{length_m:,.0f} m", length_m=place.accuracy_m),
                say("{length_m:,.0f} m", length_m=math.exp(value)),
                at(value),
                abs(value - here),
            )


def _moved(trial: Trial, held: Held, place: Place) -> Held:
    """Return an incident as if its place had another error.

    The direction's factor stays as it is; only the share of the place in the zone moves.
    """
    zone, was = trial.question.zone, held.incident.lead.place
    if zone is None or was is None or held.zone.margin_m is None:
        return held
    p_in_zone = trial.question.bench.ground.p_in_zone
    now = p_in_zone(zone, was)
    if not now:
        return held
    p = min(1.0, (p_in_zone(zone, place) or 0.0) * held.zone.p / now)
    return replace(held, zone=replace(held.zone, p=p))


def _by_count(case: Otherwise, on: Trial, lead: Held) -> Iterator[Flip]:
    """Yield the nearest numbers, fewer and more, at which a limit reads otherwise."""
    if not isinstance(on.question.provision.rule, Limit):
        return
    low, high = bounds(lead.incident.lead.count)
    told = str(low) if low == high else say("{low} to {high}", low=low, high=high)

    def at(number: int) -> Status:
        return case.with_lead(lambda _, held: _counted(held, number))

    for start, step, last in ((low, -1, 0), (high, 1, high * _MOST_TIMES)):
        number = _nearest_number(at, start, last, step, case.found.status)
        if number is not None:
            distance = abs(math.log(max(number, 1) / max(start, 1)))
            yield Flip(say("number told"), told, str(number), at(number), distance)


def _nearest_number(
    at: Callable[[int], Status], start: int, last: int, step: int, now: Status
) -> int | None:
    """Return the whole number nearest to the start at which the status differs, or None."""
    if at(last) is now:
        return None
    same, other = start - step, last
    while abs(other - same) > 1:
        middle = (same + other) // 2
        if at(middle) is now:
            same = middle
        else:
            other = middle
    return other


def _counted(held: Held, number: int) -> Held:
    lead = replace(held.incident.lead, count=Count(number, number))
    return replace(held, incident=replace(held.incident, lead=lead))


def _by_grade(case: Otherwise, on: Trial, lead: Held) -> Iterator[Flip]:
    weights = on.question.weights
    best = max(lead.real.weights, key=lambda weight: (weight.log_lr, weight.origin))
    if best.log_lr <= 0:
        return
    full = weights.log_lr(Grade.parse(best.grade))
    shrink = best.log_lr / full if full > 0 else 1.0
    nearest: dict[bool, Flip] = {}
    for grade in _steps_from(Grade.parse(best.grade)):
        shift = weights.log_lr(grade) * shrink - best.log_lr
        becomes = case.with_lead(partial(_shifted, by=shift))
        better, distance = shift > 0, abs(shift)
        same = becomes is case.found.status
        if same or (better in nearest and nearest[better].distance <= distance):
            continue
        what = say("grade of {origin}", origin=best.origin)
        nearest[better] = Flip(what, best.grade, str(grade), becomes, distance)
    yield from nearest.values()


def _shifted(_: Trial, held: Held, *, by: float) -> Held:
    return replace(held, real=held.real.shifted(by))


def _by_actor(case: Otherwise, lead: Held) -> Iterator[Flip]:
    def at(share: float) -> Status:
        return case.with_lead(lambda _, held: replace(held, actor=Measured(share, held.actor.why)))

    what = say("share of the bound party")
    yield from _by_probability(what, lead.actor.p, at, case.found.status)


def _by_prior(case: Otherwise, prior: float) -> Iterator[Flip]:
    def at(value: float) -> Status:
        shift = logit(value) - logit(prior)
        return case.with_all(partial(_shifted, by=shift))

    what = say("prior that such a thing happened")
    yield from _by_probability(what, prior, at, case.found.status)


def _by_probability(what: str, here: float, at: StatusAt, now: Status) -> Iterator[Flip]:
    for end in (_LOW, _HIGH):
        value = _crossing(at, here, end, now)
        if value is not None:
            becomes = at(value)
            yield Flip(what, f"{here:.2f}", f"{value:.2f}", becomes, _in_odds(here, value))


def _crossing(at: StatusAt, here: float, end: float, now: Status) -> float | None:
    """Return the value between here and an end at which the status first differs, or None."""
    if here == end or at(end) is now:
        return None
    same, other = here, end
    for _ in range(_HALVINGS):
        middle = (same + other) / 2
        if at(middle) is now:
            same = middle
        else:
            other = middle
    return other


def _in_odds(here: float, there: float) -> float:
    clipped = [min(_HIGH, max(_LOW, p)) for p in (here, there)]
    return abs(logit(clipped[0]) - logit(clipped[1]))


def _steps_from(grade: Grade) -> Iterator[Grade]:
    """Yield the grades that differ in one of letter and digit; what cannot be judged is no step."""
    for letter in RELIABILITY:
        if letter != "F":
            yield Grade(letter, grade.credibility)
    for digit in CREDIBILITY:
        if digit != "6":
            yield Grade(grade.reliability, digit)
