"""Options that many commands share, so that one word means one thing everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from truceline.casework.audience import Audience


class Format(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Step(StrEnum):
    """The length of one period."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


CaseOption = Annotated[
    Path | None,
    typer.Option(
        "--case",
        envvar="TRUCELINE_CASE",
        help="The casefile; without it, the one that the current folder lies in.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the listing.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="As known on this day (2026-11-22); without it, all that is recorded.",
        show_default=False,
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        help="When it happened: 2013, 2013-Q2, 2013-04, 2013-01/2013-06.",
        show_default=False,
    ),
]
StepOption = Annotated[Step, typer.Option("--step", help="The length of one period.")]
AgreementsOption = Annotated[
    list[str] | None,
    typer.Option("--agreement", "-a", help="Only this agreement; may be given again."),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        help="A policy file; without it, the casefile's or the shipped one.",
        show_default=False,
    ),
]


AudienceOption = Annotated[
    Audience,
    typer.Option(
        "--for",
        help="casework: all of it; partners: without what bears a mark; public: also late and at "
        "town level.",
    ),
]
AuthorOption = Annotated[
    str | None,
    typer.Option(
        "--author",
        envvar="TRUCELINE_AUTHOR",
        help="Who does this: a pseudonym, kept with the entry. Default: the casefile's.",
        show_default=False,
    ),
]
