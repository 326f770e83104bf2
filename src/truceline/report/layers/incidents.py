"""Incidents: happenings as points with their doubt beside them, for the public and for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.report.evidence import happening
from truceline.report.layers.shape import Shape, circle, feature, point
from truceline.report.layers.symbols import symbol_for

if TYPE_CHECKING:
    from truceline.assessment.finding import Status
    from truceline.geo.place import Place
    from truceline.observation.incident import Incident
    from truceline.report.drawn_incident import DrawnIncident


def incident_feature(drawn: DrawnIncident, *, place: Place | None = None) -> Shape:
    """Return an incident at its public place, or at ``place`` where the reader may know better.

    An incident without a place, or with one vaguer than 25 km, has a null geometry.
    """
    at = place or drawn.place
    return feature(
        drawn.incident.id,
        None if at is None else point(at),
        {**incident_about(drawn.incident, drawn.status), "doubt_m": at and at.accuracy_m},
    )


def doubt_feature(drawn: DrawnIncident, *, place: Place | None = None) -> Shape | None:
    """Return the ground that holds an incident 95 times in 100; None where it has no place."""
    at = place or drawn.place
    if at is None:
        return None
    about: Shape = {"kind": "doubt", "letter": _letter(drawn.status), "doubt_m": at.accuracy_m}
    return feature(f"{drawn.incident.id}-doubt", circle(at), about)


def incident_about(incident: Incident, status: Status | None) -> Shape:
    """Return what an incident comes to, as members of a feature."""
    lead = incident.lead
    return {
        "kind": "incident",
        "title": happening(lead),
        "what": lead.what,
        "when": str(lead.when),
        "start": None if lead.when.start is None else f"{lead.when.start:%Y-%m-%dT%H:%M:%SZ}",
        "end": None if lead.when.end is None else f"{lead.when.end:%Y-%m-%dT%H:%M:%SZ}",
        "status": None if status is None else status.value,
        "letter": _letter(status),
        "symbol": symbol_for(lead),
        "voices": len(incident.voices),
        "grade": str(lead.grade),
    }


def _letter(status: Status | None) -> str:
    return "" if status is None else status.letter
