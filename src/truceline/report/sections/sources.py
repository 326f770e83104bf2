"""Sources: documents with their digests, how they were dated, and what was left out of them."""

from __future__ import annotations

from truceline.report.markup import Child, Markup, bdi, tag
from truceline.report.report import DocumentNote, Report
from truceline.report.sections.table import section, table
from truceline.report.wording import how_many


def sources_section(report: Report) -> Markup:
    """Return every document, one row each."""
    headers = ["document", "publisher", "dated", "read from it", "left out", "address", "digest"]
    return section(
        "documents",
        "Documents",
        table("Documents, as they were kept", headers, [_row(each) for each in report.documents]),
    )


def dated(note: DocumentNote) -> str:
    """Return when a document was published, and the reasons for that."""
    document, page = note.document, note.page
    if page is None:
        return str(document.published) if document.published else "no date stated"
    published = page.dating.published or document.published
    how = "stated" if page.dating.stated else "argued"
    reasons = "; ".join(page.dating.reasons)
    if published is None:
        return f"no date found{': ' + reasons if reasons else ''}"
    return f"{published}, {how}{': ' + reasons if reasons else ''}"


def left_out(note: DocumentNote) -> str:
    """Return what was taken for chrome and not read, by kind of line."""
    return ", ".join(f"{label} ({count})" for label, count in note.left_out) or "nothing"


def read_from(note: DocumentNote) -> str:
    """Return how much was read from a document."""
    parts = [how_many(note.claims, "claim")] if note.claims else []
    parts += [how_many(note.rows, "row")] if note.rows else []
    return ", ".join(parts) or "nothing"


def _row(note: DocumentNote) -> list[Child]:
    document = note.document
    return [
        bdi(document.title or document.filename),
        bdi(document.publisher or "not known"),
        dated(note),
        read_from(note),
        left_out(note),
        # Shown and not linked: a report opened in the field must not lead anybody anywhere.
        bdi(document.url or "none"),
        tag("code", document.digest),
    ]
