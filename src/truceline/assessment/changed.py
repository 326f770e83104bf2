"""Changed: a trial with something changed in it, and in all that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from truceline.assessment.by_time import ByTime
from truceline.assessment.held import HeldOnce
from truceline.assessment.trial import Trial
from truceline.timespan import Timespan


def changed(trial: Trial, change: Callable[[Trial], Trial]) -> Trial:
    """Return a trial changed, with all its parts, phases and areas."""
    return replace(
        change(trial),
        parts=tuple(changed(one, change) for one in trial.parts),
        phases=tuple(changed(one, change) for one in trial.phases),
        areas=tuple(changed(one, change) for one in trial.areas),
    )


def narrowed(trial: Trial, period: Timespan) -> Trial:
    """Return a trial with nothing but what meets a period, so that it is quickly judged anew.

    Its incidents keep what they weigh, as only one of them changes at a time.
    """
    return changed(
        trial,
        lambda one: replace(
            one,
            held=ByTime(
                map(HeldOnce.of, one.held.meeting(period)),
                when=lambda held: held.incident.lead.when,
            ),
            covered=ByTime(one.covered.meeting(period), when=lambda seen: seen.record.when),
        ),
    )
