"""Codes: PLOVER class, ACLED sub-event, our act and its relation, for a clause of a known kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.asked import Asked, asked, first_of
from truceline.reading.clauses.clue import Sorted
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.verbs import Frame, frame_named, frames_of, lemma_of


@dataclass(frozen=True, slots=True)
class Codes:
    """Event codes of a claim; None where none fits."""

    event: str | None = None
    acled: str | None = None
    act: str | None = None
    relation: str | None = None


_BY_MODALITY = {
    Modality.DEMANDED: "REQUEST",
    Modality.THREATENED: "THREATEN",
    Modality.OFFERED: "AGREE",
    Modality.PLEDGED: "AGREE",
    Modality.CONDITIONAL: "AGREE",
    Modality.PERMITTED: "CONCEDE",
}


def codes_of(words: str, *, found: Sorted, modality: Modality) -> Codes:
    """Return the event codes of a clause.

    >>> from truceline.reading.words.verbs import frames_of
    >>> row = Sorted(ClaimKind.EVENT, "verb of action", "shell", frames_of("shell")[0])
    >>> codes_of("troops shelled the village", found=row, modality=Modality.HAPPENED).act
    'artillery fire'
    """
    frame = found.frame
    relation = _first("relations", words)
    if found.kind in (ClaimKind.STATEMENT, ClaimKind.COMMITMENT):
        if _refuses(words, found):
            return Codes(event="REJECT")
        if found.kind is ClaimKind.COMMITMENT and _threatens(words, frame):
            return Codes(event="THREATEN")
        event = _BY_MODALITY.get(modality) or (frame.event if frame is not None else None)
        return Codes(event=event)
    if found.kind in (ClaimKind.CONTACT, ClaimKind.RELAY):
        asks = _ASKS.search(words) is not None and found.rule != "a journey to somebody"
        return Codes(event="REQUEST" if asks else "CONSULT", act="contact")
    if found.kind is ClaimKind.CONTROL and frame is not None and frame.name == "take":
        return Codes(frame.event, frame.acled, frame.act)
    if found.kind is not ClaimKind.EVENT:
        return Codes(relation=relation)
    return _of_event(words, found, relation)


def _of_event(words: str, found: Sorted, relation: str | None) -> Codes:
    """Return the codes of something done."""
    frame = found.frame
    act = _first("acts", words)
    if found.rule == "accused of an act" and frame is not None:
        return Codes("ACCUSE", frame.acled, frame.act, relation)
    moved = found.rule in _MOVED and (frame is None or frame.event is None)
    if found.rule == "perceived overhead" or (moved and act == "overflight"):
        return Codes("COERCE", None, "overflight", relation)
    if moved:
        return Codes("MOBILIZE", None, act, relation)
    if frame is not None and frame.name in _GETS_THERE and _AID.search(words):
        return Codes("AID", None, None, relation)
    fire = _fire_nouns().search(words)
    if frame is not None and frame.event == "ASSAULT":
        if act in ("overflight", None):
            act = frame.act
        return Codes("ASSAULT", frame.acled, act, relation)
    if frame is not None and frame.kind == "event" and frame.event is not None:
        own = act if act == "overflight" else frame.act
        return Codes(frame.event, frame.acled, own, relation)
    if fire is not None:
        act = act or "firing"
        event = None if act in ("explosion", "impact") else "ASSAULT"
        return Codes(event, None, act, relation)
    return Codes(None, None, act if act == "overflight" else None, relation)


# What somebody undertakes not to do for others is a refusal.
_REFUSAL = re.compile(
    r"\b(?:will|would|shall) (?:not|never) (?:accept|agree|sign|talk|negotiate|recogni[sz]e|meet|"
    r"help|support|provide|join|attend|resign|step down|compromise|yield|bow|"
    r"give|leave|withdraw|allow|permit|take part|participate|return|surrender|disarm|let|lift)\b"
)
_NEVER = re.compile(r"\bout of the question\b")


def _refuses(words: str, found: Sorted) -> bool:
    """Return whether a position or an undertaking is a refusal, whatever it speaks of."""
    if found.kind is ClaimKind.COMMITMENT and _REFUSAL.search(words):
        return True
    breaks = found.rule == "verb of position" and found.frame is not None
    breaks = breaks and found.frame == frame_named("reject") and _NOT.search(words) is None
    return breaks or _NEVER.search(words) is not None


_NOT = re.compile(r"\b(?:not|never|nor|neither)\b|n't\b")
_SWORN = re.compile(r"\b(?:vow|sw[eo]r|pledg|promis)\w* (?!not)(?:\w+ )??to (?P<verb>\w+)")


def _threatens(words: str, frame: Frame | None) -> bool:
    """Return whether an undertaking is to do harm: "have sworn to fight on"."""
    if _NOT.search(words):
        return False
    sworn = _SWORN.search(words)
    frames = frames_of(lemma_of(sworn["verb"])) if sworn else ()
    return any(
        one.name in _HOSTILE or one.event == "SANCTION" for one in (*frames[:1], frame) if one
    )


_HOSTILE = frozenset(("fire", "bomb", "attack", "clash", "hinder", "detain", "protest"))


# A letter or a message that asks for something is coded as what it asks.
_ASKS = re.compile(
    r"\b(?:asking|requesting|demanding|urging)\b|\bto (?:ask|request|demand) (?:for |an? |the )|"
    r"\basked (?:him|her|them|us|me)\b"
)
_MOVED = frozenset(("perceived movement", "arms on the move"))
# Relief that gets somewhere is aid, whatever verb tells that it got there.
_GETS_THERE = frozenset(("advance", "enter", "agree", "withdraw", "give"))
_AID = re.compile(
    r"\b(?:flour|food|medicines?|relief|tents|blankets|wheat|rice|medical supplies|aid|the wounded|"
    r"humanitarian|drinking water|supplies for)\b"
)


def _first(key: str, words: str) -> str | None:
    names, row = _rows(key)
    found = first_of(row, words)
    return None if found is None else names[found[0]]


@cache
def _rows(key: str) -> tuple[tuple[str, ...], tuple[Asked, ...]]:
    rows = load_yaml("kinds.yaml")[key]
    return tuple(rows), tuple(asked(row) for row in rows.values())


@cache
def _fire_nouns() -> Asked:
    return asked(load_yaml("kinds.yaml")["fire_nouns"])
