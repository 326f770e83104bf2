"""truceline agreement check: every problem and every doubt, with its place."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import tell

if TYPE_CHECKING:
    from truceline.errors import Problem


class CheckFormat(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check(
    agreements: Annotated[list[str], typer.Argument(help="Shipped ids or folders to check.")],
    format: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="How to write what is found.")
    ] = CheckFormat.TEXT,
) -> None:
    """Check agreements: every problem at once, with file, line, column and how to mend it.

    Where nothing is wrong, doubts are told too: provisions that gainsay each other, exceptions
    that lift nothing, monitors that nobody names, lines that do not meet, zones without area.
    Axes that look exchanged are told in any case. Doubts do not change the exit code.

    Example: truceline agreement check ./my-agreement

    Example: truceline agreement check ./my-agreement --format sarif
    """
    found: list[tuple[str, str, Problem]] = []
    for given in agreements:
        own = _found(given)
        found += own
        wrong = sum(1 for kind, _, _ in own if kind == "problem")
        if format is CheckFormat.TEXT:
            for kind, _, problem in own:
                tell(f"{problem}" if kind == "problem" else f"doubt: {problem}")
            if not wrong:
                doubts = f" {len(own)} to look at." if own else ""
                tell(f"{given}: no problems.{doubts}")
    _written(found, format)
    wrong = sum(1 for kind, _, _ in found if kind == "problem")
    if wrong:
        tell(f"{wrong} problem{'s' if wrong > 1 else ''}.")
        raise typer.Exit(3)


def _found(given: str) -> list[tuple[str, str, Problem]]:
    from truceline.agreement.doubts import doubts_about
    from truceline.agreement.load import check_agreement, file_of
    from truceline.agreement.swapped_axes import swapped_axes

    file = file_of(given)
    problems = check_agreement(given)
    doubts = swapped_axes(file) if problems else doubts_about(given)
    return [
        (kind, file.with_name(one.file).as_posix(), one)
        for kind, found in (("problem", problems), ("doubt", doubts))
        for one in found
    ]


def _written(found: list[tuple[str, str, Problem]], format: CheckFormat) -> None:
    from truceline import __version__
    from truceline.agreement.sarif import as_sarif

    if format is CheckFormat.SARIF:
        sys.stdout.write(as_sarif(found, version=__version__))
    if format is CheckFormat.JSON:
        rows = [
            {"kind": kind, "file": file, "line": one.line, "column": one.column,
             "what": one.what, "mend": one.mend}
            for kind, file, one in found
        ]  # fmt: skip
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def register(commands: typer.Typer) -> None:
    """Put the command among those on agreements."""
    commands.command("check")(check)
