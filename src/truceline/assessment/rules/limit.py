"""Limit: at most so many of these at one moment, in one party's zone.

Sightings count together where they fall in one window of observation. Within it, sightings that may
be of the same things (the same ground, as far as anybody can tell) count by the largest of them;
sightings that were apart are added, by convolution of their uncertain counts. Over a period the
fullest window counts: windows are never added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from truceline.agreement.provision import Limit
from truceline.assessment.bench import Question
from truceline.assessment.by_time import ByTime
from truceline.assessment.coins import Chance, over_falls
from truceline.assessment.counts import bounds, if_there, largest_of, spread_of, sum_of
from truceline.assessment.held import Held
from truceline.assessment.hold import hold, place_of
from truceline.assessment.link.what import of_class
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import most_telling, spoken_of
from truceline.geo.measure import separation_m
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation, ObservationKind, Tally
from truceline.sentence import say
from truceline.threshold import exceeds_m, reaches
from truceline.timespan import Timespan

# What is no likelier than not is not told of as something to be taken out.
_EVEN = 0.5


def held(question: Question, rule: Limit, incident: Incident) -> Held | None:
    """Return a sighting held against a limit, or None where it cannot count."""
    seen = incident.lead
    if seen.kind is not ObservationKind.PRESENCE or seen.tally is Tally.PERIOD_TOTAL:
        return None
    bench, weights = question.bench, question.weights
    kind = of_class(bench.taxonomy, (seen.what,), rule.classes, rule.attribute, weights)
    if kind.p == 0.0:
        return None
    return hold(question, incident, kind=kind, zone=place_of(question, seen))


def judge(
    question: Question,
    rule: Limit,
    held: Sequence[Held],
    duties: Sequence[Observation],  # noqa: ARG001
    period: Timespan,
) -> Judged:
    """Return the probability that more than the cap were there in one window of the period."""
    length = timedelta(days=question.weights.count_window_days)
    near = [one for one in held if one.incident.lead.when.overlap(period) is not None]
    by_time = ByTime(near, when=lambda one: one.incident.lead.when)
    p_seen, p_happened, above = 0.0, 0.0, 0.0
    for window in _windows(near, period, length):
        of_window = by_time.meeting(window)
        chances = [(one, share) for one in of_window if (share := _share(one, window)) > 0]
        p = _over_cap(question, chances, rule.at_most)
        if p > p_seen:
            p_seen = p
            above = max(0.0, _likely(chances) - rule.at_most)
        p_happened = max(p_happened, _over_cap(question, chances, rule.at_most, whoever=True))
    weighed = [one.within(period) for one in near]
    shown = [one for one in weighed if reaches(one.p_breach, question.weights.mention)]
    return Judged(
        p_seen=p_seen,
        p_happened=p_happened,
        p_about=spoken_of(weighed),
        weighed=most_telling(shown),
        above=above or None,
        note=None if not shown else say("what was counted is a lower bound of what was there"),
    )


def _windows(held: Sequence[Held], period: Timespan, length: timedelta) -> list[Timespan]:
    """Return one window from the start of each sighting: the fullest begins with a sighting."""
    starts = set()
    for one in held:
        common = one.incident.lead.when.overlap(period)
        start = (common.start if common is not None else None) or period.start
        if start is not None:
            starts.add(start)
    return [Timespan(start, start + length) for start in sorted(starts)]


def _share(one: Held, window: Timespan) -> float:
    seen = one.incident.lead
    if seen.tally is Tally.THROUGHOUT:
        return 1.0 if seen.when.overlap(window) is not None else 0.0
    share = seen.when.share_within(window)
    return 0.0 if math.isnan(share) else share


def _over_cap(
    question: Question, chances: Sequence[tuple[Held, float]], cap: int, *, whoever: bool = False
) -> float:
    """Return the probability that more than the cap were there.

    To find what would change a finding, every window is asked again for each change, and all but
    those of the one incident hold what they held.
    """
    if sum(bounds(one.incident.lead.count)[1] for one, _ in chances) <= cap:
        return 0.0
    shares = tuple(share for _, share in chances)
    return question.bench.memo.of(
        "over the cap",
        tuple(one for one, _ in chances),
        (shares, cap, whoever),
        lambda: _worked_out(chances, cap, whoever=whoever),
    )


def _worked_out(chances: Sequence[tuple[Held, float]], cap: int, *, whoever: bool) -> float:
    spreads = [spread_of(one.incident.lead.count, cap=cap) for one, _ in chances]
    groups = _same_things([one for one, _ in chances])

    def above(given: Sequence[float]) -> float:
        there = [if_there(spread, p) for spread, p in zip(spreads, given, strict=True)]
        return sum_of([largest_of([there[i] for i in group]) for group in groups], cap=cap)[-1]

    return over_falls([_chance(one, share, whoever=whoever) for one, share in chances], above)


def _chance(one: Held, share: float, *, whoever: bool) -> Chance:
    if not whoever:
        return Chance(one.p_before_period * share, one.coins)
    own = {name for name, _ in one.actor.coins}
    p = one.real.p * one.zone.p * one.kind.p * one.excepted.p * share
    return Chance(p, tuple(coin for coin in one.coins if coin[0] not in own))


def _same_things(held: Sequence[Held]) -> list[list[int]]:
    """Return groups of sightings that may be of the same things, by their indices.

    Sightings are apart only where both have a point and the points are farther apart than their
    errors together; a whole area that was named may hold any point in it. What may be either of
    two puts all three in one group, so that nothing is counted twice in whatever order it came.
    """
    groups: list[list[int]] = []
    for index, one in enumerate(held):
        near = [group for group in groups if any(_may_be_same(one, held[i]) for i in group)]
        apart = [group for group in groups if group not in near]
        groups = [*apart, [*(i for group in near for i in group), index]]
    return groups


def _may_be_same(first: Held, second: Held) -> bool:
    a, b = first.incident.lead.place, second.incident.lead.place
    if a is None or b is None:
        return True
    return not exceeds_m(separation_m(a, b), a.accuracy_m + b.accuracy_m)


def _likely(chances: Sequence[tuple[Held, float]]) -> float:
    """Return the number most told of at once: middle of each range, groups by their largest.

    Only what was there more likely than not is among it.
    """
    there = [one for one, share in chances if reaches(one.p_before_period * share, _EVEN)]
    groups = _same_things(there)
    middles = [sum(bounds(one.incident.lead.count)) / 2 for one in there]
    return sum(max(middles[i] for i in group) for group in groups)
