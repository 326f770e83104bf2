"""Told: statements, contacts and control as tables, with who said it through whom."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.evidence.document import Document
from truceline.observation.holding import Holding
from truceline.reading.claim import Claim, Stance
from truceline.report.evidence import chain_in_words, document_title
from truceline.report.markup import Child, Markup, bdi, joined, tag
from truceline.report.report import Report
from truceline.report.sections.table import quote, section, table
from truceline.report.told import people_of, said_as, when_of
from truceline.sentence import listed

_HEADERS = ("said as", "when", "who", "where", "words", "told by", "document")


def statements_section(report: Report) -> Markup:
    """Return pledges, warnings, threats, offers and terms: shown, never counted."""
    note = "Shown beside the findings and never counted as having happened."
    return _claims("statements", "Commitments and statements", note, report.statements, report)


def diplomacy_section(report: Report) -> Markup:
    """Return contacts and messages passed on."""
    note = "Calls, visits, talks and messages passed on, as told."
    return _claims("diplomacy", "Diplomatic record", note, report.diplomacy, report)


def control_section(report: Report) -> Markup:
    """Return who is said to hold what, place by place, then what was told of it without a date."""
    documents = {document.id: document for document in report.kept}
    held = table(
        "Who is said to hold what, by place and time",
        ("place", "held by", "told for", "until another is told of", "told by", "words"),
        [_holding(holding) for holding in report.control],
    )
    rest = [_row(claim, documents) for claim in report.control_undated]
    undated = table("Told of without a time or a holder that is known", _HEADERS, rest)
    if not (held or undated):
        return section("control", "Control of territory, as told")
    note = "As told by those named. It implies no view on the status of any territory."
    return section("control", "Control of territory, as told", tag("p", note), held, undated)


def _holding(holding: Holding) -> list[Child]:
    stance = "" if holding.stance is Stance.ASSERTS else f" ({holding.stance.value})"
    contested = " (contested)" if holding.contested else ""
    return [
        bdi(holding.place_text or listed(holding.areas)),
        bdi(holding.holder + stance + contested),
        bdi(", ".join(str(when) for when in holding.told)),
        bdi(str(holding.until) if holding.until else "nobody else told of"),
        bdi(f"{listed(holding.origins)}, graded {holding.grade}"),
        joined((quote(claim.span.quote) for claim in holding.claims), between=" "),
    ]


def _claims(id_: str, title: str, note: str, claims: Sequence[Claim], report: Report) -> Markup:
    documents = {document.id: document for document in report.kept}
    rows = [_row(claim, documents) for claim in claims]
    if not rows:
        return section(id_, title)
    return section(id_, title, tag("p", note), table(title, _HEADERS, rows))


def _row(claim: Claim, documents: dict[str, Document]) -> list[Child]:
    document = documents.get(claim.document)
    return [
        said_as(claim),
        bdi(when_of(claim) or "not told"),
        bdi(people_of(claim) or "not told"),
        bdi(listed([mention.name for mention in claim.places]) or "not told"),
        quote(claim.span.quote),
        bdi(chain_in_words(claim.chain)),
        bdi(document_title(document) if document else claim.document),
    ]
