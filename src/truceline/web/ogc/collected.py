"""Collected: the collections that are served, each made from a judged casefile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.agreement.party import Role
from truceline.report.drawn_incident import TOO_VAGUE_M, drawn_incidents
from truceline.report.explain import party_title, provision_title
from truceline.report.layers.incidents import incident_feature
from truceline.report.layers.lines import line_features
from truceline.report.layers.places import observation_feature, posts
from truceline.report.layers.shape import Shape, feature, ground
from truceline.report.layers.zones import zone_features
from truceline.web.ogc.item import Item

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from truceline.agreement.agreement import Agreement
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.observation.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One collection. ``items`` takes what was judged, and whether places may be told exactly.

    ``fresh`` collections tell where somebody was; the public gets them after a delay only.
    """

    id: str
    title: str
    description: str
    items: Callable[[Judged, bool], Iterator[Item]]
    fresh: bool = False


def _lines(judged: Judged, _exact: bool) -> Iterator[Item]:
    for agreement in judged.agreements:
        yield from _of_agreement(agreement, line_features(agreement), judged)


def _zones(judged: Judged, _exact: bool) -> Iterator[Item]:
    for agreement in judged.agreements:
        yield from _of_agreement(agreement, zone_features(agreement), judged)


def _of_agreement(agreement: Agreement, made: list[Shape], judged: Judged) -> Iterator[Item]:
    for one in made:
        # Ids are unique in an agreement only; beside others they are told with it.
        own = str(one["id"])
        id_ = own if len(judged.agreements) == 1 else f"{agreement.id}/{own}"
        whole = {**one, "id": id_}
        yield Item(id=id_, geometry=_geometry(one), when=None, make=lambda whole=whole: whole)  # type: ignore[misc]


def _incidents(judged: Judged, exact: bool) -> Iterator[Item]:
    for drawn in drawn_incidents(judged.incidents, findings=judged.findings):
        lead = drawn.incident.lead
        known = lead.place if exact else drawn.place
        place = known if known is not None and known.accuracy_m <= TOO_VAGUE_M else None
        yield Item(
            id=drawn.incident.id,
            geometry=None if place is None else _point(place.lon_deg, place.lat_deg),
            when=lead.when,
            make=lambda drawn=drawn, place=place: incident_feature(drawn, place=place),  # type: ignore[misc]
        )


def _observations(judged: Judged, exact: bool) -> Iterator[Item]:
    for seen in sorted(judged.evidence.observations, key=lambda one: (str(one.when), one.id)):
        yield _observed(seen, exact)


def _posts(judged: Judged, exact: bool) -> Iterator[Item]:
    for seen in posts(judged.evidence.observations, monitors=monitors_of(judged)):
        yield _observed(seen, exact)


def monitors_of(judged: Judged) -> list[str]:
    """Return the names under which the monitors of the agreements are spoken of."""
    return [
        name
        for agreement in judged.agreements
        for party in agreement.parties
        if party.role is Role.MONITOR
        for name in (party.id, party.title, *party.called)
    ]


def _observed(seen: Observation, exact: bool) -> Item:
    from truceline.report.public_place import public_place

    place = seen.place if exact or seen.place is None else public_place(seen.place)
    return Item(
        id=seen.id,
        geometry=None if place is None else _point(place.lon_deg, place.lat_deg),
        when=seen.when,
        make=lambda: observation_feature(seen, public=not exact),
    )


def _assessments(judged: Judged, _exact: bool) -> Iterator[Item]:
    grounds: dict[tuple[str, str], tuple[BaseGeometry | None, Shape | None]] = {}
    for finding in judged.findings:
        agreement = judged.agreement(finding.agreement)
        zone = agreement.provision(finding.provision).zone_for(finding.party)
        key = (agreement.id, zone or "")
        if key not in grounds:
            polygon = None if zone is None else agreement.zone(zone).polygon
            grounds[key] = (polygon, None if polygon is None else ground(polygon))
        whole, shape = grounds[key]
        yield Item(
            id=finding.id,
            geometry=whole,
            when=finding.period,
            make=lambda f=finding, a=agreement, s=shape: _assessment(f, a, s),  # type: ignore[misc]
        )


def _assessment(finding: Finding, agreement: Agreement, shape: Shape | None) -> Shape:
    about: Shape = {
        "kind": "assessment",
        "agreement": finding.agreement,
        "provision": finding.provision,
        "title": provision_title(agreement, finding.provision),
        "party": party_title(agreement, finding.party),
        "period": str(finding.period),
        "start": None
        if finding.period.start is None
        else f"{finding.period.start:%Y-%m-%dT%H:%M:%SZ}",
        "end": None if finding.period.end is None else f"{finding.period.end:%Y-%m-%dT%H:%M:%SZ}",
        "status": finding.status.value,
        "letter": finding.status.letter,
        "reasons": [reason.value for reason in finding.reasons],
        # A number without evidence or looking behind it is the prior's, and says nothing.
        "p_breach": None if finding.rests_on_prior else round(finding.p_breach, 4),
        "detection": round(finding.look.detection, 4),
        "summary": finding.summary,
    }
    return feature(finding.id, shape, about)


def _geometry(one: Shape) -> BaseGeometry | None:
    import json

    import shapely

    made: BaseGeometry | None = None
    if one["geometry"] is not None:
        made = shapely.from_geojson(json.dumps(one["geometry"]))
    return made


def _point(lon_deg: float, lat_deg: float) -> BaseGeometry:
    import shapely

    return shapely.Point(lon_deg, lat_deg)


COLLECTIONS = (
    Collected(
        id="lines",
        title="Lines",
        description="Lines of the agreements, each with its 95 % error in metres and its source.",
        items=_lines,
    ),
    Collected(
        id="zones",
        title="Zones",
        description="Zones built from the lines; one that cannot be drawn has no geometry.",
        items=_zones,
    ),
    Collected(
        id="incidents",
        title="Incidents",
        description="Happenings, each with its doubt in metres and the status that it carries.",
        items=_incidents,
        fresh=True,
    ),
    Collected(
        id="observations",
        title="Observations",
        description="Statements of presence, of events and of duties, one source each.",
        items=_observations,
        fresh=True,
    ),
    Collected(
        id="posts",
        title="Posts",
        description="Positions that parties were seen to hold; never those of a monitor.",
        items=_posts,
        fresh=True,
    ),
    Collected(
        id="assessments",
        title="Assessments",
        description="Findings by provision, party and period, on the ground of their zone.",
        items=_assessments,
    ),
)
