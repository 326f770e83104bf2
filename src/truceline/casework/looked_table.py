"""Looked table: for each zone and period how well anybody looked, and how much was told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.assessment.finding import Status

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.timespan import Timespan

_DAY_S = 86_400.0
# An incident counts for a zone where it lies in it more likely than not.
_IN_ZONE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneLook:
    """One zone of one party's duties in one period.

    ``detection`` is the best over the duties that hold there, from 0.0 to 1.0; ``told`` counts the
    incidents told of there. ``told_per_look_day`` divides them by the days of looking, as weighed
    by detection: what comes of less access is not fewer breaches. None where nobody looked.
    """

    agreement: str
    zone: str
    period: Timespan
    detection: float
    records: int
    denials: int
    told: int
    told_per_look_day: float | None


def looked_table(judged: Judged) -> tuple[ZoneLook, ...]:
    """Return a row for every zone in which a duty is in force, and every period, in that order."""
    held: dict[tuple[str, str, Timespan], list[Finding]] = {}
    for finding in judged.findings:
        if finding.status is Status.NOT_IN_FORCE:
            continue
        provision = judged.agreement(finding.agreement).provision(finding.provision)
        zone = provision.zone_for(finding.party)
        if zone is not None:
            held.setdefault((finding.agreement, zone, finding.period), []).append(finding)
    rows = [_row(judged, key, findings) for key, findings in held.items()]
    return tuple(sorted(rows, key=lambda row: (row.agreement, row.zone, str(row.period))))


def _row(judged: Judged, key: tuple[str, str, Timespan], findings: Iterable[Finding]) -> ZoneLook:
    agreement, zone_id, period = key
    titles = {zone.id: zone.title for zone in judged.agreement(agreement).zones}
    looks = [finding.look for finding in findings]
    detection = max(look.detection for look in looks)
    told = {
        one.incident.id
        for finding in findings
        for one in finding.weighed
        for factor in one.factors
        if factor.name == "in zone" and factor.probability >= _IN_ZONE
    }
    look_days = detection * period.seconds / _DAY_S
    return ZoneLook(
        agreement=agreement,
        zone=titles.get(zone_id, zone_id),
        period=period,
        detection=detection,
        records=len({record.id for look in looks for record in look.records}),
        denials=len({record.id for look in looks for record in look.denials}),
        told=len(told),
        told_per_look_day=len(told) / look_days if look_days > 0 else None,
    )
