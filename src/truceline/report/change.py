"""Change: an explanation, with how the finding read on an earlier day and what made it differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.assessment.finding import Finding
from truceline.report.branch import Branch
from truceline.report.wording import breach_in_words


def with_change(
    tree: Branch, *, day: str, before: Finding | None, after: Finding, causes: Sequence[str]
) -> Branch:
    """Return an explanation that opens with the difference since a day, and its causes.

    ``before`` is None where there was no such finding. Without causes nothing changed.
    """
    label = f"since {day}"
    if not causes and before is not None:
        told = Branch(label, "reads the same")
    else:
        then = _read(before) if before is not None else "no finding"
        told = Branch(
            label,
            f"was {then}; is {_read(after)}",
            tuple(Branch("because", cause) for cause in causes),
        )
    return replace(tree, children=(told, *tree.children))


def _read(finding: Finding) -> str:
    return f"{finding.status.value}, breach: {breach_in_words(finding)}"
