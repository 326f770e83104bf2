"""Audit: a ledger against checkpoints, its own and those that were kept elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence.checkpoint import Checkpoint, Seal
from truceline.evidence.proof import Proof
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.tree import (
    consistency_proof,
    grown,
    inclusion_proof,
    root_of_peaks,
)

_HASHES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found sound: how many entries, how many of them sealed, by how many seals."""

    size: int
    sealed: int
    checkpoints: int

    @property
    def unsealed(self) -> int:
        """Return how many entries came after the last checkpoint: nothing protects them yet."""
        return self.size - self.sealed


def audit(ledger: SealedLedger, checkpoints: Sequence[Checkpoint]) -> Audit:
    """Verify a ledger, and that each checkpoint is the state that it once had.

    Raises:
        LedgerDamaged: an entry is not what was recorded, or the ledger's beginning is not what was
            sealed: it was rewritten or cut off since.
    """
    size = ledger.verify()
    peaks: list[bytes] = []
    done = 0
    for checkpoint in sorted(checkpoints):
        if checkpoint.size > size:
            raise LedgerDamaged(
                f"{ledger.store.place} has {size} entries, and {checkpoint.size} were sealed: "
                "entries were cut off at the end"
            )
        while done < checkpoint.size:
            stop = min(done + _HASHES_AT_ONCE, checkpoint.size)
            peaks = grown(peaks, done, ledger.store.leaf_hashes(done, stop))
            done = stop
        if root_of_peaks(peaks) != checkpoint.root:
            raise LedgerDamaged(
                f"{ledger.store.place}: the first {checkpoint.size} entries are not those that "
                f"were sealed as {checkpoint.root.hex()[:16]}; it was rewritten since"
            )
    sealed = max((one.size for one in checkpoints), default=0)
    return Audit(size=size, sealed=sealed, checkpoints=len(checkpoints))


def prove(ledger: SealedLedger, index: int, *, seal: Seal) -> Proof:
    """Return the proof that an entry stands in a sealed state of the ledger.

    Raises:
        NotFound: the entry came after that state.
    """
    size = seal.checkpoint.size
    if not 0 <= index < size:
        raise NotFound("sealed entry", str(index))
    hashes = ledger.store.leaf_hashes(0, size)
    return Proof(index, tuple(inclusion_proof(hashes, index)), bytes(seal.note))


def prove_consistent(ledger: SealedLedger, *, old: int, new: Checkpoint) -> tuple[bytes, ...]:
    """Return the hashes that show that the first ``old`` entries begin a newer state."""
    return tuple(consistency_proof(ledger.store.leaf_hashes(0, new.size), old))
