"""Acted: the place of an act in the log, held against the ground on which its duty is owed.

A report of a thing lies somewhere in the area that it names. An act of a duty is told of the area
that it was done for: who inspected the area of limitation inspected the ten kilometres in it. So an
area counts that lies in the ground, and one that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.link.ground import Ground
from truceline.assessment.link.where import in_zone, told_words
from truceline.assessment.weights import Weights
from truceline.observation.observation import Observation
from truceline.threshold import exceeds_m, reaches

# The log tells of the act and not of its place: neither answer is preferred.
_NOT_TOLD = 0.5
# Below an even chance an act does not count towards a duty that was kept.
_EVEN = 0.5
# Within this of what a name is worth at most, or of nothing, the name settles the place.
_SETTLED = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """How surely an act of a log was done on some ground.

    ``p`` is how surely, and ``may`` whether it can have been there at all, by the errors of place
    and line. ``word`` is the name that puts it there, or nowhere where none does: acts under one
    name share its doubt. ``told`` is False where no place is told that can be linked.
    """

    p: float
    may: bool
    word: str | None = None
    told: bool = True

    @property
    def at_least(self) -> float:
        """Return how surely it counts towards a duty that was kept: never by a mere chance."""
        return self.p if self.told and reaches(self.p, _EVEN) else 0.0

    @property
    def at_most(self) -> float:
        """Return how surely it counts against a duty that was missed: wholly if it can."""
        return 1.0 if self.may else 0.0

    def is_settled(self, weights: Weights) -> bool:
        """Return whether it was there or elsewhere as surely as a name can tell."""
        return reaches(self.p, weights.word_area - _SETTLED) or not self.may


def acted_on(ground: Ground, zone: str, seen: Observation, weights: Weights) -> Placed:
    """Return how surely an act was done on the ground of a zone.

    Named areas count before a point, as everywhere; a point is integrated over the zone with the
    zone's own error. An act without a place that can be linked is not taken to have been anywhere.
    """
    named = _by_name(ground, zone, seen, weights)
    if named is not None and (seen.place is None or named.is_settled(weights)):
        return named
    if seen.place is None and not ground.extents_named(seen):
        return Placed(p=_NOT_TOLD, may=True, word="", told=False)
    found = in_zone(ground, zone, seen, weights)
    return Placed(p=found.p, may=_may_touch(ground, zone, seen, found.p))


def _by_name(ground: Ground, zone: str, seen: Observation, weights: Weights) -> Placed | None:
    """Return the best of the named areas; one name that may mean several is their mean."""
    best: float | None = None
    words = told_words(ground, seen)
    for meant in ground.zones_named(words, side=seen.side):
        shares = [_common(ground, one, zone) for one in meant]
        known = [share for share in shares if share is not None]
        if known:
            best = max(best or 0.0, sum(known) / len(known))
    if best is None:
        return None
    word = f"{seen.side or 'any'} side: {', '.join(words)}"
    # Areas that share an edge share a sliver of ground: that is no place to have been.
    return Placed(p=best * weights.word_area, may=reaches(best, _SETTLED), word=word)


def _common(ground: Ground, named: str, zone: str) -> float | None:
    """Return the larger share of two areas that lies in the other; None where one is undrawn."""
    shares = (ground.share_of(named, zone), ground.share_of(zone, named))
    return max((share for share in shares if share is not None), default=None)


def _may_touch(ground: Ground, zone: str, seen: Observation, p: float) -> bool:
    """Return whether a point can have been in a zone, by its own error and that of the edge."""
    found = ground.zone(zone)
    margin_m = None if seen.place is None else ground.margin_m(zone, seen.place)
    if found is None or seen.place is None or margin_m is None:
        return p > 0.0
    return not exceeds_m(-margin_m, seen.place.accuracy_m + found.error_m)
