"""Ground: the map of each agreement, and the same in tables."""

from __future__ import annotations

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding
from truceline.report.drawing.legend import metres
from truceline.report.drawing.plan import plan
from truceline.report.drawing.sheet import disclaimer
from truceline.report.drawing.spots import spots
from truceline.report.drawn_incident import DrawnIncident, drawn_incidents
from truceline.report.evidence import happening
from truceline.report.map import draw
from truceline.report.markup import Child, Markup, bdi, joined, tag
from truceline.report.report import Report
from truceline.report.sections.status import named_chip
from truceline.report.sections.table import scrolling, section, table
from truceline.sentence import listed


def ground_section(report: Report) -> Markup:
    """Return a map and its tables for each agreement."""
    return section("map", "Map", *(_agreement(each, report) for each in report.agreements))


def _agreement(agreement: Agreement, report: Report) -> Markup:
    findings = [each for each in report.findings if each.agreement == agreement.id]
    picture = Markup(draw(agreement, incidents=report.incidents, findings=findings))
    figure = tag(
        "figure",
        scrolling(picture, label=f"Map of {agreement.title}"),
        tag("figcaption", disclaimer(agreement)),
    )
    tables = tag(
        "details",
        tag("summary", "The same in tables"),
        _lines(agreement),
        _zones(agreement),
        _incidents(report, findings),
    )
    return tag("div", tag("h3", agreement.title), figure, tables)


def _lines(agreement: Agreement) -> Markup:
    return table(
        "Lines",
        ["line", "true to", "source", "note"],
        [
            [bdi(line.title), metres(line.error_m), line.source, line.note]
            for line in agreement.lines
        ],
    )


def _zones(agreement: Agreement) -> Markup:
    shown = plan(agreement.zones)
    return table(
        "Zones",
        ["zone", "number on the map", "made from", "true to"],
        [
            [
                bdi(zone.title),
                shown.number_of(zone),
                zone.construction,
                metres(zone.error_m),
            ]
            for zone in agreement.zones
        ],
    )


def _incidents(report: Report, findings: list[Finding]) -> Markup:
    drawn = drawn_incidents(report.incidents, findings=findings)
    numbers = {
        each.incident.id: str(spot.number) for spot in spots(drawn) for each in spot.incidents
    }
    return table(
        "Incidents, at town level",
        ["incident", "number on the map", "position and doubt", "status carried", "told by"],
        [_incident(each, numbers.get(each.incident.id, "none")) for each in drawn],
    )


def _incident(drawn: DrawnIncident, number: str) -> list[Child]:
    place = drawn.place
    where: Child = "not placed within 25 km"
    if place is not None:
        where = joined(
            [
                bdi(f"{place.lat_deg:.2f}, {place.lon_deg:.2f}"),
                f" (latitude, longitude), within {metres(place.accuracy_m)}",
            ]
        )
    status: Child = "bears on no finding" if drawn.status is None else named_chip(drawn.status)
    origins = listed([voice.origin for voice in drawn.incident.voices]) or "no voice on record"
    return [happening(drawn.incident.lead), number, where, status, bdi(origins)]
