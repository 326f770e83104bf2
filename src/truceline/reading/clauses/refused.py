"""Refused: access that a monitor was denied, and accords that were not come to."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.clue import Clue, Sorted, sorted_as, verb_at
from truceline.reading.words.verbs import frame_named

# What a monitor asks for: to refuse it is to hinder him.
_ACCESS = re.compile(
    r"\b(?:access|entry|passage|permission|patrols?|observers?|monitors?|inspectors?|flights?|teams?|"
    r"convoys?|visas?|clearance|visits?|delegation|journalists?|mission|vehicles?|trucks?|lorries|"
    r"peacekeepers?|drivers?|inspections?)\b"
)
_REFUSED = frozenset(("refuse", "deny", "bar", "prohibit", "forbid", "ban", "withhold"))


def access_refused(clue: Clue) -> Sorted | None:
    """Sort access that was refused as an event, and no view: "entry was denied"."""
    main = clue.main
    if main is None or not main.passive or main.modal is not None or clue.lemma not in _REFUSED:
        return None
    before = clue.words[: verb_at(clue.words, main)]
    asked_for = _ACCESS.search(before) is not None or _ACCESS_BEHIND.search(clue.words) is not None
    done = main.past or main.perfect or main.shape == "ed"
    if not (asked_for and done) or clue.modality is Modality.PERMITTED:
        return None
    return Sorted(ClaimKind.EVENT, "access refused", clue.lemma, frame_named("hinder"))


_ACCESS_BEHIND = re.compile(r"\b(?:refused|denied) (?:access|entry|passage|permission)\b")


def no_accord(clue: Clue) -> Sorted | None:
    """Sort that no agreement was come to as a verdict: "have not yet agreed on the line"."""
    main = clue.main
    if main is None or main.modal == "would" or clue.cue is not None:
        return None
    agrees = clue.lemma == "agree" or re.search(r"\bable to agree\b", clue.words) is not None
    if not (main.negated and agrees):
        return None
    return sorted_as(ClaimKind.STATEMENT, "no accord", clue.lemma, clue)
