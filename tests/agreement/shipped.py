"""The shipped agreements, each loaded once for all tests of this folder."""

from __future__ import annotations

import functools

from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement


@functools.cache
def shipped(name: str) -> Agreement:
    """Return a shipped agreement; loading raises if its files have any problem."""
    return load_agreement(name)
