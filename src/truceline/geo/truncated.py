"""Truncated: a number without its fraction, as narrow as several at a time can be made."""

from __future__ import annotations

from typing import Any


def truncated(number: float) -> int:
    """Return a number of up to ten digits without its fraction.

    In compiled loops it is a whole number of 32 bits: processors make eight such at a time, and
    into longer ones fewer or one by one.

    >>> truncated(2.9), truncated(-2.9)
    (2, -2)
    """
    return int(number)


def compiled_truncated() -> Any:
    """Return ``truncated`` as numba's compiled loops call it."""
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    def truncate(_: Any, _number: Any) -> Any:
        def generate(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.fptosi(arguments[0], ir.IntType(32))

        return types.int32(types.float64), generate

    return intrinsic(truncate)
