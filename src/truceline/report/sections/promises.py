"""Promises: each provision in words, with its paper, its standing and where it holds."""

from __future__ import annotations

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Provision
from truceline.report.explain import cited_paper
from truceline.report.markup import Child, Markup, bdi, joined, tag
from truceline.report.report import Report
from truceline.report.sections.table import section, table
from truceline.sentence import listed


def promises_section(report: Report) -> Markup:
    """Return a table of provisions for each agreement, folded away."""
    return section(
        "promises", "What was promised", *(_agreement(each) for each in report.agreements)
    )


def _agreement(agreement: Agreement) -> Markup:
    rows = [_row(provision, agreement) for provision in agreement.provisions]
    headers = ["provision", "in our words", "paper", "standing", "in force", "where"]
    inside = table(agreement.title, headers, rows)
    about = tag("p", agreement.summary)
    summary = tag("summary", f"{agreement.title}: every provision")
    return tag("div", about, tag("details", summary, inside))


def _row(provision: Provision, agreement: Agreement) -> list[Child]:
    zones = {zone.id: zone.title for zone in agreement.zones}
    where = sorted({zones.get(zone, zone) for _, zone in provision.where})
    rivals = [f"{reading.says} ({reading.by})" for reading in provision.readings]
    words = provision.text
    if rivals:
        words += f" Read differently: {'; '.join(rivals)}."
    return [
        joined([bdi(provision.id), " ", provision.title]),
        words,
        cited_paper(provision, agreement),
        provision.standing.value,
        bdi(str(provision.in_force)),
        listed(where) or "no place named",
    ]
