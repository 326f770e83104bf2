"""truceline mark: say who may be shown something."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case, span_from
from truceline.cli.listing import tell
from truceline.cli.options import AuthorOption, CaseOption


class Marked(StrEnum):
    """How far something may go."""

    OPEN = "open"
    EMBARGOED = "embargoed"
    RESTRICTED = "restricted"


def mark(
    key: Annotated[str, typer.Argument(help="The id of a document, claim, observation, coverage.")],
    level: Annotated[Marked, typer.Option("--level", help="How far it may go.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence; it is kept.")],
    until: Annotated[
        str | None,
        typer.Option("--until", help="The last day of an embargo.", show_default=False),
    ] = None,
    case: CaseOption = None,
    author: AuthorOption = None,
) -> None:
    """Mark something as open, under embargo until a day, or restricted.

    What rests on it goes with it. Reports, maps and the pages of the server leave it out for
    everybody who is not cleared, on every day that is asked about. The latest mark holds.

    Example: truceline mark d-8a0f1c21e3b45d67 --level restricted --reason "Names a witness."

    Example: truceline mark c-51f0 --level embargoed --until 2026-12-31 --reason "Talks go on."
    """
    from truceline.casework.mark import mark_entry
    from truceline.evidence.handling import Level

    casefile, span = open_case(case), span_from(until)
    made = mark_entry(
        casefile,
        key,
        level=Level(level.value),
        reason=reason,
        by=author_of(casefile, author),
        at=now(),
        until=None if span is None else span.end,
    )
    ending = f" until {made.until:%Y-%m-%d %H:%MZ}" if made.until else ""
    tell(f"Marked {made.of} as {made.level.value}{ending}.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("mark")(mark)
