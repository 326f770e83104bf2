"""Store: what a place for a ledger must do. It moves rows; it hashes and decrypts nothing.

The columns and the rules are in docs/explain/ledger-form.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from truceline.evidence.tree import root_of_peaks


class Row(NamedTuple):
    """One entry as it is stored. ``body`` is None where it was erased."""

    entry_index: int
    leaf: bytes
    leaf_hash: bytes
    kind: str
    token: bytes
    supersedes: bytes | None
    request: bytes | None
    recorded_at: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """The tree as it is now; ``latest`` is the recorded time of its last entry."""

    size: int
    peaks: tuple[bytes, ...]
    latest: str | None

    @property
    def root(self) -> bytes:
        """Return the root of the tree."""
        return root_of_peaks(self.peaks)


class Store(Protocol):
    """A place for a ledger. Methods may raise LedgerBusy, LedgerDamaged or TrucelineError."""

    @property
    def place(self) -> str:
        """Return where it lies, in words for a message; never a password."""
        ...

    def writing(self) -> AbstractContextManager[Head]:
        """Hold the ledger alone; commit durably at the end of the block, or take all back."""
        ...

    def add(self, rows: Sequence[Row], head: Head) -> None:
        """Add rows at the end and write the head; only inside ``writing``."""
        ...

    def erase(self, indexes: Sequence[int]) -> None:
        """Delete the bodies of entries; only inside ``writing``."""
        ...

    def head(self) -> Head:
        """Return the head as it is stored.

        Raises:
            LedgerDamaged: the stored root is not that of the stored peaks.
        """
        ...

    def rows(
        self,
        *,
        size: int,
        after: int = -1,
        before: int | None = None,
        limit: int = 500,
        kind: str | None = None,
        as_of: str | None = None,
        standing: bool = False,
        newest_first: bool = False,
    ) -> list[Row]:
        """Return rows in order: index above ``after`` and below ``size``, at most ``limit``.

        ``before`` bounds the rows that are given and not the view: what a row at or above it took
        away does not stand. ``newest_first`` turns the order round, and so which rows the limit
        keeps. ``standing`` leaves out what was erased and what a later entry (below ``size``,
        recorded up to ``as_of``) took away: one with the same token, or one that supersedes it.
        """
        ...

    def count(self, kind: str) -> int:
        """Return how many entries of a kind were ever recorded."""
        ...

    def touching(self, tokens: Collection[bytes]) -> list[Row]:
        """Return the entries that have one of the tokens or supersede one, in order.

        ``body`` is empty bytes where there is one and None where it was erased: the bodies
        themselves come from ``rows``.
        """
        ...

    def requested(self, token: bytes) -> list[Row]:
        """Return the entries that one request recorded, in order."""
        ...

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """Return stored leaf hashes from ``start`` up to, and without, ``stop``."""
        ...

    def check(self) -> None:
        """Check the medium itself.

        Raises:
            LedgerDamaged: it is damaged.
        """
        ...

    def opener(self) -> Callable[[], Store] | None:
        """Return what opens the same place in another process; None where none should."""
        ...

    def close(self) -> None:
        """Let go of the place."""
        ...
