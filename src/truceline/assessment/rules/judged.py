"""Judged: what a rule makes of the evidence of one period."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.finding import Reason, Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was seen of a breach in one period.

    ``p_seen`` and ``p_happened`` come from the evidence alone. ``p_about`` is how surely somebody
    speaks of this ground, time and party at all, true or not. ``p_kept`` is the probability that a
    log shows the duty as done; None where no log decides. ``above`` is by how many a
    limit was passed. ``logged`` counts the acts of the duty that a log holds. Where the duty is
    owed on some ground, ``kept_between`` are ``p_kept`` by the acts that were surely done there,
    and by all that can have been; ``place_open`` is why that is open, where it is.
    """

    p_seen: float
    p_happened: float
    weighed: tuple[Weighed, ...] = ()
    p_about: float = 0.0
    p_kept: float | None = None
    kept_between: tuple[float, float] | None = None
    place_open: Reason | None = None
    logged: int = 0
    above: float | None = None
    testable: bool = True
    due: bool = True
    note: str | None = None
