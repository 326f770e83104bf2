"""truceline assess: judge every provision for every period."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from truceline.casework.assess import Judged

WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, help="So many processes judge at once.")
]


class FailOn(StrEnum):
    """The status that makes the command end with exit code 10."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    INDETERMINATE = "indeterminate"


def assess(
    period: PeriodOption = None,
    step: StepOption = Step.QUARTER,
    as_of: AsOfOption = None,
    agreement: AgreementsOption = None,
    policy: PolicyOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every finding, not only the breaches.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="End with exit code 10 if a finding reads so.", show_default=False
        ),
    ] = None,
    sealed: Annotated[
        bool,
        typer.Option("--sealed", help="Only what the last checkpoint of that day holds."),
    ] = False,
    workers: WorkersOption = 1,
    case: CaseOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Judge every provision for every party and period, as known on a day.

    Every finding names the entries it rests on: how many of the ledger, and the root over them.
    With --sealed these are the ones that a checkpoint held on that day, whatever clock came later.

    Example: truceline assess --period 2013 --step month

    Example: truceline assess --as-of 2026-11-01 --format jsonl --all > findings.jsonl

    Example: truceline assess --as-of 2026-11-01 --sealed
    """
    from truceline.casework.assess_many import finding_row

    result = judged(
        case=case,
        period=period,
        step=step,
        as_of=as_of,
        agreements=agreement,
        policy=policy,
        sealed=sealed,
        workers=workers,
    )
    telling = [
        finding
        for finding in result.findings
        if everything or format is not Format.TABLE or finding.status.letter in "SB"
    ]
    state = result.rests_on
    cited = {
        "ledger_size": state.size if state else None,
        "ledger_root": state.root if state else None,
        "ledger_sealed": state.sealed if state else None,
    }
    show(
        [{**finding_row(finding), **cited} for finding in telling],
        columns=["finding", "letter", "p", "reasons" if everything else "incidents", "robust"],
        format=format,
        empty="No suspected or confirmed breach; --all shows what cannot be told, and why.",
    )
    _tell(result)
    if fail_on and any(finding.status.value.startswith(fail_on) for finding in result.findings):
        raise typer.Exit(10)


def _tell(result: Judged) -> None:
    """Tell how many findings read how, and what they rest on."""
    counts = Counter(finding.status for finding in result.findings)
    told = ", ".join(f"{counts[status]} {status.value}" for status in sorted(counts))
    tell(f"{len(result.findings)} findings: {told or 'none'}. As known on {result.as_of}.")
    if result.rests_on is not None:
        tell(f"They rest on {result.rests_on}.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("assess")(assess)
