"""Permission: what is allowed. It cannot be broken; it takes weight off what it lifts."""

from __future__ import annotations

from truceline.agreement.provision import ANYBODY, Permission, Provision
from truceline.assessment.bench import Question
from truceline.assessment.link.measured import Measured, guessed, joined
from truceline.assessment.link.what import of_class
from truceline.assessment.link.where import in_zone
from truceline.assessment.rules.notice import notified
from truceline.observation.incident import Incident
from truceline.sentence import say, term

# The duty of the log by which something is notified.
NOTICE = "notification"


def covers(question: Question, permission: Provision, incident: Incident) -> Measured:
    """Return the probability that a permission covers what happened.

    It covers where its actors are the ones asked about, its classes or acts are those told, and it
    happened in its zone and time. A class told more broadly than the permission's leaves the
    policy's small chance, as one guess. A permission that asks for notice covers what was notified.
    """
    rule = permission.rule
    seen = incident.lead
    if not isinstance(rule, Permission) or permission.in_force.overlap(seen.when) is None:
        return Measured(0.0, say("not in force then"))
    allowed = _allowed(permission, question.party)
    if ANYBODY not in allowed and allowed.isdisjoint(question.provision.actors_for(question.party)):
        return Measured(0.0, say("allowed to others"))
    taxonomy, weights = question.bench.taxonomy, question.weights
    shares = [
        taxonomy.share_within(seen.what, words) for words in (rule.classes, rule.acts) if words
    ]
    if shares and all(share == 0.0 for share in shares):
        return Measured(0.0, say("not what is allowed"))
    place = in_zone(question.bench.ground, permission.zone_for(question.party), seen, weights)
    if rule.using:
        told = seen.assets or ("military presence",)
        place = joined(place, of_class(taxonomy, told, rule.using, None, weights))
    if rule.notice is not None:
        p = notified(question, duty=NOTICE, ahead=rule.notice, when=seen.when)
        place = joined(place, Measured(p, say("as far as the log shows notice of it")))
    if not shares or 1.0 in shares:
        return place
    unclear = weights.exception_unclear * place.p
    why = say("{what} may be what is allowed", what=term(seen.what))
    return guessed(unclear, why, f"what {permission.id} allows")


def _allowed(permission: Provision, party: str) -> frozenset[str]:
    """Return who may do what is allowed. What a third one may do excuses no party."""
    holders = (party,) if party in permission.bound else permission.bound
    return frozenset(actor for holder in holders for actor in permission.actors_for(holder))
