"""Incidents: each happening once, with its voices and their reports."""

from __future__ import annotations

from truceline.evidence.document import Document
from truceline.observation.incident import Incident
from truceline.report.branch import Branch, branch_as_html
from truceline.report.evidence import happening, observation_branch, voice_title
from truceline.report.markup import Markup, anchor, tag
from truceline.report.report import Report
from truceline.report.sections.table import section
from truceline.report.wording import how_many


def incidents_section(report: Report) -> Markup:
    """Return every incident with what each origin says of it, down to quote and digest."""
    documents = {document.id: document for document in report.kept}
    items = [
        tag("li", branch_as_html(incident_branch(incident, documents), open_levels=0),
            id=anchor("i", incident.id))
        for incident in report.incidents
    ]  # fmt: skip
    if not items:
        return section("incidents", "Incidents")
    about = tag("p", f"{how_many(len(items), 'incident')}, by time. Open one to see who says what.")
    return section("incidents", "Incidents", about, tag("ul", *items, class_="incidents"))


def incident_branch(incident: Incident, documents: dict[str, Document]) -> Branch:
    """Return an incident with its voices, each with all its reports."""
    voices = tuple(
        Branch(
            "voice",
            voice_title(voice),
            tuple(observation_branch(report, documents) for report in voice.reports),
        )
        for voice in incident.voices
    )
    held = tuple(Branch("held together by", why) for why in incident.why)
    return Branch(f"{incident.lead.when}", happening(incident.lead), (*voices, *held))
