"""No presence: none of these classes may be there; also exclusions by range, and of actors."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.agreement.provision import NoPresence
from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.hold import hold, place_of
from truceline.assessment.link.firing import fired_from, weapons_shown
from truceline.assessment.link.measured import Measured, joined
from truceline.assessment.link.what import of_class, present
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import together
from truceline.observation.incident import Incident
from truceline.observation.observation import LogRow, Observation
from truceline.sentence import say, term
from truceline.timespan import Timespan


def held(question: Question, rule: NoPresence, incident: Incident) -> Held | None:
    """Return an incident held against a ban on presence, or None where it cannot matter."""
    bench, weights, seen = question.bench, question.weights, incident.lead
    kind = bench.memo.of(
        "present",
        (weights,),
        (seen.kind, seen.what, seen.assets, rule.classes, rule.attribute),
        lambda: present(bench.taxonomy, seen, rule.classes, rule.attribute, weights),
    )
    if kind.p > 0.0:
        return hold(question, incident, kind=kind, zone=place_of(question, seen))
    return _fired(question, rule, incident)


def _fired(question: Question, rule: NoPresence, incident: Incident) -> Held | None:
    """Return what was fired, held as the presence of the weapon where it was fired from."""
    bench, weights, seen = question.bench, question.weights, incident.lead
    shown = bench.memo.of(
        "weapons",
        (weights,),
        (seen.kind, seen.what, seen.assets, isinstance(seen.basis, LogRow)),
        lambda: weapons_shown(bench.taxonomy, seen, weights),
    )
    kind = bench.memo.of(
        "class",
        (weights,),
        (shown, rule.classes, rule.attribute),
        lambda: of_class(bench.taxonomy, shown, rule.classes, rule.attribute, weights),
    )
    if kind.p == 0.0:
        return None
    why = Measured(1.0, say("{what} shows that a weapon was there", what=term(seen.what)))
    zone = bench.memo.of(
        "fired from",
        (seen, weights),
        question.zone,
        lambda: fired_from(bench.ground, question.zone, seen, weights),
    )
    return hold(question, incident, kind=joined(why, kind), zone=zone)


def judge(
    question: Question,
    rule: NoPresence,  # noqa: ARG001
    held: Sequence[Held],
    duties: Sequence[Observation],  # noqa: ARG001
    period: Timespan,
) -> Judged:
    """Return the probability that one or more of the incidents was a banned presence."""
    return together(held, period, mention=question.weights.mention)
