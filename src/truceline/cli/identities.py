"""truceline identities: who stands behind a pseudonym, in an encrypted file of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import tell
from truceline.evidence.identities import Identities

_commands = typer.Typer(
    help="Names of people who spoke, in an encrypted file outside every casefile. Off by default.",
    no_args_is_help=True,
)
FileOption = Annotated[
    Path,
    typer.Option("--file", envvar="TRUCELINE_IDENTITIES", help="The file; outside a casefile."),
]
PseudonymArgument = Annotated[str, typer.Argument(help="The pseudonym that records use.")]


def _opened(file: Path) -> Identities:
    return Identities(file, typer.prompt("Passphrase", hide_input=True, err=True))


@_commands.command("put")
def put(pseudonym: PseudonymArgument, file: FileOption) -> None:
    """Keep who stands behind a pseudonym; name and passphrase are asked for, and never shown.

    Example: truceline identities put witness-7 --file /media/safe/identities
    """
    identities = _opened(file)
    identities.put(pseudonym, typer.prompt("Name", hide_input=True, err=True))
    tell(f"Kept {pseudonym}.")


@_commands.command("show")
def show(pseudonym: PseudonymArgument, file: FileOption) -> None:
    """Write who stands behind a pseudonym to standard output.

    Example: truceline identities show witness-7 --file /media/safe/identities
    """
    sys.stdout.write(_opened(file).name_of(pseudonym) + "\n")


@_commands.command("forget")
def forget(pseudonym: PseudonymArgument, file: FileOption) -> None:
    """Take a name out of the file for good; copies of the file are not called back.

    Example: truceline identities forget witness-7 --file /media/safe/identities
    """
    _opened(file).forget(pseudonym)
    tell(f"Forgotten: {pseudonym}.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="identities")
