"""Report: a judged casefile, written as one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import NotFound

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.report.outline import Outline
    from truceline.report.report import Report

FORMS = (".html", ".md", ".json", ".csv", ".pdf", ".docx")


def forms_here() -> tuple[str, ...]:
    """Return the forms that can be made here: DOCX needs a part that may not be installed.

    >>> forms_here()[0]
    '.html'
    """
    from importlib.util import find_spec

    return tuple(form for form in FORMS if form != ".docx" or find_spec("docx") is not None)


def composed(judged: Judged, *, title: str | None = None, made_at: datetime) -> Report:
    """Return the report of a judged casefile."""
    from truceline.report.compose import compose

    return compose(
        title=title or judged.name,
        agreements=judged.agreements,
        findings=judged.findings,
        incidents=judged.incidents,
        observations=judged.evidence.observations,
        coverage=judged.evidence.coverage,
        claims=judged.evidence.claims,
        documents=judged.evidence.documents,
        pages=judged.evidence.pages,
        policy=judged.policy,
        as_of=judged.as_of,
        period=judged.period,
        made_at=f"{made_at:%Y-%m-%dT%H:%MZ}",
        reviews=judged.evidence.reviews,
        rests_on=None if judged.rests_on is None else str(judged.rests_on),
    )


def outlined(judged: Judged) -> Outline:
    """Return what a report of a judged casefile would say in short."""
    from truceline.report.outline import outline

    return outline(
        agreements=judged.agreements,
        findings=judged.findings,
        policy=judged.policy,
        as_of=judged.as_of,
        period=judged.period,
        rests_on=None if judged.rests_on is None else str(judged.rests_on),
    )


def written_report(
    judged: Judged, output: Path, *, title: str | None = None, made_at: datetime
) -> int:
    """Write the report in the form that the file's ending names; return its size in bytes.

    Raises:
        NotFound: the ending names no form of report.
        PartMissing: the form needs a part that is not installed.
    """
    if output.suffix not in FORMS:
        raise NotFound("form of report", output.suffix or output.name, known=FORMS)
    report = composed(judged, title=title, made_at=made_at)
    return write_whole(output, _written(report, output.suffix))


def _written(report: Report, form: str) -> bytes:
    match form:
        case ".html":
            from truceline.report.as_html import as_html

            return as_html(report).encode()
        case ".md":
            from truceline.report.as_markdown import as_markdown

            return as_markdown(report).encode()
        case ".csv":
            from truceline.report.as_csv import as_csv

            return as_csv(report.findings).encode()
        case ".pdf":
            from truceline.report.as_pdf import as_pdf

            return as_pdf(report)
        case ".docx":
            from truceline.report.as_docx import as_docx

            return as_docx(report)
        case _:
            from truceline.report.as_json import as_json

            return as_json(report).encode()


def write_whole(output: Path, data: bytes) -> int:
    """Write a file whole or not at all; return its size in bytes."""
    partial = output.with_name(output.name + ".partial")
    partial.write_bytes(data)
    partial.replace(output)
    return len(data)
