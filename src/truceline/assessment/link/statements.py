"""Statements: pledges, terms and warnings held against provisions. They are shown, never counted.

A reported pledge names a distance, somebody, a kind of arms or an area; a provision that shares
enough of these is the one it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from truceline.agreement.provision import (
    ANYBODY,
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Standing,
    StandingDuty,
    duties_of,
)
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
# What was said bears on the years after it; beyond ten nobody who said it need still be there.
_BEARS_FOR = timedelta(days=3653)
_KILOMETRES = re.compile(
    r"(\d+(?:\.\d+)?)(?:\s*(?:to|and|-|–)\s*(\d+(?:\.\d+)?))?[\s-]*(?:km|kilomet)"
)


class Shared(Enum):
    """Whether statement and provision agree in one trait, differ, or one of them is silent."""

    YES = "yes"
    NO = "no"
    UNTOLD = "untold"


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


def of_period(
    claims: Sequence[Claim], period: Timespan, *, published: Mapping[str, Timespan]
) -> tuple[Claim, ...]:
    """Return the statements that bear on a period: told before its end, and not long past.

    A statement is dated by its own words, or else by its document; one that nothing dates is shown
    with every period, as nobody can say which it belongs to.
    """
    return tuple(claim for claim in claims if _bears_on(told_at(claim, published), period))


def told_at(claim: Claim, published: Mapping[str, Timespan]) -> datetime | None:
    """Return when a statement was made, at the earliest; None where nothing dates it.

    A time after the publication is that of what was announced, not of the announcement.
    """
    paper = published.get(claim.document)
    when = claim.time.when if claim.time is not None else None
    starts = [span.start for span in (when, paper) if span is not None and span.start is not None]
    return min(starts, default=None)


def _bears_on(told: datetime | None, period: Timespan) -> bool:
    if told is None:
        return True
    if period.end is not None and told >= period.end:
        return False
    return period.start is None or period.start - told <= _BEARS_FOR


def _traits(question: Question, said: Spoken, distances: tuple[float, ...]) -> int:
    """Return how much a statement shares with a provision; 0 where something parts them."""
    named = {
        question.bench.parties.named(mention.actor)
        for mention in (*said.claim.who, *said.claim.to_whom)
    }
    kind = _kind(question, said.claim)
    if kind is Shared.NO or not _may_be_of(question, named):
        return 0
    at = _is_at(question, said.claim)
    far = _shared_distance(said.distances_m, distances)
    if far is Shared.NO or (said.distances_m and not distances and not at):
        return 0
    if isinstance(question.provision.rule, NoAct) and kind is not Shared.YES:
        return 0
    score = _DISTANCE if far is Shared.YES else 0
    others = (kind is Shared.YES, at, not named.isdisjoint(question.accused))
    return score + _TRAIT * sum(others)


def _shared_distance(told: tuple[float, ...], own: tuple[float, ...]) -> Shared:
    if not told or not own:
        return Shared.UNTOLD
    return Shared.YES if any(_alike(one, each) for one in told for each in own) else Shared.NO


def _may_be_of(question: Question, named: set[str | None]) -> bool:
    """Return whether a statement may be about those whose acts count.

    A duty to keep others out is spoken of only where one of the others is named.
    """
    actors = set(question.provision.actors_for(question.party))
    return question.party in actors or ANYBODY in actors or not actors.isdisjoint(named)


def _kind(question: Question, claim: Claim) -> Shared:
    """Return whether a statement speaks of the arms, acts or duty of a provision."""
    rule = question.provision.rule
    told: tuple[str, ...]
    match rule:
        case NoPresence() | Limit():
            told, wanted = tuple(mention.asset for mention in claim.assets), rule.classes
        case NoAct():
            told, wanted = (claim.act,) if claim.act is not None else (), rule.acts
        case Graded():
            told = tuple(mention.asset for mention in claim.assets)
            wanted = tuple(word for row in rule.rows for word in row.classes)
        case StandingDuty():
            return Shared.UNTOLD
        case Permission():
            return Shared.NO
        case _:
            return Shared.YES if claim.act in duties_of(rule) else Shared.NO
    shares = [question.bench.taxonomy.share_within(word, wanted) for word in told]
    if 1.0 in shares:
        return Shared.YES
    return Shared.NO if shares and all(share == 0.0 for share in shares) else Shared.UNTOLD


def _is_at(question: Question, claim: Claim) -> bool:
    ground, rule = question.bench.ground, question.provision.rule
    words = tuple(
        word for mention in claim.places for word in (mention.area, mention.name.lower()) if word
    )
    zones = ground.any_zone_named(words)
    at_line = isinstance(rule, NoAct) and rule.line in ground.lines_named(words)
    return question.zone in zones or at_line


def _distances(question: Question) -> tuple[float, ...]:
    """Return the distances, in metres, that a provision and its zone speak of."""
    provision = question.provision
    zone = question.bench.ground.zone(question.zone) if question.zone is not None else None
    texts = [provision.title, provision.text]
    if provision.standing is not Standing.BINDING:
        texts += [reading.says for reading in provision.readings]
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
