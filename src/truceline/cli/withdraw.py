"""truceline withdraw: take back an entry, on record."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import AuthorOption, CaseOption


def withdraw(
    key: Annotated[str, typer.Argument(help="The id of a document, claim, observation, coverage.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence.")],
    case: CaseOption = None,
    author: AuthorOption = None,
) -> None:
    """Take back a document, claim, observation or coverage record, with all that was read from it.

    Nothing is deleted: the entry stays in the ledger, and what was known before stays answerable
    with --as-of.

    Example: truceline withdraw d-8a0f1c21e3b45d67 --reason "Wrong article."
    """
    from truceline.casework.withdraw import withdraw_entry

    casefile = open_case(case)
    taken = withdraw_entry(
        casefile, key, reason=reason, author=author_of(casefile, author), recorded_at=now()
    )
    tell(
        f"Withdrawn: {key} and {taken - 1} entries that came from it."
        if taken > 1
        else f"Withdrawn: {key}."
    )


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("withdraw")(withdraw)
