"""Incidents: what a casefile's observations come to, with what people put together or parted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.observation.observation import ObservationKind
from truceline.reading.page import LineLabel

if TYPE_CHECKING:
    from truceline.casework.evidence import Evidence
    from truceline.observation.incident import Incident


def incidents_of(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the incidents of some evidence; papers that print one text are one voice."""
    from truceline.observation.copies import near_copies
    from truceline.observation.corroborate import corroborate

    happenings = [o for o in evidence.observations if o.kind is not ObservationKind.DUTY]
    return corroborate(
        happenings, copies=near_copies(_bodies(evidence)), regroupings=evidence.regroupings
    )


def _bodies(evidence: Evidence) -> dict[str, str]:
    """Return the article of each document by its id, without what surrounds it on the page."""
    return {
        page.document: "\n".join(
            line.span.quote for line in page.lines if line.label is LineLabel.BODY
        )
        for page in evidence.pages
    }
