"""Codes: PLOVER class, ACLED sub-event, our act and its relation, for a clause of a known kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.kinds import Sorted
from truceline.reading.words.lexicon_files import load_yaml


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
        event = _BY_MODALITY.get(modality) or (frame.event if frame is not None else None)
        return Codes(event=event)
    if found.kind in (ClaimKind.CONTACT, ClaimKind.RELAY):
        return Codes(event="CONSULT", act="contact")
    if found.kind is ClaimKind.CONTROL and frame is not None and frame.name == "take":
        return Codes(frame.event, frame.acled, frame.act)
    if found.kind is not ClaimKind.EVENT:
        return Codes(relation=relation)
    act = _first("acts", words)
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


def _first(key: str, words: str) -> str | None:
    for name, pattern in _rows(key):
        if pattern.search(words):
            return name
    return None


@cache
def _rows(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(row)) for name, row in load_yaml("kinds.yaml")[key].items())


@cache
def _fire_nouns() -> re.Pattern[str]:
    return re.compile(load_yaml("kinds.yaml")["fire_nouns"])
