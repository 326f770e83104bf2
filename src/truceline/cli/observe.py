"""truceline observe: make observations of claims."""

from __future__ import annotations

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import AuthorOption, CaseOption


def observe(case: CaseOption = None, author: AuthorOption = None) -> None:
    """Make observations of the claims that tell what happened or stands.

    What is planned, pledged, threatened, demanded or supposed stays a statement.

    Example: truceline observe
    """
    from truceline.casework.observe import observe_claims

    casefile = open_case(case)
    done = observe_claims(casefile, author=author_of(casefile, author), recorded_at=now())
    tell(
        f"{done.claims} claims: {done.facts} tell of something that happened or stands, "
        f"{done.claims - done.facts} are statements, contacts, terms or hedged."
    )
    tell(f"{done.new} new observations, {done.known} known before.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("observe")(observe)
