"""In short: the headline of some findings by themselves, without the rest of a report."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding
from truceline.report.compose import groups_of, unlooked_in
from truceline.report.headline import headline
from truceline.report.report import Point
from truceline.timespan import Timespan


def in_short(
    findings: Sequence[Finding],
    *,
    agreements: Sequence[Agreement],
    period: Timespan,
    as_of: str,
) -> tuple[Point, ...]:
    """Return what findings come to in a few points, as a report on them would begin."""
    return headline(
        groups_of(findings),
        unlooked_in(findings),
        agreements=agreements,
        period=period,
        as_of=as_of,
    )
