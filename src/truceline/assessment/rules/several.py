"""Several: incidents of one period, each a breach by itself, taken together."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.assessment.coins import any_of
from truceline.assessment.finding import Weighed
from truceline.assessment.held import Held
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Tally
from truceline.threshold import parts, reaches
from truceline.timespan import Timespan


def together(held: Sequence[Held], period: Timespan, *, mention: float) -> Judged:
    """Return what several incidents come to: one or more of them was a breach.

    A total over a time may hold the very items that are dated elsewhere, so it is never added to
    them: the dated items together, or the total alone, whichever says more.
    """
    spoken = [(one, one.within(period)) for one in held]
    pairs = [(one, weighed) for one, weighed in spoken if weighed.p_happened > 0]
    dated = [pair for pair in pairs if pair[0].incident.lead.tally is not Tally.PERIOD_TOTAL]
    totals = [pair for pair in pairs if pair[0].incident.lead.tally is Tally.PERIOD_TOTAL]
    p_seen = max([_of(dated), *(_of([pair]) for pair in totals)])
    p_happened = max([_of(dated, whoever=True), *(_of([pair], whoever=True) for pair in totals)])
    shown = [weighed for _, weighed in pairs if reaches(weighed.p_breach, mention)]
    return Judged(
        p_seen=p_seen,
        p_happened=p_happened,
        p_about=spoken_of([weighed for _, weighed in spoken]),
        weighed=most_telling(shown),
    )


def spoken_of(weighed: Sequence[Weighed]) -> float:
    """Return how surely any of the incidents speaks of the ground at all, by the surest of them.

    >>> spoken_of([])
    0.0
    """
    return max((one.p_about for one in weighed), default=0.0)


def most_telling(weighed: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Return incidents with the most telling first."""
    return tuple(sorted(weighed, key=lambda one: (-parts(one.p_breach), one.incident.id)))


def _of(pairs: Sequence[tuple[Held, Weighed]], *, whoever: bool = False) -> float:
    return (
        any_of([one.chance(weighed, whoever=whoever) for one, weighed in pairs]) if pairs else 0.0
    )
