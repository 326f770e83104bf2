"""Control: whether a clause tells who holds ground, or who takes it."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.clue import Clue, Sorted, sorted_as, verb_at
from truceline.reading.words.verbs import frame_named

# So put, ground changes hands in words alone.
_ONLY_SAID = frozenset(
    (Modality.OFFERED, Modality.PLEDGED, Modality.CONDITIONAL, Modality.DEMANDED,
     Modality.THREATENED, Modality.WARNED, Modality.PERMITTED)
)  # fmt: skip
# Whoever is held so is detained; what is held else is ground.
_HELD_ONES = re.compile(
    r"\b(?:man|men|wom[ae]n|people|persons?|workers?|drivers?|crew|civilians?|suspects?|officers?|"
    r"soldiers?|teachers?|journalists?|fishermen|students?|prisoners?|hostages?|captives?|he|she|"
    r"they|pilots?|monks?|villagers?|boys?|girls?)\b[\w ,-]*$"
)
# "Takes no position on": a view, and no ground.
_POSITION_TAKEN = re.compile(
    r"\b(?:take|takes|took|taken|taking) (?:up |no |a |an |any |their |its |his )*"
    r"(?:positions?|stand|view|part|place|note|notice|care|time)\b"
)
_VIEWS = ("no position", "a position", "any position", "stand", "view")
_HOLDING = frozenset(("", "be", "belong", "fall", "remain", "lie", "change", "fly", "stay"))


def control(clue: Clue) -> Sorted | None:
    """Sort who holds what, and the taking and losing of ground."""
    if clue.modality in _ONLY_SAID:
        return None
    if clue.frame_name == "hold" and clue.search("contact") is None:
        return _held(clue)
    taken = _POSITION_TAKEN.search(clue.words)
    if taken is not None:
        view = taken.group().endswith(_VIEWS) and " up " not in taken.group()
        return sorted_as(ClaimKind.STATEMENT, "takes a view", taken.group(), clue) if view else None
    if clue.frame_name == "take" and clue.search("ground") is not None:
        return sorted_as(ClaimKind.CONTROL, "taking verb", clue.lemma, clue)
    found = clue.search("control")
    passive = clue.main is not None and clue.main.passive
    if found is None and clue.lemma == "run" and clue.search("ground") is not None and not passive:
        return sorted_as(ClaimKind.CONTROL, "runs the ground", "run", clue)
    held = passive and clue.lemma in ("occupy", "hold", "control")
    if found is not None and (clue.lemma in _HOLDING or held):
        return sorted_as(ClaimKind.CONTROL, "words of control", found, clue)
    return None


def _held(clue: Clue) -> Sorted | None:
    """Sort what is held: ground, or somebody."""
    before = clue.words[: verb_at(clue.words, clue.main)]
    if clue.main is not None and clue.main.passive and _HELD_ONES.search(before):
        return Sorted(ClaimKind.EVENT, "somebody is held", clue.lemma, frame_named("detain"))
    quiet = re.search(r"\b(?:truce|cease-?fire|calm|lull|deal)$", before.strip()) is not None
    if clue.lemma == "hold" and (quiet or clue.search("ground") is None):
        return None
    return sorted_as(ClaimKind.CONTROL, "holding verb", clue.lemma, clue)
