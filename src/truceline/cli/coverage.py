"""truceline coverage: where and when nobody looked."""

from __future__ import annotations

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


def coverage(
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    as_of: AsOfOption = None,
    agreement: AgreementsOption = None,
    policy: PolicyOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show also what was looked at, and how well.")
    ] = False,
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show by zone and period where nobody looked, and what was told per day of looking.

    A quiet zone that nobody saw is not a kept one: read no rate without its access.

    Example: truceline coverage --period 2013 --step quarter

    Example: truceline coverage --all --format csv > looked.csv
    """
    from truceline.casework.looked_table import looked_table

    result = judged(
        case=case, period=period, step=step, as_of=as_of, agreements=agreement, policy=policy
    )
    table = looked_table(result)
    rows = [
        {
            "agreement": row.agreement,
            "zone": row.zone,
            "period": str(row.period),
            "detection": round(row.detection, 4),
            "looks": row.records,
            "denials": row.denials,
            "told": row.told,
            "told per look day": (
                None if row.told_per_look_day is None else round(row.told_per_look_day, 6)
            ),
        }
        for row in table
        if everything or row.detection == 0
    ]
    columns = ["zone", "period", "detection", "looks", "denials", "told", "told per look day"]
    show(rows, columns=columns, format=format, empty="Somebody looked at every zone, every time.")
    blind = sum(row.detection == 0 for row in table)
    tell(f"Nobody looked in {blind} of {len(table)} zones and periods.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("coverage")(coverage)
