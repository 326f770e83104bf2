"""The command line: one file per command, the same verbs as the library."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from truceline import __version__
from truceline.cli import (
    add,
    agreement,
    assess,
    claim,
    coverage,
    demo,
    diff,
    draw,
    explain,
    identities,
    import_record,
    incident,
    init,
    ledger,
    mark,
    matrix,
    observe,
    policy,
    read,
    report,
    review,
    scale,
    serve,
    show,
    status,
    tracks,
    train_parser,
    withdraw,
)
from truceline.cli.listing import tell
from truceline.errors import TrucelineError

_HELP = """
Checks whether a ceasefire or disengagement agreement is being kept.

A casefile holds the documents, what was read from them, and what was observed. The usual way:

\b
    truceline init golan --agreement undof-1974
    cd golan
    truceline add ../article.txt
    truceline read
    truceline import ../incidents.csv
    truceline observe
    truceline matrix --period 2013 --step month
    truceline explain undof-1974/DA-B4/syria/2013-04
    truceline report --output report.html

Nothing leaves this machine.
"""

app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    init, add, read, import_record, observe, assess, matrix, coverage, explain, diff, report,
    draw, show, status, review, claim, incident, mark, withdraw, policy, ledger,
    identities, agreement, tracks, scale, serve, demo, train_parser,
):  # fmt: skip
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"truceline {__version__}\n")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def run() -> None:
    """Run the command line; a refusal is one clear message and an exit code, never a traceback."""
    _same_bytes_everywhere()
    try:
        app()
    except TrucelineError as refusal:
        tell(f"truceline: {refusal}")
        sys.exit(refusal.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone; what is left to write has no one to read it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        tell("truceline: interrupted; what was acknowledged is kept")
        sys.exit(130)


def _same_bytes_everywhere() -> None:
    """Write UTF-8 with plain line ends to pipes and files, whatever the machine prefers.

    A terminal keeps its own encoding; what it cannot show is told by its number.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
