"""Looked: how well each zone was looked at over all periods that some findings judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status


def looked_at(agreement: Agreement, findings: Iterable[Finding]) -> Mapping[str, float]:
    """Return for each zone with a duty in force the chance that a breach there was seen.

    Of the duties that hold in a zone the best look counts, period by period, as they share the
    ground; the number is the mean over the periods. Zones in which nothing was judged are left out.
    """
    best: dict[str, dict[str, float]] = {}
    for finding in findings:
        if finding.status is Status.NOT_IN_FORCE or finding.agreement != agreement.id:
            continue
        zone = agreement.provision(finding.provision).zone_for(finding.party)
        if zone is not None:
            periods = best.setdefault(zone, {})
            when = str(finding.period)
            periods[when] = max(periods.get(when, 0.0), finding.look.detection)
    return {zone: sum(own.values()) / len(own) for zone, own in sorted(best.items())}
