"""How rates are taken and told: by the clock and by processor time, and by the worst round."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

ROUNDS = 5


def rates(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """Return millions a second by the clock, and a second of this process's processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (
        count / (time.perf_counter() - clock) / 1e6,
        count / max(time.process_time() - processor, 1e-9) / 1e6,
    )


def told(
    what: str, measured: Sequence[float], *, worst: Callable[[Sequence[float]], float],
    goal: str = "",
) -> str:  # fmt: skip
    """Return a row of a table: the median, the worst round, and what was aimed at."""
    return f"| {what} | {median(measured):.2f} | {worst(measured):.2f} | {goal} |"
