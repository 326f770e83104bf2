"""truceline explain: a finding, down to quotes and digests."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import console
from truceline.cli.options import AsOfOption, CaseOption, PolicyOption

if TYPE_CHECKING:
    from pathlib import Path

    from truceline.assessment.finding import Finding
    from truceline.report.branch import Branch


def explain(
    finding: Annotated[
        str, typer.Argument(help="A finding's id: agreement/provision/party/period.")
    ],
    as_of: AsOfOption = None,
    policy: PolicyOption = None,
    case: CaseOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="Tell how it reads differently from this day's knowledge, and why.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the tree as JSON, for a program.")
    ] = False,
    as_html: Annotated[
        bool, typer.Option("--html", help="Write the tree as a page of HTML that stands alone.")
    ] = False,
) -> None:
    """Explain a finding: its status, each factor, each voice, and the words it rests on.

    Example: truceline explain undof-1974/DA-B4/syria/2013-Q2

    Example: truceline explain undof-1974/DA-B4/syria/2013-Q2 --as-of 2026-11-01

    Example: truceline explain undof-1974/DA-B4/syria/2013-Q2 --since 2026-11-01
    """
    from truceline.casework.assess import judged_finding
    from truceline.cli.case import open_case, told_as_of
    from truceline.report.explain import explain as grow

    casefile = open_case(case)
    moment = told_as_of(casefile, as_of)
    result, wanted = judged_finding(casefile, finding, as_of=moment, policy=policy, keep=True)
    tree = grow(
        wanted,
        agreement=result.agreement(wanted.agreement),
        documents=result.evidence.documents,
        reviews=result.evidence.reviews,
        rests_on=None if result.rests_on is None else str(result.rests_on),
    )
    if since is not None:
        tree = _with_change(tree, wanted, since, as_of=as_of, policy=policy, case=case)
    _write(tree, as_json=as_json, as_html=as_html)


def _with_change(
    tree: Branch,
    wanted: Finding,
    since: str,
    *,
    as_of: str | None,
    policy: Path | None,
    case: Path | None,
) -> Branch:
    from truceline.casework.changes import change_of
    from truceline.cli.case import moment_from, open_case
    from truceline.report.change import with_change

    earlier = moment_from(since)
    if earlier is None:
        raise typer.BadParameter("name a day", param_hint="--since")
    change = change_of(
        open_case(case),
        wanted.id,
        since=earlier,
        as_of=moment_from(as_of),
        policy=policy,
    )
    return with_change(
        tree,
        day=since,
        before=change.before if change else wanted,
        after=wanted,
        causes=change.causes if change else (),
    )


def _write(tree: Branch, *, as_json: bool, as_html: bool) -> None:
    from truceline.report.branch import branch_as_page, branch_as_record
    from truceline.report.explain import as_text

    if as_html:
        sys.stdout.write(branch_as_page(tree) + "\n")
    elif as_json:
        record = branch_as_record(tree)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        terminal = console()
        colour = terminal.is_terminal and not terminal.no_color
        sys.stdout.write(as_text(tree, width=80, colour=colour) + "\n")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("explain")(explain)
