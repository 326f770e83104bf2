"""What several commands share: the casefile judged, with the options that say how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.audience import Audience
from truceline.cli.case import now, open_case, span_from, told_as_of
from truceline.cli.listing import tell
from truceline.cli.options import Step

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile


def judged(
    *,
    case: Path | None,
    period: str | None,
    step: Step,
    as_of: str | None,
    agreements: list[str] | None,
    policy: Path | None,
    audience: Audience = Audience.CASEWORK,
    sealed: bool = False,
    workers: int = 1,
    keep: bool = True,
) -> Judged:
    """Return the casefile's findings as the options ask for them.

    ``keep`` judges only what does not stand since the last time.
    """
    from truceline.casework.assess import assess_case

    casefile = open_case(case)
    return assess_case(
        casefile,
        period=span_from(period),
        step=step.value,
        as_of=told_as_of(casefile, as_of, sealed=sealed),
        agreements=tuple(agreements or ()),
        policy=policy,
        sight=_sight(casefile, audience),
        sealed=sealed,
        workers=workers,
        keep=keep,
    )


def _sight(case: Casefile, audience: Audience) -> Sight | None:
    from truceline.casework.marks import marks_of
    from truceline.casework.sight import OPEN, PUBLIC, Sight, hides

    if audience is Audience.CASEWORK:
        return None
    clearance = PUBLIC if audience is Audience.PUBLIC else OPEN
    sight = Sight(clearance=clearance, at=now())
    if hidden := sum(hides(mark, sight) for mark in marks_of(case)):
        tell(
            f"Left out: {hidden} marked entries and all that rests on them; "
            "--for casework takes them in."
        )
    return sight
