"""Hold: weigh an incident against one question: how surely it happened, there, so, by them."""

from __future__ import annotations

from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.link.measured import Measured
from truceline.assessment.link.who import bound_party
from truceline.assessment.rules.permission import covers
from truceline.assessment.voices import real
from truceline.observation.incident import Incident


def hold(question: Question, incident: Incident, *, kind: Measured, zone: Measured) -> Held | None:
    """Return an incident held against a question, or None where it cannot matter to it."""
    if kind.p == 0.0 or zone.p == 0.0:
        return None
    bench, weights = question.bench, question.weights
    actor = bound_party(bench.parties, question.provision, question.party, incident.lead, weights)
    # Whoever a report points at is accused by it, also where the duty binds anybody.
    accused = question.accused | bench.parties.candidates(incident.lead)
    told = real(incident, parties=bench.parties, accused=accused, weights=weights)
    # What is only denied was not seen, and yet it is spoken of.
    if told.p == 0.0 and not any(weight.log_lr < 0 for weight in told.weights):
        return None
    excepted = _no_exception(question, incident)
    return Held(
        incident=incident,
        real=told,
        zone=zone,
        actor=actor,
        kind=kind,
        excepted=excepted,
    )


def _no_exception(question: Question, incident: Incident) -> Measured:
    lifting = question.bench.lifts.get(question.provision.id, ())
    left = 1.0
    why = "no exception is written" if not lifting else "no exception covers it"
    coins: tuple[tuple[str, float], ...] = ()
    for permission in lifting:
        covered = covers(question, permission, incident)
        if covered.p > 0:
            left *= 1.0 - covered.p
            why = f"{permission.id} may allow it: {covered.why}"
            if covered.coins:
                coins = (*coins, (f"not what {permission.id} allows", 1.0 - covered.p))
    return Measured(left, why, coins)
