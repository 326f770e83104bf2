"""truceline ledger erase: take something out for good."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import AuthorOption, CaseOption
from truceline.evidence.ledger import Reason


def erase(
    key: Annotated[str, typer.Argument(help="The id of what was recorded.")],
    reason: Annotated[Reason, typer.Option("--reason", help="Why.")],
    approved_by: Annotated[
        list[str], typer.Option("--approved-by", help="Who else stands behind it; a pseudonym.")
    ],
    case: CaseOption = None,
    author: AuthorOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would go; erase nothing.")
    ] = False,
) -> None:
    """Erase an entry for good, with all that was made of it: values, keys and original bytes.

    This cannot be undone. To correct or take back something, withdraw it instead. Backups of the
    ledger open no more for it, once backups of the keys that are older are gone. What was handed on
    or printed before is not called back.

    Example: truceline ledger erase d-8a0f1c21 --reason source-in-danger --approved-by desk-2
    """
    from truceline.casework.erase import erase_entry

    casefile = open_case(case)
    done = erase_entry(
        casefile,
        key,
        reason=reason,
        approved_by=approved_by,
        author=author_of(casefile, author),
        recorded_at=now(),
        dry_run=dry_run,
    )
    parts = [f"{count} {kind}" for kind, count in sorted(done.counts.items())]
    parts.append(f"{done.originals} originals")
    tell(f"{'Would erase' if dry_run else 'Erased'}: {', '.join(parts)}.")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("erase")(erase)
