"""Counts: the exact distribution of a sum of uncertain counts, cut off above a cap."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.observation.observation import Count

# One distribution over 0, 1, ..., cap and "more than the cap".
Spread = list[float]


def spread_of(count: Count | None, *, cap: int) -> Spread:
    """Return the distribution of one count: even over its range.

    A count that is open above is taken at its lower bound, and one that is not told at all as a
    single one: what was not counted is not invented. A count open below starts at one, as
    something was seen.

    >>> spread_of(Count(2, 3), cap=4)
    [0.0, 0.0, 0.5, 0.5, 0.0, 0.0]
    >>> spread_of(Count(9, None), cap=4)
    [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    low, high = bounds(count)
    spread = [0.0] * (cap + 2)
    total = high - low + 1
    inside = range(low, min(high, cap) + 1)
    for number in inside:
        spread[number] = 1.0 / total
    spread[cap + 1] = (total - len(inside)) / total
    return spread


def bounds(count: Count | None) -> tuple[int, int]:
    """Return the lowest and highest number that a count is taken for.

    >>> bounds(None), bounds(Count(None, 5)), bounds(Count(3, None))
    ((1, 1), (1, 5), (3, 3))
    """
    low = 1 if count is None or count.minimum is None else count.minimum
    high = low if count is None or count.maximum is None else max(low, count.maximum)
    return low, high


def if_there(spread: Spread, p: float) -> Spread:
    """Return the distribution of a count that is there with probability ``p``, else nothing.

    >>> if_there([0.0, 1.0, 0.0], 0.25)
    [0.75, 0.25, 0.0]
    """
    return [1.0 - p + p * spread[0], *(p * share for share in spread[1:])]


def sum_of(spreads: Sequence[Spread], *, cap: int) -> Spread:
    """Return the distribution of a sum of independent counts, by convolution.

    >>> sum_of([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0]], cap=1)
    [0.25, 0.5, 0.25]
    """
    import numpy as np

    total = np.zeros(cap + 2)
    total[0] = 1.0
    for spread in spreads:
        one = np.asarray(spread)
        below = np.zeros(cap + 1)
        # Nearly every count is told in a narrow range: a few shifted copies, not a full product.
        for number in np.flatnonzero(one[: cap + 1]):
            below[number:] += one[number] * total[: cap + 1 - number]
        total = np.append(below, max(0.0, 1.0 - float(below.sum())))
    return [float(share) for share in total]


def largest_of(spreads: Sequence[Spread]) -> Spread:
    """Return the distribution of the largest of independent counts.

    >>> largest_of([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0]])
    [0.25, 0.75, 0.0]
    """
    import numpy as np

    below = np.ones(len(spreads[0]))
    for spread in spreads:
        below *= np.minimum(1.0, np.cumsum(spread))
    return [float(share) for share in np.diff(below, prepend=0.0)]
