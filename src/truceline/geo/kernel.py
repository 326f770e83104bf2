"""Kernel: plain loops turned into machine code, once, on first use.

The functions of a ``kernel_*`` module are ordinary Python: they take arrays and numbers, use
``math`` alone, and call each other by name. They are compiled in place, with the lock of the
interpreter released, and what was compiled is kept beside the source or in the user's cache.
"""

from __future__ import annotations

from types import ModuleType

from truceline.errors import PartMissing
from truceline.geo.prefetch import compiled_prefetch, prefetch


def compile_kernels(*modules: ModuleType) -> None:
    """Compile what each module lists in ``KERNELS``, in that order; what is compiled stays so.

    Raises:
        PartMissing: numba is not installed.

    >>> from truceline.geo import kernel_frame
    >>> compile_kernels(kernel_frame)
    >>> kernel_frame.side(0.0, 0.0, 1.0, 0.0, 0.5, 2.0)
    2.0
    """
    try:
        from numba import njit
    except ModuleNotFoundError as absent:
        raise PartMissing(
            "positions at scale need numba and pyarrow; install truceline[positions]"
        ) from absent
    for module in modules:
        for name, held in list(vars(module).items()):
            if held is prefetch:
                setattr(module, name, compiled_prefetch())
        for name in module.KERNELS:
            plain = getattr(module, name)
            if not hasattr(plain, "py_func"):
                setattr(module, name, njit(nogil=True, cache=True)(plain))
