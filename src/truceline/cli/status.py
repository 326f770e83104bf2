"""truceline status: what the casefile holds, and what waits."""

from __future__ import annotations

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import CaseOption, Format, FormatOption


def status(
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what the casefile holds and what waits to be done; re-hash every entry on the way.

    Example: truceline status

    Example: truceline status --format json
    """
    from truceline.casework.status import status_of

    told = status_of(open_case(case))
    tell(f"{told.name} ({told.path})")
    tell(f"agreements: {', '.join(told.agreements)}")
    show(
        [
            {"kind": kind, "standing": standing, "ever": ever}
            for kind, standing, ever in told.counts
        ],
        columns=["kind", "standing", "ever"],
        format=format,
        empty="The ledger is empty: add a document (truceline add FILE) or a record (truceline "
        "import FILE).",
    )
    tell(f"{told.verified} entries re-hashed, none differs; {told.sealed} are under a checkpoint.")
    if told.verified > told.sealed:
        tell(
            f"unsealed: {told.verified - told.sealed} entries; who can write the file can still "
            "rewrite them (truceline ledger checkpoint)"
        )
    for waiting in told.waiting:
        tell(f"waiting: {waiting}")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("status")(status)
