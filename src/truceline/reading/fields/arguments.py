"""Arguments: who, to whom, where, when and how much, for one clause."""

from __future__ import annotations

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
from truceline.timespan import Timespan

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
    times = _within(mentions.times, start, end)
    around = _within(mentions.times, sentence.start, sentence.end)
    places = _within(mentions.places, start, end)
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
        time=next(iter(times or around), None),
        quantities=_within(mentions.quantities, start, end),
    )


def _within(mentions: Sequence[Mention], start: int, end: int) -> tuple[Mention, ...]:
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
    mentions = list(load_actors().mentions(text, part))
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
