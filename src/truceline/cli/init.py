"""truceline init: make a casefile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import now
from truceline.cli.listing import tell


def init(
    path: Annotated[Path, typer.Argument(help="The folder to make; it may exist if it is empty.")],
    agreement: Annotated[
        list[str],
        typer.Option(
            "--agreement", "-a", help="A shipped agreement's id or a folder; may be given again."
        ),
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="What to call the casefile.", show_default=False)
    ] = None,
    author: Annotated[
        str,
        typer.Option("--author", help="Default pseudonym for entries; never a source's name."),
    ] = "analyst",
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            help="sqlite (a file in the casefile), postgresql (the server that "
            "TRUCELINE_DATABASE_URL names) or postgresql://user@host/database. "
            "Default: the server if that variable is set, else the file.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a casefile: a folder with a ledger, an archive and settings.

    Example: truceline init golan --agreement undof-1974 --agreement sw-syria-2017

    Example: truceline init valley --agreement ./my-agreement --author desk-2

    Example: truceline init golan -a undof-1974 --ledger postgresql://ann@db.example.org/golan
    """
    from truceline.agreement.load import load_agreement
    from truceline.casework.agreement_versions import record_versions
    from truceline.evidence.layout import Casefile
    from truceline.evidence.stores.chosen import setting_of

    agreements = [_settled(given) for given in agreement]
    titles = [load_agreement(settled).title for settled in agreements]
    case = Casefile.create(
        path,
        name=name or path.name,
        agreements=tuple(agreements),
        author=author,
        ledger=setting_of(ledger),
    )
    record_versions(case, author=author, recorded_at=now())
    tell(f"Made the casefile {case.path}.")
    for title in titles:
        tell(f"  agreement: {title}")
    if case.settings.ledger is not None:
        tell(f"  ledger: {case.settings.ledger} (a server's; its keys are in the casefile)")
    tell(f"Next: truceline --help, or: truceline add --case {path} FILE")


def _settled(given: str) -> str:
    """Return a folder's absolute path, so that the casefile finds it from anywhere, or the id."""
    folder = Path(given)
    return str(folder.resolve()) if folder.exists() else given


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("init")(init)
