"""Control: claims of who holds what, laid out over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from truceline.digest import digest_of, short_id
from truceline.observation.claim_telling import telling
from truceline.observation.claim_time import when_of
from truceline.observation.holding import Holding
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import ActorShare
from truceline.observation.observe import shares
from truceline.reading.claim import Claim, ClaimKind, PlaceMention, Stance
from truceline.timespan import Timespan

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One claim that one actor holds one place at one time."""

    claim: Claim
    holder: ActorShare
    place: PlaceMention
    when: Timespan


def control_over_time(
    claims: Iterable[Claim],
    *,
    published: Mapping[str, Timespan] = MappingProxyType({}),
) -> tuple[Holding, ...]:
    """Return who held what, by place and then by time.

    Claims of one holder of one place that follow each other are one holding; it ends when another
    holder is told of. Two holders told for overlapping times, and a denial, make a holding
    contested; neither is decided here. Claims without a date are left out, as ``observe`` does.
    """
    from truceline.reading.actors import load_actors

    actors = load_actors()
    by_place: dict[str, list[_Told]] = defaultdict(list)
    for claim in claims:
        if claim.kind is ClaimKind.CONTROL and claim.modality.is_fact:
            for told in _told(claim, actors, published):
                by_place[_key(told.place)].append(told)
    found: list[Holding] = []
    for place in sorted(by_place):
        found.extend(_over_time(sorted(by_place[place], key=_order), actors))
    return tuple(found)


def _told(claim: Claim, actors: ActorBook, published: Mapping[str, Timespan]) -> Iterable[_Told]:
    when = when_of(claim, published=published)
    if when is None:
        return
    for holder in shares(claim.who, actors=actors):
        for place in claim.places:
            yield _Told(claim=claim, holder=holder, place=place, when=when)


def _key(place: PlaceMention) -> str:
    return " ".join((place.name or place.area or "").casefold().split())


def _order(told: _Told) -> tuple[datetime, str, str, str]:
    when = told.when.start or _EARLIEST
    return when, told.holder.actor, told.claim.stance, told.claim.id


def _over_time(told: Sequence[_Told], actors: ActorBook) -> Iterable[Holding]:
    """Yield the holdings of one place; each lasts until another holder is told of."""
    runs: list[list[_Told]] = []
    for one in told:
        last = runs[-1][-1] if runs else None
        same = last is not None and (last.holder.actor, last.claim.stance) == (
            one.holder.actor,
            one.claim.stance,
        )
        if same:
            runs[-1].append(one)
        else:
            runs.append([one])
    holdings = [_holding(run, actors) for run in runs]
    for index, holding in enumerate(holdings):
        others = [h for h in holdings if h is not holding]
        following = [
            h
            for h in holdings[index + 1 :]
            if h.holder != holding.holder and h.stance is Stance.ASSERTS
        ]
        yield replace(
            holding,
            until=following[0].told[0] if following else None,
            contested=any(_against(holding, other) for other in others),
        )


def _against(holding: Holding, other: Holding) -> bool:
    if (holding.holder == other.holder) == (holding.stance is other.stance):
        return False
    return any(a.overlap(b) is not None for a in holding.told for b in other.told)


def _holding(run: Sequence[_Told], actors: ActorBook) -> Holding:
    first = run[0]
    tellings = [telling(t.claim.chain, about=(t.holder,), actors=actors) for t in run]
    claims = tuple(dict.fromkeys(t.claim for t in run))
    return Holding(
        id=short_id("h", digest_of([_key(first.place), *sorted(c.id for c in claims)])),
        holder=first.holder.actor,
        holder_of=first.holder.of,
        place_text=first.place.name,
        place=next((t.place.place for t in run if t.place.place), None),
        areas=tuple(dict.fromkeys(t.place.area for t in run if t.place.area)),
        told=tuple(dict.fromkeys(t.when for t in run)),
        until=None,
        contested=False,
        stance=first.claim.stance,
        origins=tuple(dict.fromkeys(t.origin for t in tellings)),
        grade=min(t.grade for t in tellings),
        claims=claims,
    )
