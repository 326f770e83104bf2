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
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    names, held = _open_coins(chances)
    # What rests on the same coins stands or falls together, so that it is taken as one.
    missed: dict[frozenset[str], float] = {}
    for on, p in _given(chances, names, held):
        missed[on] = missed.get(on, 1.0) * (1.0 - p)
    total = 0.0
    for up, weight in _falls(names, held):
        total += weight * (1.0 - math.prod(none for on, none in missed.items() if on <= up))
    return min(1.0, total)


def over_falls(chances: Sequence[Chance], value: Callable[[Sequence[float]], float]) -> float:
    """Return the mean of a function of the chances over all ways in which the coins fall.

    Where several chances give one coin different values the largest holds for all.
    """
    names, held = _open_coins(chances)
    given = _given(chances, names, held)
    total = 0.0
    for up, weight in _falls(names, held):
        total += weight * value([p if on <= up else 0.0 for on, p in given])
    return min(1.0, total)


def _open_coins(chances: Sequence[Chance]) -> tuple[list[str], dict[str, float]]:
    """Return the coins that can fall two ways, the weakest first, and the value of every coin."""
    held: dict[str, float] = {}
    for chance in chances:
        for name, p in chance.coins:
            held[name] = max(held.get(name, 0.0), p)
    names = sorted((name for name, p in held.items() if 0 < p < 1), key=lambda n: (held[n], n))
    return names[:MOST_COINS], held


def _given(
    chances: Sequence[Chance], names: Sequence[str], held: Mapping[str, float]
) -> list[tuple[frozenset[str], float]]:
    """Return for each chance the coins that it rests on, and what it is where they all stand."""
    known = frozenset(names)
    found = []
    # Thousands of chances rest on none, or on the same few coins.
    rests: dict[tuple[tuple[str, float], ...], tuple[frozenset[str], float]] = {}
    for chance in chances:
        if chance.coins not in rests:
            on = frozenset(name for name, _ in chance.coins if name in known)
            rests[chance.coins] = on, math.prod(held[name] for name in sorted(on))
        on, stands = rests[chance.coins]
        found.append((on, min(1.0, chance.p / stands) if on else chance.p))
    return found


def _falls(
    names: Sequence[str], held: Mapping[str, float]
) -> Iterator[tuple[frozenset[str], float]]:
    """Yield each way in which the coins fall, by those that stand, and how likely it is."""
    for fall in itertools.product((True, False), repeat=len(names)):
        up = frozenset(name for name, stands in zip(names, fall, strict=True) if stands)
        yield up, math.prod(held[name] if name in up else 1.0 - held[name] for name in names)
