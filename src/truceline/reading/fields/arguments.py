"""Arguments: who, to whom, where, when and how much, for one clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from truceline.evidence.document import Span
from truceline.reading.actors import load_actors
from truceline.reading.amounts.assets import assets_in
from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.claim import (
    ActorMention,
    AssetMention,
    ClaimKind,
    PlaceMention,
    Quantity,
    TimeMention,
)
from truceline.reading.clauses.clause import Clause
from truceline.reading.clauses.relays import relay_of
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.places.find_places import find_places
from truceline.reading.speech.subjects import subject_before
from truceline.reading.times.find_times import find_times
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Sentence, Token
from truceline.timespan import Precision, Timespan

Mention = TypeVar("Mention", TimeMention, PlaceMention, Quantity)
_PRONOUNS = frozenset(("we", "they", "he", "she", "it", "i", "neither", "each", "both"))


@dataclass(frozen=True, slots=True)
class Mentions:
    """What was found in a document's article lines, each in order of place."""

    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one clause."""

    who: tuple[ActorMention, ...] = ()
    to_whom: tuple[ActorMention, ...] = ()
    assets: tuple[AssetMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    time: TimeMention | None = None
    quantities: tuple[Quantity, ...] = ()


def mentions_of(
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    published: Timespan | None,
    gazetteer: Gazetteer,
) -> Mentions:
    """Return the times, places and quantities of the spans given."""
    times: list[TimeMention] = []
    places: list[PlaceMention] = []
    quantities: list[Quantity] = []
    for start, end in spans:
        times.extend(find_times(text, start=start, end=end, published=published))
        places.extend(find_places(text, start=start, end=end, gazetteer=gazetteer))
        quantities.extend(find_quantities(text, start=start, end=end))
    return Mentions(tuple(times), tuple(places), tuple(quantities))


def arguments_of(
    text: str, sentence: Sentence, clause: Clause, mentions: Mentions, *, kind: ClaimKind
) -> Arguments:
    """Return the arguments of a clause; time and place may stand elsewhere in its sentence."""
    line = sentence.tokens
    start, end = line[clause.first].start, line[clause.after - 1].end
    who, to_whom = _actors(text, line, clause, kind)
    times = within(mentions.times, start, end)
    around = within(mentions.times, sentence.start, sentence.end)
    places = within(mentions.places, start, end)
    if kind is ClaimKind.RELAY and clause.main is not None:
        relay = relay_of(text, line, clause.first, clause.after, verb=clause.main.verb)
        pair = (relay.carrier, relay.sender)
        who = tuple(mention for mention in pair if mention is not None)
        to_whom = relay.to_whom
    return Arguments(
        who=who,
        to_whom=to_whom,
        assets=assets_in(text, line[clause.first : clause.after]),
        places=places,
        time=_listed(text, times or around),
        quantities=within(mentions.quantities, start, end),
    )


# Between two days of one list: "on 2 and 12 April", "on 11, 18 and 25 September".
_LISTED = re.compile(r",? (?:and|or) (?:on )?|, (?:on )?|,")


def _listed(text: str, times: Sequence[TimeMention]) -> TimeMention | None:
    """Return the first time; with the days that it is listed with, from the first to the last."""
    if not times:
        return None
    first = last = times[0]
    for other in times[1:]:
        gap = text[last.span.end : other.span.start]
        known = other.when is not None and last.when is not None
        if not known or _LISTED.fullmatch(gap) is None:
            break
        last = other
    if last is first or first.when is None or last.when is None:
        return first
    start, end = first.when.start, last.when.end
    if start is None or end is None or start >= end:
        return first
    span = Span.of(text, first.span.start, last.span.end)
    return TimeMention(span=span, when=Timespan(start, end, Precision.INTERVAL))


def within(mentions: Sequence[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """Return the mentions that lie whole between two offsets, in order."""
    first = bisect_left(mentions, start, key=lambda mention: mention.span.start)
    found = []
    for mention in mentions[first:]:
        if mention.span.start >= end:
            break
        if mention.span.end <= end:
            found.append(mention)
    return tuple(found)


def _actors(
    text: str, line: Sequence[Token], clause: Clause, kind: ClaimKind
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Return who acts, and on or to whom, by place before or after the verb and by voice."""
    part = line[clause.first : clause.after]
    mentions = [m for m in load_actors().mentions(text, part) if not _only_beside(line, m)]
    main = clause.main
    if main is None:
        return tuple(mentions[:1]), tuple(mentions[1:2])
    at = line[main.first].start
    before = [m for m in mentions if m.span.end <= at]
    behind = [m for m in mentions if m.span.start >= line[main.after - 1].end]
    subject = subject_before(line, (main,), main.first)
    if subject is not None and main.first > subject[0] >= clause.first:
        inside = [m for m in before if m.span.start >= line[subject[0]].start]
        word = line[subject[0]]
        if not inside and subject[1] - subject[0] == 1 and word.lower in _PRONOUNS:
            inside = [ActorMention(span=Span.of(text, word.start, word.end), actor=None)]
        before = inside or before
    if main.passive:
        agents = [m for m in behind if _lead(line, m) == "by"]
        return tuple(agents), tuple(before)
    if kind is ClaimKind.CONTACT and not before:
        return tuple(mentions), ()
    return tuple(before), tuple(behind)


# What borders on somebody's land is not his doing: "the south-west, bordering Jordan".
_BESIDE = frozenset(
    ("bordering", "borders", "adjoining", "facing", "overlooking", "near", "opposite", "beside")
)
_BESIDE_WITH = {
    "with": ("border", "borders", "frontier", "boundary", "crossing"),
    "to": ("next", "close", "adjacent", "nearest"),
}


def _only_beside(line: Sequence[Token], mention: ActorMention) -> bool:
    """Return whether an actor's name only tells where something lies."""
    lead = _lead(line, mention)
    if lead in _BESIDE:
        return True
    if lead not in _BESIDE_WITH:
        return False
    start = bisect_left(line, mention.span.start, key=lambda token: token.start)
    return any(line[at].lower in _BESIDE_WITH[lead] for at in range(max(start - 4, 0), start))


def _lead(line: Sequence[Token], mention: ActorMention) -> str:
    index = bisect_left(line, mention.span.start, key=lambda token: token.start) - 1
    while index >= 0 and line[index].lower in ("the", "a", "an"):
        index -= 1
    return line[index].lower if index >= 0 else ""


def speaker_of(line: Sequence[Token], clause: Clause) -> tuple[int, int] | None:
    """Return the tokens of a clause's subject, where it can be told."""
    main: Predicate | None = clause.main
    if main is None:
        return None
    return subject_before(line, clause.predicates, main.first)
