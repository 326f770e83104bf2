"""truceline list: the things in a casefile, one row each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from truceline.cli.case import open_case, told_as_of
from truceline.cli.listing import show
from truceline.cli.options import AsOfOption, CaseOption, Format, FormatOption


class Thing(StrEnum):
    """What can be listed."""

    DOCUMENTS = "documents"
    LINES = "lines"
    CLAIMS = "claims"
    OBSERVATIONS = "observations"
    INCIDENTS = "incidents"
    COVERAGE = "coverage"
    REVIEWS = "reviews"
    REFUSALS = "refusals"
    MARKS = "marks"


_COLUMNS = {
    Thing.DOCUMENTS: ["id", "file", "publisher", "published", "claims"],
    Thing.LINES: ["label", "line", "why"],
    Thing.CLAIMS: ["id", "kind", "modality", "chain", "quote"],
    Thing.OBSERVATIONS: ["id", "when", "what", "actor", "place", "grade"],
    Thing.INCIDENTS: ["id", "when", "what", "actor", "place", "voices"],
    Thing.COVERAGE: ["id", "when", "area", "side", "method", "detection"],
    Thing.REVIEWS: ["finding", "verdict", "reviewer", "at"],
    Thing.REFUSALS: ["where", "what", "mend"],
    Thing.MARKS: ["of", "level", "until", "by", "reason"],
}


def list_(
    thing: Annotated[Thing, typer.Argument(help="What to list.")],
    document: Annotated[
        str | None,
        typer.Option("--document", help="Only what came from this document.", show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List documents, lines, claims, observations, incidents, coverage, reviews, refusals, marks.

    Example: truceline list claims

    Example: truceline list lines --document d-8a0f1c

    Example: truceline list observations --format csv > observations.csv
    """
    from truceline.casework.listing import rows_of

    casefile = open_case(case)
    moment = told_as_of(casefile, as_of)
    rows = rows_of(casefile, thing.value, document=document, as_of=moment)
    show(rows, columns=_COLUMNS[thing], format=format, empty=f"There are no {thing.value} here.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("list")(list_)
