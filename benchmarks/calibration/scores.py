"""Scores of probabilities against what was so: Brier, log, and calibration by bins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Ten bins of equal width, as is usual; an empty bin counts for nothing.
BINS = 10
# A judgement of 0 or 1 that is wrong would cost endlessly; nobody is surer than this.
_SUREST = 1e-3


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: how many, what was said on average, what was so."""

    count: int
    said: float
    was: float


@dataclass(frozen=True, slots=True)
class Score:
    """Lower is better throughout. ``ece`` is the mean gap between said and so, by bins."""

    brier: float
    log: float
    ece: float
    bins: tuple[Bin, ...]


def score(pairs: Sequence[tuple[float, bool]]) -> Score:
    """Return the scores of pairs of a probability and the truth.

    >>> found = score([(0.25, True), (0.25, False), (0.25, False), (0.25, False)])
    >>> found.brier, found.ece
    (0.1875, 0.0)
    """
    total = len(pairs)
    clipped = [(min(1 - _SUREST, max(_SUREST, p)), so) for p, so in pairs]
    bins = _bins(pairs)
    return Score(
        brier=sum((p - so) ** 2 for p, so in pairs) / total,
        log=-sum(math.log(p if so else 1 - p) for p, so in clipped) / total,
        ece=sum(one.count * abs(one.said - one.was) for one in bins) / total,
        bins=bins,
    )


def _bins(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for p, so in pairs:
        held[min(BINS - 1, int(p * BINS))].append((p, so))
    return tuple(
        Bin(
            len(own),
            sum(p for p, _ in own) / len(own) if own else 0.0,
            sum(so for _, so in own) / len(own) if own else 0.0,
        )
        for own in held
    )
