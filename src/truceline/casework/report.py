"""Report: a judged casefile, written as one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import NotFound

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.report.report import Report

FORMS = (".html", ".md", ".json", ".csv")


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


def written_report(
    judged: Judged, output: Path, *, title: str | None = None, made_at: datetime
) -> int:
    """Write the report in the form that the file's ending names; return its size in bytes.

    Raises:
        NotFound: the ending names no form of report.
    """
    if output.suffix not in FORMS:
        raise NotFound("form of report", output.suffix or output.name, known=FORMS)
    report = composed(judged, title=title, made_at=made_at)
    match output.suffix:
        case ".html":
            from truceline.report.as_html import as_html

            text = as_html(report)
        case ".md":
            from truceline.report.as_markdown import as_markdown

            text = as_markdown(report)
        case ".csv":
            from truceline.report.as_csv import as_csv

            text = as_csv(judged.findings)
        case _:
            from truceline.report.as_json import as_json

            text = as_json(report)
    return write_whole(output, text.encode("utf-8"))


def write_whole(output: Path, data: bytes) -> int:
    """Write a file whole or not at all; return its size in bytes."""
    partial = output.with_name(output.name + ".partial")
    partial.write_bytes(data)
    partial.replace(output)
    return len(data)
