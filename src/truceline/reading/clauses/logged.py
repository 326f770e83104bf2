"""Logged: what a log tells of fire without a verb."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind
from truceline.reading.clauses.clue import Clue, Sorted
from truceline.reading.words.verbs import frame_named

_LOGGED_FIRE = re.compile(
    r"\b(?:bearing|brg|dir|direction|impacts?|outgoing|incoming|launch|hit|no hit|overhead)\b"
)
_FIRING_ARMS = re.compile(
    r"\b(?:mortars?|rockets?|shells?|missiles?|snipers?|rounds?|flares?|grads?|rpgs?|tracer)\b"
)


def fire_in_log(clue: Clue) -> Sorted | None:
    """Sort what a log tells of fire without a verb: "mortar, bearing 210, est. 3 km"."""
    unsaid = clue.main is None and clue.cue is None
    if not unsaid or _LOGGED_FIRE.search(clue.words) is None:
        return None
    found = _FIRING_ARMS.search(clue.words)
    if found is None:
        return None
    return Sorted(ClaimKind.EVENT, "fire in a log", found[0], clue.frame or frame_named("fire"))
