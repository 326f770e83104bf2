"""truceline explain: a finding, down to quotes and digests."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from truceline.cli.listing import console
from truceline.cli.options import AsOfOption, CaseOption, PolicyOption


def explain(
    finding: Annotated[
        str, typer.Argument(help="A finding's id: agreement/provision/party/period.")
    ],
    as_of: AsOfOption = None,
    policy: PolicyOption = None,
    case: CaseOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the tree as JSON, for a program.")
    ] = False,
) -> None:
    """Explain a finding: its status, each factor, each voice, and the words it rests on.

    Example: truceline explain undof-1974/DA-B4/syria/2013-Q2

    Example: truceline explain undof-1974/DA-B4/syria/2013-Q2 --as-of 2026-11-01
    """
    from truceline.casework.assess import judged_finding
    from truceline.cli.case import moment_from, open_case
    from truceline.report.branch import branch_as_record
    from truceline.report.explain import as_text
    from truceline.report.explain import explain as grow

    result, wanted = judged_finding(
        open_case(case), finding, as_of=moment_from(as_of), policy=policy
    )
    tree = grow(
        wanted,
        agreement=result.agreement(wanted.agreement),
        documents=result.evidence.documents,
        reviews=result.evidence.reviews,
    )
    if as_json:
        record = branch_as_record(tree)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
        return
    terminal = console()
    colour = terminal.is_terminal and not terminal.no_color
    sys.stdout.write(as_text(tree, width=80, colour=colour) + "\n")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("explain")(explain)
