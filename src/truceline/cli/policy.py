"""truceline policy: check, show and compare the numbers that judge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import show as show_rows
from truceline.cli.listing import tell
from truceline.cli.options import Format, FormatOption

_commands = typer.Typer(
    help="Policies: priors, weights and thresholds. Check a file, show one, compare two.",
    no_args_is_help=True,
)
_Second = Annotated[
    Path | None,
    typer.Argument(help="The other policy; without it, the shipped one.", show_default=False),
]


@_commands.command("check")
def check(
    policies: Annotated[list[Path], typer.Argument(help="Policy files to check.")],
) -> None:
    """Check policy files: every problem at once, with line, column and how to mend it.

    Example: truceline policy check my-policy.yaml
    """
    from truceline.assessment.policy_file import load_policy
    from truceline.errors import PolicyInvalid

    found = 0
    for path in policies:
        try:
            policy = load_policy(path)
            tell(f"{path}: no problems; {policy.id} {policy.version}, {policy.digest}.")
        except PolicyInvalid as refusal:
            found += len(refusal.problems)
            for problem in refusal.problems:
                tell(str(problem))
    if found:
        tell(f"{found} problem{'s' if found > 1 else ''}.")
        raise typer.Exit(3)


@_commands.command("show")
def show(policy: _Second = None, format: FormatOption = Format.TABLE) -> None:
    """Show every number of a policy under its three readings, with its reason.

    Example: truceline policy show

    Example: truceline policy show my-policy.yaml --format csv
    """
    from truceline.assessment.policy_difference import policy_rows
    from truceline.assessment.policy_file import load_policy

    loaded = load_policy(policy)
    rows: dict[str, dict[str, object]] = {}
    for what, reading, value, reason in policy_rows(loaded):
        rows.setdefault(what, {"number": what, "reason": reason})[reading] = value
    columns = ["number", "cautious", "central", "permissive", "reason"]
    ordered = [{key: row.get(key, "") for key in columns} for row in rows.values()]
    show_rows(ordered, columns=columns, format=format, empty="None.")
    tell(f"{loaded.id} {loaded.version}, {loaded.digest}.")


@_commands.command("diff")
def diff(
    policy: Annotated[Path, typer.Argument(help="The policy before.")],
    other: _Second = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show where two policies differ: what it was, what it is, and the reason given.

    Example: truceline policy diff my-policy.yaml

    Example: truceline policy diff old.yaml new.yaml --format json
    """
    from truceline.assessment.policy_difference import differences
    from truceline.assessment.policy_file import load_policy

    rows = [
        {
            "number": one.what,
            "reading": one.reading,
            "was": one.was,
            "now": one.now,
            "reason": one.reason,
        }
        for one in differences(load_policy(policy), load_policy(other))
    ]
    columns = ["number", "reading", "was", "now", "reason"]
    show_rows(rows, columns=columns, format=format, empty="The two policies decide alike.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="policy")
