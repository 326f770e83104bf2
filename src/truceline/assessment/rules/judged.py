"""Judged: what a rule makes of the evidence of one period."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.finding import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was seen of a breach in one period.

    ``p_seen`` and ``p_happened`` come from the evidence alone. ``p_about`` is how surely somebody
    speaks of this ground, time and party at all, true or not. ``p_kept`` is the probability that a
    log shows the duty as done; None where no log decides. ``above`` is by how many a
    limit was passed.
    """

    p_seen: float
    p_happened: float
    weighed: tuple[Weighed, ...] = ()
    p_about: float = 0.0
    p_kept: float | None = None
    above: float | None = None
    testable: bool = True
    due: bool = True
    note: str | None = None
