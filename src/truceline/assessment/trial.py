"""Trial: one provision and party under one reading, with all that was ever told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.agreement.provision import Provision
from truceline.assessment.bench import Bench, Question
from truceline.assessment.by_time import ByTime
from truceline.assessment.finding import Look, Status
from truceline.assessment.held import Held
from truceline.assessment.look import Covered, coverage_of, look
from truceline.assessment.rules import by_kind
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import most_telling
from truceline.assessment.verdict import NOTHING, Outcome, outcome
from truceline.assessment.weights import Weights
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

# Of several phases of one period the gravest answer stands.
_GRAVITY = {
    Status.NOT_IN_FORCE: 0,
    Status.COMPLIANT: 1,
    Status.INDETERMINATE: 2,
    Status.SUSPECTED: 3,
    Status.CONFIRMED: 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Incidents are weighed once here, and used for every period."""

    question: Question
    parts: tuple[Trial, ...] = ()
    phases: tuple[Trial, ...] = ()
    areas: tuple[Trial, ...] = ()
    held: ByTime[Held]
    covered: ByTime[Covered]
    duties: tuple[Observation, ...]

    @property
    def is_composed(self) -> bool:
        """Return whether the answer is made of those of limits, phases or areas."""
        return bool(self.parts or self.phases or self.areas)

    def of(
        self,
        period: Timespan,
        *,
        confirmed_by_review: bool = False,
        detection: float | None = None,
    ) -> Outcome | None:
        """Return the answer for one period; None where the provision was not in force.

        With ``detection`` as if every part had been looked at so well.
        """
        if self.question.provision.changes or self.areas:
            found = [
                one.of(period, confirmed_by_review=confirmed_by_review, detection=detection)
                for one in (self.areas or self.phases)
            ]
            return self._worst([one for one in found if one is not None])
        span = self.question.provision.in_force.overlap(period)
        if span is None:
            return None
        judged, seen = self.judge(self.near(span), span), look(self.covered.meeting(span), span)
        for part in self.parts:
            one = part.judge(part.near(span), span), look(part.covered.meeting(span), span)
            judged, seen = _worse((judged, seen), one)
        if detection is not None:
            seen = replace(seen, detection=detection)
        return outcome(judged, seen, self.question.weights, confirmed_by_review=confirmed_by_review)

    def _worst(self, outcomes: Sequence[Outcome]) -> Outcome | None:
        """Return the answer of the phase or area that fared worst; None where all were suspended.

        A period is kept only where each of its phases was, and each area of the ground. Of areas
        what is noted of each is told, so that none is left out.
        """
        worst = max(outcomes, key=_how_grave, default=None)
        if worst is None or not self.areas or not worst.judged.due:
            return worst
        notes = []
        for area, found in zip(self.areas, outcomes, strict=True):
            zone = area.question.bench.ground.zone(area.question.zone or "")
            if zone is not None and found.judged.note is not None:
                notes.append(f"{zone.title}: {found.judged.note}")
        return replace(worst, judged=replace(worst.judged, note="; ".join(notes) or None))

    def resting_on(self, period: Timespan) -> Trial:
        """Return the limit, phase or area that the answer for a period rests on: this, or a part.

        Of phases and areas it is the one that fared worst, of limits that hold together the one
        most surely broken.
        """
        if self.question.provision.changes or self.areas:
            found = [(one, one.of(period)) for one in (*self.phases, *self.areas)]
            fared = [(_how_grave(out), one) for one, out in found if out]
            worst = max(fared, key=lambda pair: pair[0], default=None)
            return self if worst is None else worst[1].resting_on(period)
        span = self.question.provision.in_force.overlap(period)
        if span is None or not self.parts:
            return self
        return max(self.parts, key=lambda one: one.judge(one.near(span), span).p_seen)

    def all_parts(self) -> Iterator[Trial]:
        """Yield this trial, and those of the limits, phases and areas that it is made of."""
        yield self
        for one in (*self.parts, *self.phases, *self.areas):
            yield from one.all_parts()

    def judge(self, held: Sequence[Held], span: Timespan) -> Judged:
        """Return what some incidents come to; what is on no map can be told by name alone."""
        zone = self.question.bench.ground.zone(self.question.zone or "")
        if zone is not None and zone.polygon is None and not held:
            return Judged(p_seen=0.0, p_happened=0.0, testable=False, note=zone.not_drawable)
        return by_kind.judge(self.question, held, self.duties, span)

    def near(self, span: Timespan) -> tuple[Held, ...]:
        """Return the incidents whose time meets a span."""
        return self.held.meeting(span)


def trial(
    bench: Bench,
    provision: Provision,
    party: str,
    weights: Weights,
    *,
    incidents: Sequence[Incident],
    coverage: Sequence[Coverage],
    duties: Sequence[Observation],
) -> Trial:
    """Return everything that bears on one provision and party, weighed under one reading."""
    question = Question(bench, provision.for_party(party), party, weights, tuple(duties))
    held = [one for incident in incidents if (one := by_kind.held(question, incident)) is not None]
    parts = [
        trial(bench, one, party, weights, incidents=incidents, coverage=coverage, duties=duties)
        for one in bench.parts_of(provision)
        if party in one.bound
    ]
    phases = [
        trial(bench, one, party, weights, incidents=incidents, coverage=coverage, duties=duties)
        for one in (provision.phases() if provision.changes else ())
    ]
    areas = [
        trial(bench, one, party, weights, incidents=incidents, coverage=coverage, duties=duties)
        for one in (() if provision.changes else bench.areas_of(provision, party))
    ]
    return Trial(
        question=question,
        parts=tuple(parts),
        phases=tuple(phases),
        areas=tuple(areas),
        held=ByTime(held, when=lambda one: one.incident.lead.when),
        covered=ByTime(coverage_of(question, coverage), when=lambda one: one.record.when),
        duties=tuple(duties),
    )


def _how_grave(found: Outcome) -> tuple[int, float]:
    return _GRAVITY[found.status], found.p_breach


def _worse(whole: tuple[Judged, Look], part: tuple[Judged, Look]) -> tuple[Judged, Look]:
    """Return what holds of limits that hold together: the whole is broken where one of them is.

    The largest probability stands, as the parts may rest on the same sightings; the poorest look
    stands, as the whole is kept only where every part is.
    """
    judged, seen = whole
    other, looked = part
    if not judged.testable:
        return other, looked
    worse = other if other.p_seen > judged.p_seen else judged
    shown = {one.incident.id: one for one in (*judged.weighed, *other.weighed)}
    return (
        replace(
            worse,
            p_happened=max(judged.p_happened, other.p_happened),
            p_about=max(judged.p_about, other.p_about),
            weighed=most_telling(list(shown.values())),
        ),
        min(seen, looked, key=lambda one: one.detection),
    )


def not_in_force() -> Outcome:
    """Return the answer for a period outside a provision's validity."""
    empty = Look(detection=0.0, records=(), denials=())
    return Outcome(
        status=Status.NOT_IN_FORCE,
        p_breach=0.0,
        p_told=0.0,
        p_happened=0.0,
        judged=NOTHING,
        look=empty,
    )
