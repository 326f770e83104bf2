"""truceline report: the whole, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.casework.audience import Audience
from truceline.cli.case import now
from truceline.cli.judged import judged
from truceline.cli.listing import tell
from truceline.cli.options import (
    AgreementsOption,
    AsOfOption,
    AudienceOption,
    CaseOption,
    PeriodOption,
    PolicyOption,
    Step,
    StepOption,
)


def report(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write: .html, .pdf, .docx, .md, .json or .csv."
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="The report's title.", show_default=False)
    ] = None,
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    as_of: AsOfOption = None,
    agreement: AgreementsOption = None,
    policy: PolicyOption = None,
    audience: AudienceOption = Audience.PARTNERS,
    case: CaseOption = None,
) -> None:
    """Write the report: matrix, map, findings with their evidence, statements, coverage, method.

    The HTML is one file that opens anywhere and asks nothing of the network; the PDF is for paper.

    Example: truceline report --output report.html

    Example: truceline report -o quarter.md --period 2013-Q2 --step month
    """
    from truceline.casework.left_out import left_out_of_report
    from truceline.casework.report import written_report

    result = judged(
        case=case,
        period=period,
        step=step,
        as_of=as_of,
        agreements=agreement,
        policy=policy,
        audience=audience,
    )
    size = written_report(result, output, title=title, made_at=now())
    tell(f"Wrote {output} ({size / 1024:.0f} KiB): {len(result.findings)} findings.")
    for sentence in left_out_of_report(result):
        tell(sentence)


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("report")(report)
