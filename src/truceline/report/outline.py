"""Outline: what a report would say in short, without all that it would list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding
from truceline.assessment.policy import Policy
from truceline.report.compose import groups_of, unlooked_in, versions_of
from truceline.report.headline import headline
from truceline.report.report import Group, Point
from truceline.report.wording import limits
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The parts of a report that do not grow with the record; each as ``Report`` has it."""

    as_of: str
    period: Timespan
    headline: tuple[Point, ...]
    groups: tuple[Group, ...]
    versions: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]


def outline(
    *,
    agreements: Sequence[Agreement],
    findings: Sequence[Finding],
    policy: Policy,
    as_of: str,
    period: Timespan,
    rests_on: str | None = None,
) -> Outline:
    """Return what ``compose`` would put at the head and at the end of a report."""
    agreed = tuple(sorted(agreements, key=lambda each: each.id))
    groups = groups_of(findings)
    return Outline(
        as_of=as_of,
        period=period,
        headline=headline(
            groups, unlooked_in(findings), agreements=agreed, period=period, as_of=as_of
        ),
        groups=groups,
        versions=versions_of(agreed, findings, policy, rests_on=rests_on),
        limits=limits(),
    )
