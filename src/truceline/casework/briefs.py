"""Briefs: what the findings of each agreement of a casefile are made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.assessment.brief import Brief
from truceline.casework.evidence import Evidence, published
from truceline.observation.observation import ObservationKind

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.assessment.policy import Policy
    from truceline.geo.extent import Extent
    from truceline.observation.incident import Incident


def briefs_on(
    evidence: Evidence,
    *,
    agreements: Iterable[Agreement],
    incidents: tuple[Incident, ...],
    policy: Policy,
    extents: tuple[Extent, ...],
) -> tuple[Brief, ...]:
    """Return a brief for each agreement, in the order given."""
    dates = published(evidence)
    duties = tuple(o for o in evidence.observations if o.kind is ObservationKind.DUTY)
    return tuple(
        Brief(
            agreement=agreement,
            incidents=incidents,
            coverage=evidence.coverage,
            duties=duties,
            claims=evidence.claims,
            reviews=evidence.reviews,
            published=dates,
            policy=policy,
            extents=extents,
            as_of=evidence.as_of,
        )
        for agreement in agreements
    )
