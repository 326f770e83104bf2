"""truceline agreement: list and show agreements; further commands have files of their own."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from truceline.cli import (
    agreement_cases,
    agreement_check,
    agreement_compare,
    agreement_new,
    agreement_record,
    agreement_schema,
)
from truceline.cli.listing import show as show_rows
from truceline.cli.options import Format, FormatOption

_commands = typer.Typer(
    help="Agreements as code: list, show, write, check, test, compare and draw them.",
    no_args_is_help=True,
)


@_commands.command("list")
def list_(format: FormatOption = Format.TABLE) -> None:
    """List the agreements that are shipped with Truceline.

    Example: truceline agreement list
    """
    from truceline.agreement.load import load_agreement, shipped_agreements

    loaded = [load_agreement(name) for name in shipped_agreements()]
    rows = [
        {
            "agreement": agreement.id,
            "title": agreement.title,
            "papers": len(agreement.papers),
            "provisions": len(agreement.provisions),
            "digest": agreement.digest,
        }
        for agreement in loaded
    ]
    show_rows(
        rows, columns=["agreement", "title", "papers", "provisions"], format=format, empty="None."
    )


@_commands.command("show")
def show(
    agreement: Annotated[str, typer.Argument(help="A shipped agreement's id, or a folder.")],
    digest: Annotated[
        bool, typer.Option("--digest", help="Only the digest that names this version.")
    ] = False,
) -> None:
    """Show an agreement as people read it: papers, lines, zones, provisions, what cannot be tested.

    Example: truceline agreement show undof-1974

    Example: truceline agreement show ./my-agreement --digest
    """
    from truceline.agreement.describe import description
    from truceline.agreement.load import load_agreement

    if digest:
        sys.stdout.write(f"{load_agreement(agreement).digest}\n")
        return
    for line in description(load_agreement(agreement)):
        sys.stdout.write(line + "\n")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for module in (
        agreement_new, agreement_check, agreement_cases, agreement_compare, agreement_record,
        agreement_schema,
    ):  # fmt: skip
        module.register(_commands)
    app.add_typer(_commands, name="agreement")
