"""Prefetch: ask for memory before it is needed, so that the wait for it and other work overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import ndarray

# Hints of LLVM's prefetch: to read, kept in the second-nearest memory, of values and not of code.
# Source: LLVM language reference, llvm.prefetch.
_READ, _SECOND_NEAREST, _VALUES = 0, 2, 1


def prefetch(array: ndarray, at: int) -> None:
    """Ask for the element of an array at a place, counted through all its rows.

    Nothing is read: a place beyond the array is no mistake. In plain Python it does nothing; in
    compiled loops it is the processor's own instruction.

    >>> import numpy
    >>> prefetch(numpy.zeros(3), 1_000_000)
    """


def compiled_prefetch() -> Any:
    """Return ``prefetch`` as numba's compiled loops call it."""
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    def prefetch_at(_: Any, array: Any, _at: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start = context.make_array(signature.args[0])(context, builder, arguments[0]).data
            byte = ir.IntType(8).as_pointer()
            place = builder.bitcast(builder.gep(start, [arguments[1]]), byte)
            number = ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
            builder.call(ask, [place, number(_READ), number(_SECOND_NEAREST), number(_VALUES)])
            return context.get_dummy_value()

        return types.void(array, types.int64), generate

    return intrinsic(prefetch_at)
