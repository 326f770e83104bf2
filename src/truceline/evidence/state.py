"""State: what a judgement rests on: so many entries of a ledger, and the root over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.errors import NotFound
from truceline.evidence.tree import grown, root_of_peaks

if TYPE_CHECKING:
    from truceline.evidence.checkpoint import Seal
    from truceline.evidence.sealed import SealedLedger
    from truceline.evidence.seals import Seals

_HASHES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """The first ``size`` entries of a ledger. Whoever has them can make ``root`` again.

    ``sealed`` of them lay under a checkpoint at the time in question, sealed at ``sealed_at`` by
    the signer of ``origin``; for the others the ledger's own clock is the only word.
    """

    size: int
    root: str
    sealed: int = 0
    sealed_at: datetime | None = None
    origin: str | None = None

    @property
    def unsealed(self) -> int:
        """Return how many of the entries no checkpoint of that time holds."""
        return self.size - self.sealed

    def __str__(self) -> str:
        """Return it in words.

        >>> str(LedgerState(size=7, root="3fa4" * 16))
        'the first 7 entries of the ledger, root 3fa43fa43fa43fa4; none of them sealed'
        """
        of = "the ledger" if self.origin is None else self.origin
        when = "" if self.sealed_at is None else f" on {self.sealed_at:%Y-%m-%d %H:%M} UTC"
        sealed = f"{self.sealed} of them sealed{when}" if self.sealed else "none of them sealed"
        return f"the first {self.size} entries of {of}, root {self.root[:16]}; {sealed}"


def state_of(
    ledger: SealedLedger, seals: Seals, *, as_of: datetime | None = None, sealed: bool = False
) -> LedgerState:
    """Return the state of a ledger that was known on a moment; without one, as it is now.

    Args:
        sealed: Only what the last checkpoint of that moment holds. Its time was stated by the
            signer, so no clock of a writer moves an entry into it.

    Raises:
        NotFound: ``sealed``, and nothing was sealed by then.
    """
    seal = seals.last() if as_of is None else seals.as_known_on(as_of)
    if sealed and seal is None:
        day = "by now" if as_of is None else f"by {as_of:%Y-%m-%d %H:%M} UTC"
        raise NotFound("checkpoint", f"{day} (type `truceline ledger checkpoint` to seal)")
    size = _size(ledger, seal, as_of, sealed=sealed)
    under = 0 if seal is None else min(seal.checkpoint.size, size)
    return LedgerState(
        size=size,
        root=_root(ledger, size).hex(),
        sealed=under,
        sealed_at=seal.sealed_at if seal is not None and under else None,
        origin=seals.origin,
    )


def _size(ledger: SealedLedger, seal: Seal | None, as_of: datetime | None, *, sealed: bool) -> int:
    if sealed and seal is not None:
        return seal.checkpoint.size
    return ledger.size() if as_of is None else ledger.recorded_up_to(as_of)


def _root(ledger: SealedLedger, size: int) -> bytes:
    head = ledger.store.head()
    if head.size == size:
        return head.root
    peaks: list[bytes] = []
    for start in range(0, size, _HASHES_AT_ONCE):
        stop = min(start + _HASHES_AT_ONCE, size)
        peaks = grown(peaks, start, ledger.store.leaf_hashes(start, stop))
    return root_of_peaks(peaks)
