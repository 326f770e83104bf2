"""Coins: combine the chances of several incidents that may rest on the same assumption.

Two incidents by somebody unknown are not two independent reasons to suspect a party: if the unknown
were not that party's in the first, they probably were not in the second. So what several incidents
assume in common is one coin, tossed once for the finding; given how the coins fall, incidents are
independent:

    P = sum over falls of P(fall) (1 - product over incidents of (1 - p given the fall))
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# More coins than this at once would cost 2^n; the weakest are then taken as certain, which can
# only raise the result, so nothing is hidden. No real finding came near.
MOST_COINS = 10


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of one breach, and the assumptions that it rests on, each with its chance."""

    p: float
    coins: tuple[tuple[str, float], ...] = ()


def any_of(chances: Sequence[Chance]) -> float:
    """Return the probability that at least one comes true.

    >>> any_of([Chance(0.5), Chance(0.5)])
    0.75
    >>> guess = (("actor unknown", 0.3),)
    >>> round(any_of([Chance(0.3, guess)] * 20), 6)
    0.3
    """
    if len(chances) == 1:
        return chances[0].p
    return over_falls(chances, lambda given: 1.0 - math.prod(1.0 - p for p in given))


def over_falls(chances: Sequence[Chance], value: Callable[[Sequence[float]], float]) -> float:
    """Return the mean of a function of the chances over all ways in which the coins fall.

    Where several chances give one coin different values the largest holds for all.
    """
    held: dict[str, float] = {}
    for chance in chances:
        for name, p in chance.coins:
            held[name] = max(held.get(name, 0.0), p)
    # A coin of value 0 or 1 cannot fall two ways.
    names = sorted((name for name, p in held.items() if 0 < p < 1), key=lambda n: (held[n], n))
    names = names[:MOST_COINS]
    if not names:
        return value([chance.p for chance in chances])
    resting = [frozenset(name for name, _ in chance.coins if name in names) for chance in chances]
    given = [
        min(1.0, chance.p / math.prod(held[name] for name in on)) if on else chance.p
        for chance, on in zip(chances, resting, strict=True)
    ]
    total = 0.0
    for fall in itertools.product((True, False), repeat=len(names)):
        up = {name for name, falls in zip(names, fall, strict=True) if falls}
        weight = math.prod(held[name] if name in up else 1.0 - held[name] for name in names)
        total += weight * value(
            [p if on <= up else 0.0 for p, on in zip(given, resting, strict=True)]
        )
    return min(1.0, total)
