"""Drawn incident: an incident at its public place, with the status of the findings it carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truceline.assessment.finding import Finding, Status
from truceline.geo.place import Place
from truceline.observation.incident import Incident
from truceline.report.mark import GRAVEST_FIRST
from truceline.report.public_place import public_place

# An incident carries a finding when its own probability of breach is at least this share of the
# finding's. Below it the finding rests on other incidents, and to mark this one would blame it.
_CARRIES_SHARE = 0.5
# Below this an incident has no bearing on the duty it was weighed against.
_BEARS_P = 0.01
# A circle wider than this covers most of any theatre drawn here; its centre would mislead.
TOO_VAGUE_M = 25_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnIncident:
    """``place`` is public; None where the source gives none, or none sharper than 25 km.

    ``status`` is None where no finding weighs the incident.
    """

    incident: Incident
    place: Place | None
    status: Status | None


def drawn_incidents(
    incidents: Iterable[Incident], *, findings: Iterable[Finding] = ()
) -> tuple[DrawnIncident, ...]:
    """Return incidents as they may be drawn, by time and id.

    An incident is marked with the gravest status among the findings that it carries, and as
    indeterminate where it is weighed by findings that rest on others.
    """
    statuses = carried_statuses(findings)
    ordered = sorted(incidents, key=lambda each: (_start(each), each.id))
    return tuple(
        DrawnIncident(
            incident=incident, place=_place_of(incident), status=statuses.get(incident.id)
        )
        for incident in ordered
    )


def carried_statuses(findings: Iterable[Finding]) -> dict[str, Status]:
    """Return for each incident that bears on a duty the gravest status that it carries."""
    carried: dict[str, Status] = {}
    for finding in findings:
        for weighed in finding.weighed:
            if weighed.p_breach < _BEARS_P:
                continue
            carries = weighed.p_breach >= _CARRIES_SHARE * finding.p_breach
            breach = finding.status in (Status.SUSPECTED, Status.CONFIRMED)
            status = finding.status if carries or not breach else Status.INDETERMINATE
            known = carried.get(weighed.incident.id)
            both = (status,) if known is None else (status, known)
            carried[weighed.incident.id] = min(both, key=GRAVEST_FIRST.index)
    return carried


def _place_of(incident: Incident) -> Place | None:
    place = incident.lead.place
    if place is None or place.accuracy_m > TOO_VAGUE_M:
        return None
    return public_place(place)


def _start(incident: Incident) -> str:
    start = incident.lead.when.start
    return "" if start is None else start.isoformat()
