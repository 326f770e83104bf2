"""Kernel: plain loops turned into machine code, once, on first use.

The functions of a ``kernel_*`` module are ordinary Python: they take arrays and numbers, use
``math`` alone, and call each other by name. They are compiled in place, with the lock of the
interpreter released, and what was compiled is kept beside the source or in the user's cache.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from truceline.errors import PartMissing
from truceline.geo.prefetch import compiled_prefetch, prefetch
from truceline.geo.truncated import compiled_truncated, truncated

# What compiled loops call in another form than plain ones do.
_OTHERWISE: dict[object, Callable[[], Any]] = {
    prefetch: compiled_prefetch,
    truncated: compiled_truncated,
}


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
            if isinstance(held, FunctionType) and held in _OTHERWISE:
                setattr(module, name, _OTHERWISE[held]())
        for name in module.KERNELS:
            plain = getattr(module, name)
            if not hasattr(plain, "py_func"):
                setattr(module, name, njit(nogil=True, cache=True)(plain))
