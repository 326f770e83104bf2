"""truceline import: take in a coded record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format, FormatOption
from truceline.errors import Problem


def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV records: incidents, coverage, duties.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken in; record nothing.")
    ] = False,
    case: CaseOption = None,
    author: AuthorOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Take in coded records; every row is accepted, or refused with a reason.

    A file goes in whole or not at all; taking it in twice is the same as once.

    Example: truceline import incidents.csv coverage.csv

    Example: truceline import incidents.csv --dry-run
    """
    from truceline.casework.import_record import import_record

    casefile = open_case(case)
    rows = []
    refusals: list[Problem] = []
    nowhere: set[str] = set()
    for path in files:
        taken = import_record(
            casefile,
            path,
            author=author_of(casefile, author),
            recorded_at=now(),
            dry_run=dry_run,
        )
        refusals += taken.refusals
        nowhere.update(taken.not_located)
        rows.append(
            {
                "file": path.name,
                "rows": taken.rows,
                "accepted": taken.accepted,
                "refused": taken.refused,
                "observations": taken.observations,
                "coverage": taken.coverage,
                "new": taken.new,
                "known": taken.known,
            }
        )
    for name in sorted(nowhere):
        tell(f"not located: no list tells where {name} is; add it to places.csv in the casefile")
    for problem in refusals:
        tell(f"refused: {problem}")
    show(
        rows,
        columns=["file", "rows", "accepted", "refused", "observations", "coverage", "new", "known"],
        format=format,
        empty="Nothing was taken in.",
    )
    if dry_run:
        tell("Dry run: nothing was recorded.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("import")(import_)
