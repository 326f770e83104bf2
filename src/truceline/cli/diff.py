"""truceline diff: what reads differently between two days of knowledge, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.listing import show, tell
from truceline.cli.options import (
    AgreementsOption,
    CaseOption,
    Format,
    FormatOption,
    PeriodOption,
    PolicyOption,
    Step,
    StepOption,
)


def diff(
    before: Annotated[str, typer.Option("--from", help="As known on this day (2026-11-01).")],
    after: Annotated[
        str | None,
        typer.Option(
            "--to", help="As known on this day; without it, by all that is recorded.",
            show_default=False,
        ),
    ] = None,
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    agreement: AgreementsOption = None,
    policy: PolicyOption = None,
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:  # fmt: skip
    """Show which findings read differently on two days, and which records made it so.

    Example: truceline diff --from 2026-11-01 --to 2026-11-22

    Example: truceline diff --from 2026-11-01 --period 2013 --step month --format json
    """
    from truceline.casework.changes import changes
    from truceline.cli.case import moment_from, open_case, span_from

    start = moment_from(before)
    if start is None:
        raise typer.BadParameter("name a day", param_hint="--from")
    found = changes(
        open_case(case),
        before=start,
        after=moment_from(after),
        period=span_from(period),
        step=step.value,
        agreements=agreement or (),
        policy=policy,
    )
    rows = [
        {
            "finding": one.finding,
            "was": one.before.status.letter if one.before else "",
            "is": one.after.status.letter if one.after else "",
            "p was": round(one.before.p_breach, 4) if one.before else None,
            "p is": round(one.after.p_breach, 4) if one.after else None,
            "cause": list(one.causes),
        }
        for one in found
    ]
    columns = ["finding", "was", "is", "p was", "p is", "cause"]
    show(rows, columns=columns, format=format, empty="Every finding reads the same on both days.")
    tell(f"{len(rows)} findings read differently.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("diff")(diff)
