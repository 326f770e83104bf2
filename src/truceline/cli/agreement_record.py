"""truceline agreement record: keep on record which version a casefile judges by."""

from __future__ import annotations

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import AuthorOption, CaseOption


def record(case: CaseOption = None, author: AuthorOption = None) -> None:
    """Record the version of each agreement of a casefile that changed since it was recorded.

    Versions are named by their digest; what was recorded before stays in the ledger.

    Example: truceline agreement record --author desk-2
    """
    from truceline.casework.agreement_versions import record_versions

    opened = open_case(case)
    new = record_versions(opened, author=author_of(opened, author), recorded_at=now())
    for version in new:
        before = version.recorded or "no version"
        tell(f"Recorded: {version.agreement} is {version.now}, after {before}.")
    if not new:
        tell("Every version is on record.")


def register(commands: typer.Typer) -> None:
    """Put the command among those on agreements."""
    commands.command("record")(record)
