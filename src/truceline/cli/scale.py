"""truceline scale: read many articles, and judge by many agreements, here or on a cluster."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import open_case, span_from, told_as_of
from truceline.cli.listing import tell
from truceline.cli.options import (
    AsOfOption,
    CaseOption,
    PeriodOption,
    PolicyOption,
    Step,
    StepOption,
)
from truceline.cli.runner import ConfOption, MasterOption, runner

_commands = typer.Typer(
    help="Many articles and many agreements, in this process or on a Spark cluster.\n\n"
    "Positions have commands of their own, which take --master too: truceline tracks.",
    no_args_is_help=True,
)


@_commands.command("read")
def read(
    files: Annotated[
        list[Path], typer.Argument(help="Parquet or WARC files of articles, or folders.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
    master: MasterOption = None,
    conf: ConfOption = None,
) -> None:
    """Read claims out of articles by the grammar reader; a file of JSON lines for each part.

    A row has text, and if known id, published and outlet. Of an archive of crawled pages (.warc,
    .warc.gz) the pages are read; all else in it is passed over and counted. What is written is what
    'truceline read --stdin-jsonl' writes; what cannot be read becomes an object with an error; the
    rest goes on.

    Example: truceline scale read articles/ --output claims/

    Example: truceline scale read articles/ -o claims/ --master spark://127.0.0.1:7077
    """
    from truceline.casework.read_articles import read_articles

    with runner(master, conf, told=lambda _: None) as run:
        done = read_articles(files, output, run=run)
    rows, failed = sum(one.rows for one in done), sum(one.failed for one in done)
    passed_over = sum(one.passed_over for one in done)
    more = f"; {passed_over} records of archives are no pages" if passed_over else ""
    tell(f"{rows} articles, {rows - failed} read, {failed} could not be{more}")
    tell(f"{sum(one.claims for one in done)} claims in {len(done)} files in {output}")
    if failed:
        raise typer.Exit(3)


@_commands.command("assess")
def assess(
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            "--agreement", "-a", help="An id or a folder; again for more. Default: the casefile's."
        ),
    ] = None,
    library: Annotated[
        bool, typer.Option("--library", help="By every agreement that comes with Truceline.")
    ] = False,
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    as_of: AsOfOption = None,
    policy: PolicyOption = None,
    case: CaseOption = None,
    master: MasterOption = None,
    conf: ConfOption = None,
) -> None:
    """Judge a casefile's evidence by many agreements; every finding is one JSON line.

    Example: truceline scale assess --library --period 2013 > findings.jsonl

    Example: truceline scale assess -a undof-1974 -a sw-syria-2017 --master 'local[*]'
    """
    from truceline.agreement.load import shipped_agreements
    from truceline.casework.assess_many import AssessBy, assess_many

    casefile = open_case(case)
    names = list(agreement or casefile.settings.agreements)
    if library:
        names += [name for name in shipped_agreements() if name not in names]
    verb = AssessBy(
        case=casefile.path, period=span_from(period), step=step.value,
        as_of=told_as_of(casefile, as_of), policy=policy,
    )  # fmt: skip
    with runner(master, conf, told=lambda _: None) as run:
        rows = assess_many(verb, names, run=run)
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    tell(f"{len(rows)} findings by {len(names)} agreements.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="scale")
