"""Assess many: one casefile's evidence judged by many agreements, a group of them a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.assessment.finding import Finding
from truceline.casework.runner import Runner, Told
from truceline.timespan import Timespan

Row = dict[str, object]

# Agreements of one task: the evidence is gathered once for all of them, which takes longer than
# to judge by one.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessBy:
    """The verb: judge a casefile, which every worker must be able to open, by some agreements."""

    case: Path
    period: Timespan | None
    step: str
    as_of: datetime | None
    policy: Path | None

    def __call__(self, agreements: tuple[str, ...], told: Told) -> tuple[Row, ...]:
        from truceline.casework.assess import assess_case
        from truceline.evidence.layout import Casefile

        judged = assess_case(
            Casefile.open(self.case), period=self.period, step=self.step, as_of=self.as_of,
            among=agreements, policy=self.policy,
        )  # fmt: skip
        told(len(judged.findings))
        return tuple(finding_row(finding) for finding in judged.findings)


def assess_many(verb: AssessBy, agreements: Sequence[str], *, run: Runner) -> tuple[Row, ...]:
    """Return a row for each finding, agreement after agreement in the order given.

    Agreements are ids of the library or folders; they need not be the casefile's own.

    Raises:
        NotFound: there is no such agreement; or no evidence, and no period was named.
    """
    from truceline.agreement.load import load_agreement

    for name in agreements:
        load_agreement(name)
    tasks = [tuple(agreements[at : at + _AT_ONCE]) for at in range(0, len(agreements), _AT_ONCE)]
    return tuple(row for rows in run(verb, tasks) for row in rows)


def finding_row(finding: Finding) -> Row:
    """Return a finding as a plain row, as listings show it."""
    return {
        "finding": finding.id,
        "letter": finding.status.letter,
        "p": round(finding.p_breach, 4),
        "status": finding.status.value,
        "reasons": [reason.value for reason in finding.reasons],
        "standing": finding.standing,
        "robust": finding.robust,
        "p_happened": round(finding.p_happened, 4),
        "incidents": len(finding.weighed),
        "summary": finding.summary,
    }
