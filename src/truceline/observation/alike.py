"""Alike: whether two observations may speak of the same happening, and what says so.

Only their own uncertainties decide: nothing is merged because it would be convenient, and each
reason is told in words that stand in the incident.
"""

from __future__ import annotations

import math
from datetime import timedelta

from truceline.geo.measure import separation_m
from truceline.observation.lineage import akin
from truceline.observation.observation import (
    Count,
    LogRow,
    Observation,
    ObservationKind,
    Relation,
    Tally,
)
from truceline.reading.claim import Stance
from truceline.sentence import in_turn, say, term
from truceline.threshold import exceeds_m, reaches
from truceline.timespan import Precision, Timespan

# Days are told in local time and kept as days in UTC; where one of two times is finer than a day
# the clocks may differ by this much. The theatres shipped lie two to three hours east of UTC.
CLOCK_SLACK = timedelta(hours=3)
# Two spans this long or shorter may name one happening when they overlap. Beyond a month an overlap
# says little: several such things can happen in it, and what stood throughout half a year would
# lose its other months to a sighting of one day.
WIDEST_SPAN = timedelta(days=31)
# Longer spans must be nearly the same span: the same reporting period, told twice.
SAME_SPAN_SHARE = 0.8
# A combined error above this is a region, and no longer tells two happenings apart.
WIDEST_ERROR_M = 15_000.0
# Counts of one happening by different tellers seldom differ by more than this factor.
COUNT_FACTOR = 2.0
# Ways of lying to a line or area that may describe one act.
_RELATIONS = {
    frozenset(pair)
    for pair in (
        (Relation.ACROSS, Relation.INTO),
        (Relation.ACROSS, Relation.TOWARDS),
        (Relation.ACROSS, Relation.OVER),
        (Relation.ACROSS, Relation.FROM),
        (Relation.INTO, Relation.TOWARDS),
        (Relation.INTO, Relation.OVER),
        (Relation.INTO, Relation.FROM),
        (Relation.OVER, Relation.WITHIN),
        (Relation.FROM, Relation.TOWARDS),
    )
}


def alike(one: Observation, other: Observation) -> tuple[str, ...] | None:
    """Return what says that the two may be of one happening, or None where something parts them.

    What must agree: kind and what (one may be a kind of the other), tally, relation, actors, time,
    place or area, and count. An unknown actor goes with any from the same side.
    """
    if _listed_apart(one, other):
        return None
    if not (_same_sort(one, other) and _same_actors(one, other) and _same_count(one, other)):
        return None
    when = _same_time(one, other)
    where = _same_place(one, other)
    if when is None or where is None:
        return None
    return say("what: {what}", what=_finer(one.what, other.what)), when, where


def _listed_apart(one: Observation, other: Observation) -> bool:
    """A record that lists two rows out of one paper tells of two things, unless they are equal."""
    a, b = one.basis, other.basis
    if not isinstance(a, LogRow) or not isinstance(b, LogRow):
        return False
    same_paper = (a.document, a.cites, a.url) == (b.document, b.cites, b.url)
    if not same_paper:
        return False
    if a.row == b.row:
        return one.place_text != other.place_text or one.actors != other.actors
    return a.quote != b.quote


def _same_sort(one: Observation, other: Observation) -> bool:
    if one.kind is not other.kind or not akin(one.what, other.what):
        return False
    if (one.tally is Tally.PERIOD_TOTAL) != (other.tally is Tally.PERIOD_TOTAL):
        return False
    if (
        one.assets
        and other.assets
        and not any(akin(a, b) for a in one.assets for b in other.assets)
    ):
        return False
    pair = frozenset((one.relation, other.relation))
    return None in pair or len(pair) == 1 or pair in _RELATIONS


def _same_actors(one: Observation, other: Observation) -> bool:
    if one.actors and other.actors:
        return any(
            a.actor in (b.actor, b.of) or a.of == b.actor for a in one.actors for b in other.actors
        )
    return not one.side or not other.side or one.side == other.side


def _same_count(one: Observation, other: Observation) -> bool:
    a, b = one.count, other.count
    if a is None or b is None or one.kind is ObservationKind.DUTY:
        return True
    return _reaches(a, b) and _reaches(b, a)


def _reaches(a: Count, b: Count) -> bool:
    if a.maximum is None or b.minimum is None:
        return True
    return b.minimum <= a.maximum * COUNT_FACTOR


def _same_time(one: Observation, other: Observation) -> str | None:
    a, b = one.when, other.when
    if a.overlap(b) is None:
        finer = Precision.MINUTE in (a.precision, b.precision)
        if not finer or a.gap_to(b) > CLOCK_SLACK:
            return None
        return say("time: {a} and {b}, closer than clocks are told", a=a, b=b)
    # A denial happens at no moment: it denies whatever lies in the time it speaks of.
    denied = one.stance is not Stance.ASSERTS or other.stance is not Stance.ASSERTS
    is_wide = not denied and max(a.seconds, b.seconds) > WIDEST_SPAN.total_seconds()
    if (is_wide or one.tally is Tally.PERIOD_TOTAL) and not reaches(_share(a, b), SAME_SPAN_SHARE):
        return None
    return say("time: {a}", a=a) if a == b else say("time: {a} and {b} overlap", a=a, b=b)


def _share(a: Timespan, b: Timespan) -> float:
    """Return the share of their common stretch in the stretch that both cover together."""
    common = a.overlap(b)
    if common is None or a.is_open or b.is_open:
        return 1.0 if a == b else 0.0
    return common.seconds / (a.seconds + b.seconds - common.seconds)


def _same_place(one: Observation, other: Observation) -> str | None:
    if one.place and other.place:
        error_m = math.hypot(one.place.accuracy_m, other.place.accuracy_m)
        apart_m = separation_m(one.place, other.place)
        if exceeds_m(apart_m, error_m):
            return None
        if not exceeds_m(error_m, WIDEST_ERROR_M):
            return say(
                "place: {apart_m:,.0f} m apart, within their {error_m:,.0f} m of error",
                apart_m=apart_m, error_m=error_m,
            )  # fmt: skip
    shared = [area for area in one.areas if area in other.areas]
    if shared:
        return say("area: {areas}", areas=", ".join(shared))
    words = one.place_text.casefold().split()
    if words and words == other.place_text.casefold().split():
        return say("place: both say {place!r}", place=one.place_text)
    return None


def _finer(one: str, other: str) -> str:
    return in_turn(map(term, sorted({one, other})), between=" / ")
