"""truceline incident: put incidents together or apart by hand, on record, and undo it."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.case import now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption

_commands = typer.Typer(
    help="Incidents: say what is one happening and what is one source; all stays on record.",
    no_args_is_help=True,
)
_By = Annotated[str, typer.Option("--by", help="Who decides: a name, kept on record.")]
_Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence.")]


@_commands.command("merge")
def merge(
    incidents: Annotated[list[str], typer.Argument(help="Ids of two or more incidents.")],
    by: _By,
    reason: _Reason,
    case: CaseOption = None,
) -> None:
    """Say that incidents are one happening. Totals over a time stay apart from dated items.

    Example: truceline incident merge i-264998 i-2d16c3 --by "A. Analyst" --reason "One patrol."
    """
    from truceline.casework.regroup import merge_incidents

    key, made = merge_incidents(open_case(case), incidents, reason=reason, by=by, at=now())
    tell(f"Recorded as {key}: {len(made.observations)} reports, {len(made.voices)} voices.")
    tell(f"The incident is now {made.id}. Undo with: truceline incident undo {key}")


@_commands.command("part")
def part(
    incident: Annotated[str, typer.Argument(help="An incident's id.")],
    observations: Annotated[list[str], typer.Argument(help="Ids of the reports to take out.")],
    by: _By,
    reason: _Reason,
    case: CaseOption = None,
) -> None:
    """Say that some reports of an incident are of another happening.

    Example: truceline incident part i-264998 o-ede279 --by "A. Analyst" --reason "Another day."
    """
    from truceline.casework.regroup import part_incident

    key, made = part_incident(
        open_case(case), incident, observations, reason=reason, by=by, at=now()
    )
    tell(f"Recorded as {key}: {len(made.observations)} reports are now incident {made.id}.")
    tell(f"Undo with: truceline incident undo {key}")


@_commands.command("one-source")
def one_source(
    documents: Annotated[list[str], typer.Argument(help="Ids of two or more documents.")],
    by: _By,
    reason: _Reason,
    case: CaseOption = None,
) -> None:
    """Say that documents are one source: versions of one paper, or one retells another.

    Copies of one text, and a page fetched twice, are found without it.

    Example: truceline incident one-source d-264998 d-2d16c3 --by "A. Analyst" --reason "A summary."
    """
    from truceline.casework.regroup import one_source as record

    key, made = record(open_case(case), documents, reason=reason, by=by, at=now())
    tell(f"Recorded as {key}: {len(made.documents)} documents are one voice where they tell alike.")
    tell(f"Undo with: truceline incident undo {key}")


@_commands.command("undo")
def undo(
    decision: Annotated[str, typer.Argument(help="The id of a merge, part or one source.")],
    by: _By,
    reason: _Reason,
    case: CaseOption = None,
) -> None:
    """Take a decision back; both stay on record.

    Example: truceline incident undo g-1a2b3c --by "A. Analyst" --reason "The times differ."
    """
    from truceline.casework.regroup import undo_regrouping

    taken = undo_regrouping(open_case(case), decision, reason=reason, by=by, at=now())
    tell(f"Undone: {taken.how.value}, by {taken.by} ({taken.reason}).")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="incident")
