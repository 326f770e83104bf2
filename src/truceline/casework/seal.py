"""Seal: what the ledger of a casefile is at a moment, signed, checked and proved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import NotFound, SealRefused

if TYPE_CHECKING:
    from truceline.evidence.audit import Audit
    from truceline.evidence.checkpoint import Checkpoint, Seal
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Entry
    from truceline.evidence.note import Note, VerifierKey
    from truceline.evidence.proof import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known on a moment: the checkpoint of that day, and what was recorded after it.

    ``unsealed`` entries were recorded up to the moment by our own clock alone. ``contradicted`` are
    entries recorded later whose own clock says that they were made by then: a clock was set back
    after them, or had run ahead before.
    """

    seal: Seal | None
    recorded: int
    contradicted: int = 0

    @property
    def unsealed(self) -> int:
        """Return how many entries no checkpoint of that day holds."""
        return self.recorded - (0 if self.seal is None else self.seal.checkpoint.size)


def origin_for(case: Casefile) -> str:
    """Return the name of the casefile's ledger: its own words, and a part that no other has."""
    if case.seals.origin is not None:
        return case.seals.origin
    words = re.sub(r"[^a-z0-9]+", "-", case.settings.name.lower()).strip("-") or "casefile"
    with case.ledger() as ledger:
        return f"truceline/{words[:40]}-{ledger.keys.token('@origin', '').hex()[:8]}"


def sealed_by(case: Casefile, note: Note, keys: Sequence[VerifierKey]) -> Seal:
    """Keep a checkpoint that a signer gave; its keys are trusted from the first one on.

    Raises:
        SealRefused: other keys are trusted here, or another root was sealed for this size.
        LedgerDamaged: what was signed is not what the ledger is.
    """
    from truceline.evidence.checkpoint import Checkpoint

    seals = case.seals
    if seals.origin is None:
        seals.trust(keys)
    elif not set(keys) <= set(seals.keys()):
        raise SealRefused(
            "this signer is not the one that sealed this ledger before; name the folder of that "
            "one (--signer)"
        )
    audited(case, [Checkpoint.parse(note.text)])
    return seals.keep(note)


def audited(case: Casefile, outside: Sequence[Checkpoint] = ()) -> Audit:
    """Verify the ledger of a casefile against its own checkpoints, and against others.

    Works without the keys.

    Raises:
        LedgerDamaged: it is not what was recorded, or not what was sealed.
    """
    from truceline.evidence.audit import audit

    own = [seal.checkpoint for seal in case.seals.all()]
    with case.ledger(with_keys=False) as ledger:
        return audit(ledger, [*own, *outside])


def outside_seal(case: Casefile, file: Path, *, keys: Sequence[VerifierKey] = ()) -> Seal:
    """Return a checkpoint that was kept elsewhere, checked with keys that came another way.

    Without ``keys`` those in the casefile are taken: then only what the casefile itself trusts is
    shown, and a stranger who swapped its keys is not found.

    Raises:
        NoteInvalid: it is no checkpoint of this ledger, or the keys did not sign it.
    """
    from truceline.evidence.checkpoint import seal_of

    return seal_of(file.read_bytes(), keys=keys or case.seals.keys(), origin=None)


def known_on(case: Casefile, moment: datetime) -> Known:
    """Return what was known on a moment, from the checkpoints, and what was not sealed by then."""
    seal = case.seals.as_known_on(moment)
    with case.ledger(with_keys=False) as ledger:
        recorded = ledger.recorded_up_to(moment)
        contradicted = ledger.clocked_up_to(moment, after=recorded)
    return Known(seal=seal, recorded=recorded, contradicted=contradicted)


def proof_of(case: Casefile, key: str) -> tuple[Proof, bytes]:
    """Return the proof that an entry is sealed, and its leaf.

    Args:
        key: The entry's index, or the id of what it records (or a beginning that no other shares).

    Raises:
        NotFound: there is no such entry, or it is not sealed yet.
    """
    from truceline.evidence.audit import prove

    last = case.seals.last()
    if last is None:
        raise NotFound("checkpoint", "of this ledger (type `truceline ledger checkpoint`)")
    with case.ledger(with_keys=not key.isdecimal()) as ledger:
        index = int(key) if key.isdecimal() else _index_of(ledger.entries(), key)
        if index >= last.checkpoint.size:
            raise NotFound("sealed entry", f"{key} (type `truceline ledger checkpoint` first)")
        proof = prove(ledger, index, seal=last)
        (row,) = ledger.store.rows(after=index - 1, size=index + 1, limit=1)
        return proof, row.leaf


def _index_of(entries: Iterable[Entry], key: str) -> int:
    found = {entry.key: entry.index for entry in entries}
    matching = [one for one in found if one.startswith(key)]
    if len(matching) != 1:
        raise NotFound("single entry", key, known=matching or found)
    return found[matching[0]]
