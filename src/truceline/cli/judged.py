"""What several commands share: the casefile judged, with the options that say how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from truceline.cli.case import moment_from, open_case, span_from
from truceline.cli.options import Step

if TYPE_CHECKING:
    from truceline.casework.assess import Judged


def judged(
    *,
    case: Path | None,
    period: str | None,
    step: Step,
    as_of: str | None,
    agreements: list[str] | None,
    policy: Path | None,
) -> Judged:
    """Return the casefile's findings as the options ask for them."""
    from truceline.casework.assess import assess_case

    return assess_case(
        open_case(case),
        period=span_from(period),
        step=step.value,
        as_of=moment_from(as_of),
        agreements=tuple(agreements or ()),
        policy=policy,
    )
