"""Measured: a probability that a link came to, why, and the guesses that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.sentence import in_turn


@dataclass(frozen=True, slots=True)
class Measured:
    """One factor. ``coins`` are the guesses of the policy that it rests on, with their chances.

    Incidents that rest on the same guess stand or fall together: the guess is one coin, tossed
    once for the finding, whatever the number of incidents.
    """

    p: float
    why: str
    coins: tuple[tuple[str, float], ...] = ()
    margin_m: float | None = None


def guessed(p: float, why: str, coin: str) -> Measured:
    """Return a factor that is a guess of the policy, and nothing else.

    >>> guessed(0.3, "nobody is named", "actor unknown").coins
    (('actor unknown', 0.3),)
    """
    return Measured(p, why, ((coin, p),))


def joined(first: Measured, second: Measured) -> Measured:
    """Return two factors that go by one name, as one.

    >>> joined(Measured(0.5, "a"), Measured(0.5, "b"))
    Measured(p=0.25, why='a; b', coins=(), margin_m=None)
    """
    why = first.why if second.p == 1.0 else in_turn([first.why, second.why], between="; ")
    margin_m = first.margin_m if first.margin_m is not None else second.margin_m
    return Measured(first.p * second.p, why, (*first.coins, *second.coins), margin_m)
