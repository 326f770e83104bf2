"""Map: an agreement's lines and zones, and incidents at town level, as SVG, PNG or GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding
from truceline.geo.place import Place
from truceline.observation.incident import Incident
from truceline.report.drawing.sheet import disclaimer, sheet
from truceline.report.drawn_incident import DrawnIncident, drawn_incidents
from truceline.report.evidence import happening
from truceline.report.looked import looked_at
from truceline.report.towns import towns

# Typst takes one point per point of the sheet; three times 72 dots are sharp on paper and screen.
_DOTS_PER_INCH = 216.0


def draw(
    agreement: Agreement,
    *,
    incidents: Iterable[Incident] = (),
    findings: Iterable[Finding] = (),
    places: Iterable[tuple[str, Place]] | None = None,
    lang: str = "en",
) -> str:
    """Return a map sheet as SVG that stands alone: no font, picture or script from elsewhere.

    Incidents are drawn at town level or coarser, never sharper than their source; those without
    a place, or with one vaguer than 25 km, are counted in the legend. ``findings`` give the markers
    their status, and each zone how well it was looked at: where nobody did, the ground is hatched
    over. ``places`` are the names to show, the most wanted first; towns of the gazetteer by
    default. The same input in any order gives the same text.
    """
    judged = tuple(findings)
    return sheet(
        agreement,
        drawn=drawn_incidents(incidents, findings=judged),
        looked=looked_at(agreement, judged),
        places=towns() if places is None else places,
        lang=lang,
    )


def as_png(svg: str) -> bytes:
    """Return the picture of a map sheet, at 216 dots per inch.

    Drawn by Typst, without the network. Letters come from the fonts of the machine; where it has
    none, from the serif face that Typst carries, which knows Latin, Greek and Cyrillic only.
    """
    import typst

    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size is None:
        raise ValueError("this is no map sheet: its first element names no width and height")
    page = (
        f"#set page(width: {size[1]}pt, height: {size[2]}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.sheet), format: "svg", width: 100%)\n'
    )
    picture = typst.compile(
        page.encode(), format="png", ppi=_DOTS_PER_INCH, sys_inputs={"sheet": svg}
    )
    if not isinstance(picture, bytes):
        raise TypeError("typst gave no single picture for a sheet of one page")
    return picture


def as_geojson(
    agreement: Agreement,
    *,
    incidents: Iterable[Incident] = (),
    findings: Iterable[Finding] = (),
) -> str:
    """Return lines, zones and incidents as GeoJSON (RFC 7946), incidents at town level.

    Zones that cannot be drawn and incidents without a place have a null geometry, so that they
    are not lost. Members of our own are named ``truceline:...``.
    """
    import shapely

    judged = tuple(findings)
    looked = looked_at(agreement, judged)
    features: list[dict[str, object]] = []
    for line in agreement.lines:
        about = {"title": line.title, "truceline:kind": "line", "truceline:error_m": line.error_m,
                 "truceline:source": line.source, "truceline:licence": line.licence}  # fmt: skip
        points: list[object] = [list(point) for point in line.points]
        features.append(_feature(line.id, {"type": "LineString", "coordinates": points}, about))
    for zone in agreement.zones:
        about = {"title": zone.title, "truceline:kind": "zone", "truceline:error_m": zone.error_m,
                 "truceline:construction": zone.construction,
                 "truceline:not_drawable": zone.not_drawable,
                 "truceline:detection": looked.get(zone.id)}  # fmt: skip
        shape = None
        if zone.polygon is not None:
            shape = json.loads(shapely.to_geojson(shapely.orient_polygons(zone.polygon)))
        features.append(_feature(zone.id, shape, about))
    for drawn in drawn_incidents(incidents, findings=judged):
        features.append(_incident_feature(drawn))
    collection = {
        "type": "FeatureCollection",
        "features": features,
        "truceline:schema_version": 1,
        "truceline:agreement": agreement.id,
        "truceline:agreement_digest": agreement.digest,
        "truceline:disclaimer": disclaimer(agreement),
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _incident_feature(drawn: DrawnIncident) -> dict[str, object]:
    incident, place = drawn.incident, drawn.place
    shape = None
    if place is not None:
        shape = {"type": "Point", "coordinates": [place.lon_deg, place.lat_deg]}
    about: dict[str, object] = {
        "title": happening(incident.lead),
        "truceline:kind": "incident",
        "truceline:when": str(incident.lead.when),
        "truceline:doubt_m": None if place is None else place.accuracy_m,
        "truceline:status": None if drawn.status is None else drawn.status.value,
        "truceline:letter": None if drawn.status is None else drawn.status.letter,
        "truceline:origins": [voice.origin for voice in incident.voices],
    }
    return _feature(incident.id, shape, about)


def _feature(id_: str, geometry: object, properties: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}
