"""truceline matrix: provisions by periods, one letter each."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from truceline.cli.judged import judged
from truceline.cli.listing import show, tell
from truceline.cli.options import (
    AgreementsOption,
    AsOfOption,
    CaseOption,
    Format,
    FormatOption,
    PeriodOption,
    PolicyOption,
    Step,
    StepOption,
)


def matrix(
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    as_of: AsOfOption = None,
    agreement: AgreementsOption = None,
    policy: PolicyOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show rows that nobody could observe, too.")
    ] = False,
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show provisions by periods, one letter each.

    C compliant, ? indeterminate, S suspected breach, B confirmed breach, - not in force.

    Example: truceline matrix --period 2013 --step month

    Example: truceline matrix --agreement undof-1974 --format csv > matrix.csv
    """
    from truceline.casework.assess import rows_that_tell
    from truceline.report.matrix import matrix as lay_out
    from truceline.report.matrix import matrix_as_text

    result = judged(
        case=case, period=period, step=step, as_of=as_of, agreements=agreement, policy=policy
    )
    findings = result.findings if everything else rows_that_tell(result.findings)
    if format is Format.TABLE:
        sys.stdout.write(matrix_as_text(lay_out(findings), width=80) + "\n")
        hidden = len({(f.provision, f.party) for f in result.findings}) - len(
            {(f.provision, f.party) for f in findings}
        )
        if hidden:
            tell(f"{hidden} rows without evidence or coverage in any period; --all shows them.")
        return
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for finding in findings:
        row = rows.setdefault(
            (finding.agreement, f"{finding.provision}/{finding.party}"),
            {
                "agreement": finding.agreement,
                "provision": finding.provision,
                "party": finding.party,
                "standing": finding.standing,
            },
        )
        row[str(finding.period)] = finding.status.letter
    show(list(rows.values()), columns=["agreement", "provision", "party"], format=format, empty="")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("matrix")(matrix)
