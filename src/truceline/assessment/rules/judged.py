"""Judged: what a rule makes of the evidence of one period."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.finding import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was seen of a breach in one period.

    ``p_seen`` and ``p_happened`` come from the evidence alone. ``p_unseen`` is set by rules that
    know from a log what went unseen; None leaves it to coverage. ``p_kept`` is the probability
    that a log shows the duty as done. ``above`` is by how many a limit was passed.
    """

    p_seen: float
    p_happened: float
    weighed: tuple[Weighed, ...] = ()
    p_unseen: float | None = None
    p_kept: float | None = None
    above: float | None = None
    testable: bool = True
    due: bool = True
    note: str | None = None
