"""Incidents: what a casefile's observations come to, with what people put together or parted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.observation.observation import ObservationKind
from truceline.observation.regrouping import How
from truceline.reading.page import LineLabel

if TYPE_CHECKING:
    from truceline.casework.evidence import Evidence
    from truceline.observation.incident import Incident
    from truceline.observation.observation import Observation


def incidents_of(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the incidents of some evidence; papers that are one source are one voice."""
    from truceline.observation.corroborate import corroborate

    return corroborate(
        happenings_of(evidence), copies=sources_in(evidence), regroupings=evidence.regroupings
    )


def sources_in(evidence: Evidence) -> tuple[frozenset[str], ...]:
    """Return what is one source: copies, versions of one page, and what a person said is one."""
    from truceline.observation.copies import near_copies
    from truceline.observation.same_source import same_source

    return same_source(
        evidence.documents,
        copies=near_copies(_bodies(evidence)),
        decided=said_to_be_one(evidence),
    )


def said_to_be_one(evidence: Evidence) -> list[tuple[str, ...]]:
    """Return the papers that people said are one source, decision by decision."""
    return [one.documents for one in evidence.regroupings if one.how is How.ONE_SOURCE]


def happenings_of(evidence: Evidence) -> list[Observation]:
    """Return the reports of what happened; acts of duties are none."""
    return [one for one in evidence.observations if one.kind is not ObservationKind.DUTY]


def _bodies(evidence: Evidence) -> dict[str, str]:
    """Return the article of each document by its id, without what surrounds it on the page."""
    return {
        page.document: "\n".join(
            line.span.quote for line in page.lines if line.label is LineLabel.BODY
        )
        for page in evidence.pages
    }
