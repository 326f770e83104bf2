"""truceline claim: accept, amend or reject a claim by hand, on record, and undo it."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.case import now, open_case, span_from
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.reading.decision import Choice

_commands = typer.Typer(
    help="Claims: say of each whether it was read right; every word stays on record.",
    no_args_is_help=True,
)
_Claim = Annotated[str, typer.Argument(help="A claim's id, standing or proposed.")]
_By = Annotated[str, typer.Option("--by", help="Who decides: a name, kept on record.")]
_Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence.")]


@_commands.command("accept")
def accept(
    claim: _Claim,
    by: _By,
    reason: Annotated[str, typer.Option("--reason", help="Why, if it needs saying.")] = "",
    case: CaseOption = None,
) -> None:
    """Say that a claim is read right. It weighs what it weighed; a proposed one becomes a claim.

    Example: truceline claim accept c-1a2b3c --by "A. Analyst"
    """
    from truceline.casework.decide import decide_claim

    key = decide_claim(open_case(case), claim, choice=Choice.ACCEPT, reason=reason, by=by, at=now())
    tell(f"Recorded as {key}. Undo with: truceline claim undo {key}")


@_commands.command("amend")
def amend(
    claim: _Claim,
    by: _By,
    reason: _Reason,
    kind: Annotated[ClaimKind | None, typer.Option("--kind", show_default=False)] = None,
    stance: Annotated[Stance | None, typer.Option("--stance", show_default=False)] = None,
    modality: Annotated[Modality | None, typer.Option("--modality", show_default=False)] = None,
    act: Annotated[
        str | None, typer.Option("--act", help="An act; empty for none.", show_default=False)
    ] = None,
    when: Annotated[
        str | None, typer.Option("--when", help="A day or a period.", show_default=False)
    ] = None,
    case: CaseOption = None,
) -> None:
    """Say how a claim should read. The words of the document stay as they are.

    Example: truceline claim amend c-1a2b3c --modality threatened --by "A. A." --reason "If."
    """
    from truceline.casework.amend import Amendment
    from truceline.casework.decide import decide_claim

    instead = Amendment(kind=kind, stance=stance, modality=modality, act=act, when=span_from(when))
    key = decide_claim(
        open_case(case), claim, choice=Choice.AMEND, instead=instead, reason=reason, by=by, at=now()
    )
    tell(f"Recorded as {key}. Undo with: truceline claim undo {key}")


@_commands.command("reject")
def reject(claim: _Claim, by: _By, reason: _Reason, case: CaseOption = None) -> None:
    """Say that a claim is read wrong: it stands no more, nor does what was observed by it.

    Example: truceline claim reject c-1a2b3c --by "A. Analyst" --reason "It quotes a novel."
    """
    from truceline.casework.decide import decide_claim

    key = decide_claim(open_case(case), claim, choice=Choice.REJECT, reason=reason, by=by, at=now())
    tell(f"Recorded as {key}. Undo with: truceline claim undo {key}")


@_commands.command("undo")
def undo(
    decision: Annotated[str, typer.Argument(help="The id of a decision.")],
    by: _By,
    reason: _Reason,
    case: CaseOption = None,
) -> None:
    """Take a decision back: the claim stands as before it; both stay on record.

    Example: truceline claim undo k-1a2b3c --by "A. Analyst" --reason "It was read right."
    """
    from truceline.casework.decide import undo_decision

    taken = undo_decision(open_case(case), decision, reason=reason, by=by, at=now())
    tell(f"Undone: the {taken.choice.value} by {taken.by} on {taken.claim}.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="claim")
