"""Observe: claims that tell of something as having come about become observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from truceline.digest import digest_of, short_id
from truceline.geo.place import Place
from truceline.observation.claim_telling import telling
from truceline.observation.claim_time import when_of
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import (
    ActorShare,
    Count,
    Observation,
    ObservationKind,
    Relation,
    Tally,
)
from truceline.observation.tables import table
from truceline.reading.claim import ActorMention, AssetMention, Claim, ClaimKind, Modality
from truceline.timespan import Timespan

# What a source says is there without saying what: forces or arms of any sort.
_SOMETHING = "military presence"


def observe(
    claims: Iterable[Claim],
    *,
    actors: ActorBook,
    published: Mapping[str, Timespan] = MappingProxyType({}),
) -> tuple[Observation, ...]:
    """Return what claims tell of as having happened or being so, by document and place in it.

    Only events and presence told as happened or ongoing become observations: never what is planned,
    threatened, pledged, demanded or predicted. A denial stays a denial. ``published`` holds the
    documents' dates by id; a claim that neither it nor its own words date is left out.
    """
    found: list[Observation] = []
    for claim in sorted(claims, key=lambda c: (c.document, c.span, c.id)):
        if claim.kind in (ClaimKind.EVENT, ClaimKind.PRESENCE) and claim.modality.is_fact:
            when = when_of(claim, published=published)
            if when is not None:
                found.extend(_observed(claim, when, actors))
    return tuple(found)


def shares(who: Sequence[ActorMention], *, actors: ActorBook) -> tuple[ActorShare, ...]:
    """Return the actors of mentions, each with an even share; roles without a name are passed over.

    A text that names two does not say by itself which one acted, so none gets the whole.
    """
    names = list(dict.fromkeys(mention.actor for mention in who if mention.actor))
    found = {name: actors.find(name) for name in names}
    return tuple(
        ActorShare(name, actor.of if actor else None, 1 / len(names))
        for name, actor in found.items()
    )


def _observed(claim: Claim, when: Timespan, actors: ActorBook) -> Iterable[Observation]:
    about = shares(claim.who, actors=actors)
    told = telling(claim.chain, about=about, actors=actors)
    presence = claim.kind is ClaimKind.PRESENCE
    ongoing = claim.modality is Modality.ONGOING
    for part, (what, assets, count) in enumerate(_contents(claim)):
        yield Observation(
            id=short_id("o", digest_of([claim.id, part])),
            kind=ObservationKind.PRESENCE if presence else ObservationKind.EVENT,
            what=what,
            assets=assets,
            relation=Relation(claim.relation) if claim.relation in set(Relation) else None,
            actors=about,
            place=_place(claim),
            place_text=", ".join(dict.fromkeys(mention.name for mention in claim.places)),
            areas=_areas(claim),
            when=when,
            tally=Tally.THROUGHOUT if presence and ongoing else Tally.ONE,
            count=count,
            stance=claim.stance,
            method=told.method,
            grade=told.grade,
            chain=claim.chain,
            origin=told.origin,
            origin_actor=told.origin_actor,
            basis=claim,
        )


def _contents(claim: Claim) -> Iterable[tuple[str, tuple[str, ...], Count | None]]:
    """Yield what a claim holds: each class that is present, or the one act with its classes."""
    if claim.kind is ClaimKind.PRESENCE:
        classes = list({mention.asset: mention for mention in reversed(claim.assets)}.values())
        for mention in reversed(classes):
            yield mention.asset, (), _count(mention)
        if not classes:
            yield _SOMETHING, (), None
        return
    events: dict[str, str] = table("observe")["events"]
    act = claim.act or events.get((claim.event or "").upper())
    if act is not None:
        counts = [_count(mention) for mention in claim.assets]
        classes_in_it = tuple(dict.fromkeys(mention.asset for mention in claim.assets))
        yield act, classes_in_it, counts[0] if len(counts) == 1 else None


def _count(mention: AssetMention) -> Count | None:
    if mention.minimum is None and mention.maximum is None:
        return None
    return Count(mention.minimum, mention.maximum)


def _place(claim: Claim) -> Place | None:
    """Return the most closely known of a claim's places, the first of them where several are."""
    places = [mention.place for mention in claim.places if mention.place is not None]
    return min(places, key=lambda place: place.accuracy_m, default=None)


def _areas(claim: Claim) -> tuple[str, ...]:
    """Return the areas and lines that a claim names; "the line" alone names none."""
    vague = table("whereabouts")["vague"]
    named = [m.area.lower().removeprefix("the ") for m in claim.places if m.area]
    return tuple(dict.fromkeys(area for area in named if area not in vague))
