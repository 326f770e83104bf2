"""Threshold: whether a number reaches another, decided in whole numbers.

The last digits of a floating sum depend on the order of its parts and on the machine's arithmetic.
Nothing may turn on them, so that both sides are counted in whole parts before they are compared.
"""

from __future__ import annotations

# A thousand-millionth: far finer than any probability here is known, far coarser than what the
# order of a sum can change.
_PARTS = 10**9
# Millimetres: finer than any place is known, coarser than what geodesics differ by.
_MM = 1000


def parts(value: float) -> int:
    """Return a number, such as a probability, in whole thousand-millionths.

    >>> parts(0.1 + 0.2) == parts(0.3)
    True
    """
    return round(value * _PARTS)


def reaches(value: float, bar: float) -> bool:
    """Return whether a number is at a threshold or above it.

    >>> 1.0 - 0.9 >= 0.1, reaches(1.0 - 0.9, 0.1)
    (False, True)
    """
    return parts(value) >= parts(bar)


def exceeds_m(length_m: float, bar_m: float) -> bool:
    """Return whether a length in metres is longer than another, to the millimetre.

    >>> exceeds_m(200.00000001, 200.0), exceeds_m(200.001, 200.0)
    (False, True)
    """
    return round(length_m * _MM) > round(bar_m * _MM)
