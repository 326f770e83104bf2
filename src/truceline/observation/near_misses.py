"""Near misses: incidents that nothing joined and that may still be one happening.

Nothing here merges: each pair is put before a person, with what brings the two near and what parts
them. Corroboration joins what the sources' own uncertainties allow; this looks a little beyond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from truceline.geo.measure import separation_m
from truceline.observation.incident import Incident
from truceline.observation.lineage import akin
from truceline.observation.observation import Observation, Tally
from truceline.observation.regrouping import How, Regrouping
from truceline.sentence import all_of, say, term
from truceline.threshold import exceeds_m, parts

# Windows in which event data sets are matched one to another, at their widest: two days and five
# kilometres. Source: xSub's matching windows of 1 to 5 km and 1 to 2 days.
WIDEST_GAP = timedelta(days=2)
WIDEST_APART_M = 5_000.0
# A span longer than this names no moment that another could be near to.
_LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two incidents that may be one. ``nears`` and ``parts`` are sentences; 1 is the nearest."""

    first: Incident
    second: Incident
    nears: tuple[str, ...]
    parts: tuple[str, ...]
    nearness: float


def near_misses(
    incidents: Iterable[Incident], *, regroupings: Iterable[Regrouping] = ()
) -> tuple[NearMiss, ...]:
    """Return pairs that a person may want to look at, the nearest first.

    A pair is of one kind, of like words, of actors that do not exclude each other, no more than two
    days and five kilometres apart. What a person parted is not proposed again.
    """
    ordered = sorted(incidents, key=lambda one: (_start(one.lead), one.id))
    parted = [one for one in regroupings if one.how is How.PART]
    found = [
        miss
        for first, second in _neighbours([one for one in ordered if _is_dated(one.lead)])
        if (miss := _missed(first, second)) is not None and not _was_parted(first, second, parted)
    ]
    return tuple(sorted(found, key=lambda one: (-parts(one.nearness), one.first.id, one.second.id)))


def _neighbours(ordered: Sequence[Incident]) -> Iterator[tuple[Incident, Incident]]:
    """Yield pairs in which the later begins before the earlier is long past."""
    open_now: dict[object, list[Incident]] = {}
    for one in ordered:
        start = _start(one.lead)
        same = open_now.setdefault((one.lead.kind, one.lead.tally is Tally.PERIOD_TOTAL), [])
        same[:] = [other for other in same if _end(other.lead) + WIDEST_GAP >= start]
        for other in same:
            yield other, one
        same.append(one)


def _missed(first: Incident, second: Incident) -> NearMiss | None:
    one, other = first.lead, second.lead
    if not akin(one.what, other.what) or not _actors_agree(one, other):
        return None
    gap = one.when.gap_to(other.when)
    where = _where(one, other)
    if gap > WIDEST_GAP or where is None:
        return None
    near, apart = where
    hours = gap.total_seconds() / 3600
    parts: list[str] = [say("told {hours:.0f} hours apart", hours=hours)] if hours >= 1 else []
    parts += [] if one.what == other.what else [all_of([term(one.what), term(other.what)])]
    parts += [] if _origins(first) & _origins(second) else [say("no origin tells of both")]
    return NearMiss(
        first=first,
        second=second,
        nears=(near, *([say("told for the same time")] if one.when.meets(other.when) else [])),
        parts=tuple(parts),
        nearness=(1 - gap / WIDEST_GAP) / 2 + (1 - apart) / 2,
    )


def _where(one: Observation, other: Observation) -> tuple[str, float] | None:
    """Return what says that two places are near, and how far apart as a share of the widest."""
    if one.place is not None and other.place is not None:
        apart_m = separation_m(one.place, other.place)
        if exceeds_m(apart_m, WIDEST_APART_M):
            return None
        return say("{apart_km:.1f} km apart", apart_km=apart_m / 1000), apart_m / WIDEST_APART_M
    words = " ".join(one.place_text.casefold().split())
    if words and words == " ".join(other.place_text.casefold().split()):
        return say("both at {place}", place=one.place_text), 0.5
    shared = [area for area in one.areas if area in other.areas]
    return (say("both in the {area}", area=shared[0]), 0.9) if shared else None


def _actors_agree(one: Observation, other: Observation) -> bool:
    if one.side and other.side and one.side != other.side:
        return False
    a = {name for share in one.actors for name in (share.actor, share.of) if name}
    b = {name for share in other.actors for name in (share.actor, share.of) if name}
    return not a or not b or bool(a & b)


def _origins(incident: Incident) -> set[str]:
    return {voice.origin for voice in incident.voices}


def _was_parted(first: Incident, second: Incident, parted: Sequence[Regrouping]) -> bool:
    a = {o.id for o in first.observations}
    b = {o.id for o in second.observations}
    return any(
        (a & set(one.observations) and b & set(one.apart_from))
        or (b & set(one.observations) and a & set(one.apart_from))
        for one in parted
    )


def _is_dated(one: Observation) -> bool:
    return not one.when.is_open and one.when.seconds <= _LONGEST.total_seconds()


def _start(one: Observation) -> datetime:
    return one.when.start or datetime.min.replace(tzinfo=UTC)


def _end(one: Observation) -> datetime:
    return one.when.end or datetime.max.replace(tzinfo=UTC) - WIDEST_GAP
