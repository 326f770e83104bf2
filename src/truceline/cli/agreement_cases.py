"""truceline agreement test: run the worked cases beside agreements."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import tell

if TYPE_CHECKING:
    from truceline.assessment.worked_case import CaseResult


class CaseFormat(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"


def run(
    agreements: Annotated[
        list[str] | None, typer.Argument(help="Shipped ids or folders.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All shipped agreements.")] = False,
    format: Annotated[
        CaseFormat, typer.Option("--format", "-f", help="How to write the results.")
    ] = CaseFormat.TEXT,
    policy: Annotated[
        Path | None, typer.Option("--policy", help="Judge by this policy file.", show_default=False)
    ] = None,
) -> None:
    """Run the worked cases beside agreements: given this evidence, this provision reads so.

    A case that comes out otherwise is told with file and line, and the command ends with 3.

    Example: truceline agreement test ./my-agreement

    Example: truceline agreement test --all --format json
    """
    from truceline.agreement.load import shipped_agreements
    from truceline.assessment.worked_case import as_told

    wanted = [*(agreements or ()), *(shipped_agreements() if every else ())]
    if not wanted:
        raise typer.BadParameter("name an agreement or a folder, or give --all")
    results: list[CaseResult] = []
    for given in wanted:
        results += _results(given, policy, must=not every or given in (agreements or ()))
    failed = [result for result in results if not result.passed]
    if format is CaseFormat.JSON:
        rows = [_row(result) for result in results]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for result in failed:
            sys.stdout.write(as_told(result) + "\n")
    tell(f"{len(results) - len(failed)} of {len(results)} cases came out as expected.")
    if failed:
        raise typer.Exit(3)


def _results(given: str, policy: Path | None, *, must: bool) -> list[CaseResult]:
    from truceline.agreement.load import file_of, load_agreement
    from truceline.assessment.policy_file import load_policy
    from truceline.assessment.read_cases import cases_beside, read_cases
    from truceline.assessment.worked_case import run_cases

    file = cases_beside(file_of(given))
    if not file.is_file():
        if must:
            tell(f"{given}: no {file.name} beside it.")
        return []
    agreement = load_agreement(given)
    cases = read_cases(file, agreement)
    return list(run_cases(agreement, cases, policy=load_policy(policy)))


def _row(result: CaseResult) -> dict[str, object]:
    case, found = result.case, result.finding
    return {
        "agreement": found.agreement,
        "case": case.name,
        "file": case.file,
        "line": case.line,
        "provision": case.provision,
        "party": case.party,
        "period": str(case.period),
        "passed": result.passed,
        "differences": list(result.differences),
        "status": found.status.letter,
        "reasons": [reason.value for reason in found.reasons],
        "p_breach": round(found.p_breach, 6),
    }


def register(commands: typer.Typer) -> None:
    """Put the command among those on agreements."""
    commands.command("test")(run)
