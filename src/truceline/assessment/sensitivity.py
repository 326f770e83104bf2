"""Sensitivity: what would change a finding, the nearest change first.

Each factor is moved by itself, the rest held, until the status flips. Distances between changes of
unlike things are told in natural-log units: of odds for probabilities, of the ratio for metres, of
the likelihood ratio for grades.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from truceline.assessment.finding import Flip, Look, Status
from truceline.assessment.held import Held, HeldOnce
from truceline.assessment.link.measured import Measured
from truceline.assessment.trial import Trial
from truceline.assessment.verdict import Outcome, outcome
from truceline.assessment.weights import logit
from truceline.geo.place import Place
from truceline.observation.grade import CREDIBILITY, RELIABILITY, Grade
from truceline.observation.observation import ObservationKind
from truceline.timespan import Timespan

# Halvings of an interval: fifteen leave a thirty-thousandth, finer than any number here is known.
_HALVINGS = 15
# Probabilities are moved between these; nothing is certain.
_LOW, _HIGH = 0.001, 0.999
# Position errors are tried from a metre to fifty kilometres: beyond lies another country.
_SHARPEST_M, _VAGUEST_M = 1.0, 50_000.0

StatusAt = Callable[[float], Status]


def flips(
    trial: Trial, period: Timespan, found: Outcome, *, confirmed_by_review: bool = False
) -> tuple[Flip, ...]:
    """Return what would change the status of one finding, the nearest change first.

    Tried are the position error, the grade of the best voice and the share of the actor in the most
    telling incident, the prior, and the coverage of the period. Nothing is returned for what is
    not in force or cannot be tested.
    """
    span = trial.question.provision.in_force.overlap(period)
    composed = trial.parts or trial.phases or trial.areas
    if span is None or composed or not found.judged.testable or not found.judged.due:
        return ()
    held = [HeldOnce.of(one) for one in trial.near(span)]

    def status(of: Sequence[Held] | None = None, look: Look = found.look) -> Status:
        judged = found.judged if of is None else trial.judge(of, span)
        return outcome(
            judged, look, trial.question.weights, confirmed_by_review=confirmed_by_review
        ).status

    return tuple(
        sorted(_all(trial, held, found, status), key=lambda flip: (flip.distance, flip.what))
    )


def _all(
    trial: Trial, held: Sequence[Held], found: Outcome, status: Callable[..., Status]
) -> Iterator[Flip]:
    yield from _by_coverage(found, status)
    if not found.judged.weighed:
        return
    lead_id = found.judged.weighed[0].incident.id
    lead = next(one for one in held if one.incident.id == lead_id)

    def with_lead(changed: Held) -> Status:
        return status([changed if one is lead else one for one in held])

    yield from _by_position(trial, lead, found.status, with_lead)
    yield from _by_grade(trial, lead, found.status, with_lead)
    yield from _by_actor(lead, found.status, with_lead)
    presence = lead.incident.lead.kind is ObservationKind.PRESENCE
    weights = trial.question.weights
    prior = weights.prior_presence if presence else weights.prior_event
    yield from _by_prior(prior, held, found.status, status)


def _by_coverage(found: Outcome, status: Callable[..., Status]) -> Iterator[Flip]:
    now = found.look.detection

    def at(detection: float) -> Status:
        return status(look=replace(found.look, detection=detection))

    for end in (1.0, 0.0):
        value = _crossing(at, now, end, found.status)
        if value is not None:
            yield Flip(
                "detection of the period's coverage",
                f"{now:.2f}",
                f"{value:.2f}",
                at(value),
                _in_odds(now, value),
            )


def _by_position(
    trial: Trial, lead: Held, now: Status, with_lead: Callable[[Held], Status]
) -> Iterator[Flip]:
    place, zone = lead.incident.lead.place, trial.question.zone
    if place is None or zone is None or lead.zone.margin_m is None:
        return
    # The direction's factor stays as it is; only the share of the place in the zone moves.
    in_zone_now = trial.question.bench.ground.p_in_zone(zone, place)
    if not in_zone_now:
        return
    rest = lead.zone.p / in_zone_now

    def at(log_m: float) -> Status:
        moved = Place(place.lon_deg, place.lat_deg, math.exp(log_m))
        p = trial.question.bench.ground.p_in_zone(zone, moved) or 0.0
        return with_lead(replace(lead, zone=replace(lead.zone, p=min(1.0, p * rest))))

    here = math.log(max(place.accuracy_m, _SHARPEST_M))
    for end in (math.log(_VAGUEST_M), math.log(_SHARPEST_M)):
        value = _crossing(at, here, end, now)
        if value is not None:
            yield Flip(
                "position error",
                f"{place.accuracy_m:,.0f} m",
                f"{math.exp(value):,.0f} m",
                at(value),
                abs(value - here),
            )


def _by_grade(
    trial: Trial, lead: Held, now: Status, with_lead: Callable[[Held], Status]
) -> Iterator[Flip]:
    weights = trial.question.weights
    best = max(lead.real.weights, key=lambda weight: (weight.log_lr, weight.origin))
    if best.log_lr <= 0:
        return
    full = weights.log_lr(Grade.parse(best.grade))
    shrink = best.log_lr / full if full > 0 else 1.0
    nearest: dict[bool, Flip] = {}
    for grade in _steps_from(Grade.parse(best.grade)):
        ratio = weights.log_lr(grade) * shrink
        changed = lead.real.shifted(ratio - best.log_lr)
        becomes = with_lead(replace(lead, real=changed))
        better, distance = ratio > best.log_lr, abs(ratio - best.log_lr)
        if becomes is now or (better in nearest and nearest[better].distance <= distance):
            continue
        what = f"grade of {best.origin}"
        nearest[better] = Flip(what, best.grade, str(grade), becomes, distance)
    yield from nearest.values()


def _by_actor(lead: Held, now: Status, with_lead: Callable[[Held], Status]) -> Iterator[Flip]:
    def at(share: float) -> Status:
        return with_lead(replace(lead, actor=Measured(share, lead.actor.why)))

    yield from _by_probability("share of the bound party", lead.actor.p, at, now)


def _by_prior(
    prior: float, held: Sequence[Held], now: Status, status: Callable[..., Status]
) -> Iterator[Flip]:
    def at(value: float) -> Status:
        shift = logit(value) - logit(prior)
        moved = [replace(one, real=one.real.shifted(shift)) for one in held]
        return status(moved)

    yield from _by_probability("prior that such a thing happened", prior, at, now)


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
