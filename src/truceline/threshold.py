"""Threshold: whether a number reaches another, decided in whole numbers.

The last digits of a floating sum depend on the order of its parts and on the machine's arithmetic.
Nothing may turn on them, so that both sides are counted in whole parts before they are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

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


def in_mm(lengths_m: ndarray) -> ndarray:
    """Return many lengths in whole millimetres; what is no number counts as none.

    >>> import numpy as np
    >>> in_mm(np.array([1.0004, 200.0006])).tolist()
    [1000, 200001]
    """
    import numpy as np

    counted: ndarray = np.rint(np.nan_to_num(lengths_m) * _MM).astype(np.int64)
    return counted


def in_parts(values: ndarray) -> ndarray:
    """Return many numbers, such as probabilities, in whole thousand-millionths; see ``parts``.

    >>> import numpy as np
    >>> in_parts(np.array([0.1 + 0.2])).tolist() == [parts(0.3)]
    True
    """
    import numpy as np

    counted: ndarray = np.rint(np.asarray(values) * _PARTS).astype(np.int64)
    return counted
