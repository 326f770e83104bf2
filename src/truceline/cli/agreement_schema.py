"""truceline agreement schema: the agreement file as JSON Schema, for editors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import tell


def schema(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write.", show_default=False)
    ] = None,
) -> None:
    """Write the JSON Schema of agreement.yaml; editors complete keys and flag errors by it.

    Example: truceline agreement schema --output agreement.schema.json
    """
    from truceline.agreement.schema import as_text

    if output is None:
        sys.stdout.write(as_text())
    else:
        output.write_text(as_text(), encoding="utf-8")
        tell(f"Wrote {output}.")


def register(commands: typer.Typer) -> None:
    """Put the command among those on agreements."""
    commands.command("schema")(schema)
