"""Sides: who does something to whom, once it is known what a clause says and who tells it.

A demand or a threat is made by its teller, to those of whom its clause speaks. A pronoun in a
teller's own words is the teller. "The two leaders" are the two persons just named. A proper name
that no list knows is an actor by its own words, where it is the subject of an act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.actors import load_actors
from truceline.reading.claim import ActorMention, ClaimKind, Modality, PlaceMention, Teller
from truceline.reading.clauses.clause import Clause
from truceline.reading.speech.attribution import CALENDAR
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import frames_of

Mentions = tuple[ActorMention, ...]
PRONOUNS = word_set("he she they it we i")
_PAIRS = ("the leaders", "the two leaders", "both leaders", "the two men", "the two presidents")
_DUTY = word_set("must should shall may")
_ADDRESSED = frozenset((Modality.DEMANDED, Modality.THREATENED))
_ACTS = frozenset((ClaimKind.EVENT, ClaimKind.PRESENCE, ClaimKind.CONTROL))
_NAME = frozenset(("NNP",))
# Words that open a heading or a row of a log, and act in no sentence.
_NO_ACTOR = word_set("patrol log report annex bulletin update page map note day team sector zone")


def addressed(
    who: Mentions, to_whom: Mentions, *, teller: Teller, modality: Modality, clause: Clause
) -> tuple[Mentions, Mentions]:
    """Return who demands or threatens, and whom: the teller, and those the clause speaks of."""
    if modality not in _ADDRESSED:
        return who, to_whom
    if clause.main is not None and _asks_itself(clause.main) and who:
        return who, to_whom
    asks = clause.main is not None and clause.main.modal not in _DUTY
    if clause.attributions and teller.span is not None:
        by = (ActorMention(span=teller.span, actor=teller.actor),)
        rest = tuple(one for one in who if one.actor is None or one.actor != teller.actor)
        return by, (*rest, *to_whom)
    if modality is Modality.DEMANDED and not asks:
        return (), (*who, *to_whom)
    return who, to_whom


# Frames of verbs whose own subject asks or threatens: "a judge ordered him to appear, they said".
_ASKING = frozenset(("request", "threaten"))


def _asks_itself(main: Predicate) -> bool:
    return not main.passive and any(frame.name in _ASKING for frame in frames_of(main.lemma))


def resolved(mentions: Mentions, *, teller: Teller, pair: Sequence[str]) -> Mentions:
    """Return mentions with pronouns of a teller's own words, and of a pair just named, resolved.

    ``pair`` holds the names of the persons whom the sentence before names.
    """
    found: list[ActorMention] = []
    for one in mentions:
        words = one.span.quote.lower()
        if one.actor is None and words in PRONOUNS and teller.span is not None:
            found.append(replace(one, actor=teller.actor))
        elif one.actor is None and words in _PAIRS and len(pair) == 2:
            found.extend(replace(one, actor=name) for name in pair)
        else:
            found.append(one)
    return tuple(found)


def persons_in(text: str, line: Sequence[Token]) -> tuple[str, ...]:
    """Return the persons that a sentence names, each once, in order."""
    known = _persons()
    named = [one.actor for one in load_actors().mentions(text, line)]
    return tuple(dict.fromkeys(name for name in named if name in known))


@cache
def _persons() -> frozenset[str]:
    return frozenset(actor.name for actor in load_actors() if actor.kind == "person")


def by_own_name(
    text: str,
    line: Sequence[Token],
    tags: Sequence[str],
    clause: Clause,
    *,
    kind: ClaimKind,
    places: Sequence[PlaceMention],
) -> Mentions:
    """Return the actor that a proper name unknown to every list makes: the subject of an act.

    Also the name behind "of" where a clause tells of arms and has no verb of its own.
    """
    main = clause.main
    states = main is not None and any(frame.event for frame in frames_of(main.lemma))
    if kind not in _ACTS and not states:
        return ()
    if main is not None and not main.passive:
        subject = subject_before(line, (main,), main.first)
        if subject is None or subject[0] < clause.first:
            return ()
        part = _name_in(line, tags, *subject)
    else:
        part = _name_behind_of(line, tags, clause)
    if part is None or line[part[0]].lower in CALENDAR | _NO_ACTOR:
        return ()
    span = Span.of(text, line[part[0]].start, line[part[1] - 1].end)
    if any(place.span.start < span.end and span.start < place.span.end for place in places):
        return ()
    return (ActorMention(span=span, actor=span.quote),)


def _name_in(
    line: Sequence[Token], tags: Sequence[str], first: int, after: int
) -> tuple[int, int] | None:
    """Return the name that makes up a subject, an article and plain nouns behind it aside."""
    while first < after and tags[first] in ("DT", "JJ", "CD"):
        first += 1
    end = first
    while end < after and tags[end] in _NAME and line[end].text[0].isupper():
        end += 1
    behind = all(tags[at] in ("NN", "NNS", "POS") for at in range(end, after))
    return (first, end) if end > first and behind else None


def _name_behind_of(
    line: Sequence[Token], tags: Sequence[str], clause: Clause
) -> tuple[int, int] | None:
    for at in range(clause.first + 1, clause.after - 1):
        if line[at].lower in ("of", "by") and tags[at - 1] in ("NN", "NNS", "VBN", "VBD"):
            end = at + 1
            while end < clause.after and tags[end] in _NAME:
                end += 1
            if end > at + 1:
                return at + 1, end
    return None
