"""Left out: what a report or a map does not show, told so that nothing goes missing in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.report.drawn_incident import drawn_incidents
from truceline.sentence import say

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.observation.incident import Incident


def within(judged: Judged) -> tuple[Incident, ...]:
    """Return the incidents whose time meets the time judged."""
    return tuple(
        one for one in judged.incidents if one.lead.when.overlap(judged.period) is not None
    )


def left_out_of_report(judged: Judged) -> tuple[str, ...]:
    """Return a sentence for each sort of thing that the report of a period does not show."""
    weighed = {one.incident.id for finding in judged.findings for one in finding.weighed}
    inside = {one.id for one in within(judged)} | weighed
    return _told(len([one for one in judged.incidents if one.id not in inside]), judged)


def left_out_of_map(judged: Judged) -> tuple[str, ...]:
    """Return a sentence for each sort of thing that the map of a period does not show."""
    shown = within(judged)
    without = sum(one.place is None for one in drawn_incidents(shown))
    sentences = _told(len(judged.incidents) - len(shown), judged)
    if without:
        sentence = say(
            "{without} of {shown} incidents have no place told, or none closer than 25 km; "
            "they are counted in the legend, not drawn.",
            without=without, shown=len(shown),
        )  # fmt: skip
        return (*sentences, sentence)
    return sentences


def _told(outside: int, judged: Judged) -> tuple[str, ...]:
    if not outside:
        return ()
    return (
        say(
            "{n} incidents lie outside {period} and are not in it.", n=outside, period=judged.period
        ),
    )
