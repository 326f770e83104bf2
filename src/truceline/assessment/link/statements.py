"""Statements: pledges, terms and warnings held against provisions. They are shown, never counted.

A reported pledge names a distance, somebody, a kind of arms or an area; a provision that shares
enough of these is the one it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.agreement.provision import Limit, NoAct, NoPresence
from truceline.assessment.bench import Question
from truceline.reading.claim import Claim, ClaimKind
from truceline.timespan import Timespan

_SPOKEN = frozenset({ClaimKind.COMMITMENT, ClaimKind.TERM, ClaimKind.STATEMENT})
# What a shared trait says: a distance is rarely shared by chance; the others often are.
_DISTANCE, _TRAIT = 2, 1
# A distance alone, or two of the other traits.
_ENOUGH = 2
# Distances are round numbers; this allows for rounding and for miles.
_NEAR = 0.02
_KILOMETRES = re.compile(
    r"(\d+(?:\.\d+)?)(?:\s*(?:to|and|-|–)\s*(\d+(?:\.\d+)?))?[\s-]*(?:km|kilomet)"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim that tells what somebody pledged, asked for or threatened."""

    claim: Claim
    distances_m: tuple[float, ...]


def spoken(claims: Sequence[Claim]) -> tuple[Spoken, ...]:
    """Return the claims that are statements: of such a kind, or told as no fact."""
    found = []
    for claim in sorted(claims, key=lambda one: one.id):
        if claim.kind in _SPOKEN or not claim.modality.is_fact:
            lengths = tuple(
                bound
                for quantity in claim.quantities
                if quantity.unit == "m"
                for bound in dict.fromkeys((quantity.minimum, quantity.maximum))
                if bound is not None and bound > 0
            )
            found.append(Spoken(claim, lengths))
    return tuple(found)


def statements_on(question: Question, said: Sequence[Spoken]) -> tuple[Claim, ...]:
    """Return the statements that speak of a provision, as far as shared traits tell."""
    distances = _distances(question)
    return tuple(one.claim for one in said if _traits(question, one, distances) >= _ENOUGH)


def of_period(claims: Sequence[Claim], period: Timespan) -> tuple[Claim, ...]:
    """Return the statements that stood in a period: made in it or before, or at no told time."""
    return tuple(claim for claim in claims if _stood(claim, period))


def _stood(claim: Claim, period: Timespan) -> bool:
    when = claim.time.when if claim.time is not None else None
    if when is None or when.start is None or period.end is None:
        return True
    return when.start < period.end


def _traits(question: Question, said: Spoken, distances: tuple[float, ...]) -> int:
    score = 0
    if said.distances_m and distances:
        if not any(_alike(told, own) for told in said.distances_m for own in distances):
            return 0
        score += _DISTANCE
    claim, bench = said.claim, question.bench
    people = (*claim.who, *claim.to_whom)
    named = {bench.parties.named(mention.actor) for mention in people}
    score += _TRAIT * (not named.isdisjoint(question.accused))
    score += _TRAIT * _shares_kind(question, claim)
    areas = tuple(
        word for mention in claim.places for word in (mention.area, mention.name.lower()) if word
    )
    zones = {zone for zones in bench.ground.zones_named(areas) for zone in zones}
    lines = set(bench.ground.lines_named(areas))
    rule = question.provision.rule
    at_line = isinstance(rule, NoAct) and rule.line in lines
    return score + _TRAIT * (question.zone in zones or at_line)


def _shares_kind(question: Question, claim: Claim) -> bool:
    rule, taxonomy = question.provision.rule, question.bench.taxonomy
    match rule:
        case NoPresence() | Limit():
            told = tuple(mention.asset for mention in claim.assets)
            wanted = rule.classes
        case NoAct():
            told = (claim.act,) if claim.act is not None else ()
            wanted = rule.acts
        case _:
            return False
    return any(taxonomy.share_within(word, wanted) == 1.0 for word in told)


def _distances(question: Question) -> tuple[float, ...]:
    """Return the distances, in metres, that a provision and its zone speak of."""
    provision = question.provision
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    texts = [provision.title, provision.text, *(reading.says for reading in provision.readings)]
    if zone is not None:
        texts += [zone.title, zone.construction]
    found = {
        1000 * float(number)
        for text in texts
        for pair in _KILOMETRES.findall(text)
        for number in pair
        if number and float(number) > 0
    }
    return tuple(sorted(found))


def _alike(told: float, own: float) -> bool:
    return abs(told - own) <= _NEAR * own
