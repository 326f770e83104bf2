"""As HTML: one file that stands alone, with no script and no request to anywhere."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from string import Template

from truceline.report.markup import Markup, bdi, escaped, joined, tag
from truceline.report.report import Point, Report
from truceline.report.sections.findings import findings_section
from truceline.report.sections.ground import ground_section
from truceline.report.sections.incidents import incidents_section
from truceline.report.sections.looks import looks_section
from truceline.report.sections.matrix_table import matrix_section
from truceline.report.sections.method import method_section
from truceline.report.sections.promises import promises_section
from truceline.report.sections.sources import sources_section
from truceline.report.sections.table import section
from truceline.report.sections.told import control_section, diplomacy_section, statements_section
from truceline.report.wording import period_in_words

_CONTENTS = (
    ("headline", "In short"),
    ("matrix", "Matrix"),
    ("promises", "What was promised"),
    ("map", "Map"),
    ("findings", "Findings"),
    ("incidents", "Incidents"),
    ("statements", "Commitments and statements"),
    ("diplomacy", "Diplomatic record"),
    ("control", "Control of territory"),
    ("coverage", "Coverage"),
    ("documents", "Documents"),
    ("method", "Method and limits"),
)


def as_html(report: Report, *, lang: str = "en", direction: str = "ltr") -> str:
    """Return a report as one HTML file: inline style and pictures, no script, no outside request.

    Whatever comes from documents is escaped, and addresses are shown without being linked. The
    page forbids itself everything but its own style sheet, by digest. The same report gives the
    same bytes. ``direction`` is "ltr" or "rtl".
    """
    style = _template("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sections = (
        section("headline", "In short", tag("ul", joined(map(_point, report.headline)))),
        matrix_section(report),
        promises_section(report),
        ground_section(report),
        findings_section(report),
        incidents_section(report),
        statements_section(report),
        diplomacy_section(report),
        control_section(report),
        looks_section(report),
        sources_section(report),
        method_section(report),
    )
    return Template(_template("page.html")).substitute(
        lang=escaped(lang),
        direction=escaped(direction),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        title=escaped(report.title),
        about=_about(report),
        style=style,
        contents=_contents(),
        sections=joined(sections, between="\n"),
        made_at=escaped(report.made_at),
    )


def _point(point: Point) -> Markup:
    details = joined(tag("li", sentence) for sentence in point.details)
    return tag("li", point.sentence, tag("ul", details) if details else None)


def _about(report: Report) -> Markup:
    return tag(
        "p",
        "Period: ",
        bdi(period_in_words(report.period)),
        "; as known on ",
        bdi(report.as_of),
        class_="about",
    )


def _contents() -> Markup:
    links = [tag("li", tag("a", title, href=f"#{id_}")) for id_, title in _CONTENTS]
    return tag("ol", joined(links))


def _template(name: str) -> str:
    return resources.files("truceline.report").joinpath("templates", name).read_text("utf-8")
