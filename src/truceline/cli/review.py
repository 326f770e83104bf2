"""truceline review: a person's decision on a finding."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from truceline.cli.case import now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption, PolicyOption


class Said(StrEnum):
    """What a reviewer says."""

    CONFIRM = "confirm"
    DISSENT = "dissent"
    ASK_FOR_MORE = "ask for more"


def review(
    finding: Annotated[str, typer.Argument(help="A finding's id.")],
    verdict: Annotated[Said, typer.Option("--verdict", help="What you say of it.")],
    by: Annotated[str, typer.Option("--by", help="The reviewer's name, kept on record.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence.")],
    policy: PolicyOption = None,
    case: CaseOption = None,
) -> None:
    """Record a reviewer's decision. Only a person's confirmation makes a breach *confirmed*.

    The decision holds for the evidence it was made on; new evidence needs a new look.

    Example: truceline review undof-1974/DA-B4/syria/2013-Q2 --verdict confirm
    --by "A. Reviewer" --reason "Read the report itself."
    """
    from truceline.casework.review import record_review

    recorded, now_reads = record_review(
        open_case(case),
        finding,
        verdict=verdict.value,
        reviewer=by,
        reason=reason,
        policy=policy,
        at=now(),
    )
    tell(f"Recorded: {recorded.reviewer} says {recorded.verdict.value} of {recorded.finding}.")
    tell(f"The finding now reads {now_reads.status.value} (p {now_reads.p_breach:.2f}).")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("review")(review)
