"""truceline agreement new: a small agreement to be written over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import tell


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make, named as the agreement.")],
) -> None:
    """Make a folder with a small, commented agreement that checks green, to be written over.

    Example: truceline agreement new ./river-2031
    """
    from truceline.agreement.new import new_agreement

    for file in new_agreement(folder):
        tell(f"Wrote {file}.")
    tell(f"Next: truceline agreement check {folder}, and: truceline agreement test {folder}")


def register(commands: typer.Typer) -> None:
    """Put the command among those on agreements."""
    commands.command("new")(new)
