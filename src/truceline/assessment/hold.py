"""Hold: weigh an incident against one question: how surely it happened, there, so, by them."""

from __future__ import annotations

from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.link.measured import Measured
from truceline.assessment.link.where import in_zone
from truceline.assessment.link.who import bound_party
from truceline.assessment.rules.permission import covers
from truceline.assessment.voices import Real, real
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.sentence import say


def hold(question: Question, incident: Incident, *, kind: Measured, zone: Measured) -> Held | None:
    """Return an incident held against a question, or None where it cannot matter to it."""
    if kind.p == 0.0 or zone.p == 0.0:
        return None
    told = _real(question, incident)
    # What is only denied was not seen, and yet it is spoken of.
    if told.p == 0.0 and not any(weight.log_lr < 0 for weight in told.weights):
        return None
    excepted = _no_exception(question, incident)
    return Held(
        incident=incident,
        real=told,
        zone=zone,
        actor=_actor(question, incident),
        kind=kind,
        excepted=excepted,
    )


def place_of(question: Question, seen: Observation) -> Measured:
    """Return how surely what was seen was where the duty holds."""
    bench, weights, zone = question.bench, question.weights, question.zone
    return bench.memo.of(
        "in zone", (seen, weights), zone, lambda: in_zone(bench.ground, zone, seen, weights)
    )


def _actor(question: Question, incident: Incident) -> Measured:
    bench, weights, provision = question.bench, question.weights, question.provision
    seen = incident.lead
    return bench.memo.of(
        "actor",
        (seen, weights),
        (provision.actors_for(question.party), provision.but),
        lambda: bound_party(bench.parties, provision, question.party, seen, weights),
    )


def _real(question: Question, incident: Incident) -> Real:
    bench, weights, seen = question.bench, question.weights, incident.lead
    pointed = bench.memo.of("accused", (seen,), None, lambda: bench.parties.candidates(seen))
    # Whoever a report points at is accused by it, also where the duty binds anybody.
    accused = question.accused | pointed
    return bench.memo.of(
        "real",
        (incident, weights),
        accused,
        lambda: real(incident, parties=bench.parties, accused=accused, weights=weights),
    )


def _no_exception(question: Question, incident: Incident) -> Measured:
    lifting = question.bench.lifts.get(question.provision.id, ())
    left = 1.0
    why = say("no exception covers it") if lifting else say("no exception is written")
    coins: tuple[tuple[str, float], ...] = ()
    for permission in lifting:
        covered = covers(question, permission, incident)
        if covered.p > 0:
            left *= 1.0 - covered.p
            why = say("{permission} may allow it: {why}", permission=permission.id, why=covered.why)
            if covered.coins:
                coins = (*coins, (f"not what {permission.id} allows", 1.0 - covered.p))
    return Measured(left, why, coins)
