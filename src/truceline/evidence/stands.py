"""Stands: who keeps what stands in a ledger from one question to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from truceline.evidence.sealed import SealedLedger


class Stands(Protocol):
    """Reads a ledger once, and later only what was recorded since.

    What it gives is of the layer that reads entries as nouns; here it is only handed on.
    """

    def now(self, ledger: SealedLedger) -> object:
        """Return what stands in a ledger now."""
        ...
