"""Checkpoint: the state of a ledger at a moment: origin, size and root, signed.

Source: c2sp.org/tlog-checkpoint; extension lines are not written, and refused where they stand.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from truceline.errors import NoteInvalid
from truceline.evidence.note import COSIGNATURE, ED25519, Note, VerifierKey, is_key_name
from truceline.evidence.tree import HASH_BYTES

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True, order=True)
class Checkpoint:
    """How large a ledger was, and its root then. ``origin`` names the ledger."""

    size: int
    root: bytes
    origin: str

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that the text of a note holds.

        Raises:
            NoteInvalid: it is none.
        """
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not is_key_name(lines[0]):
            raise NoteInvalid("it is no checkpoint: an origin, a size, a root, and no more")
        origin, size, encoded = lines[:3]
        try:
            root = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            root = b""
        canonical = base64.b64encode(root).decode() == encoded
        if _NUMBER.fullmatch(size) is None or len(root) != HASH_BYTES or not canonical:
            raise NoteInvalid("it is no checkpoint: its size or its root cannot be read")
        return cls(int(size), root, origin)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint whose signatures were checked.

    ``sealed_at`` is the time that the ledger's own signer stated; ``witnesses`` are the names of
    the others who signed it.
    """

    checkpoint: Checkpoint
    sealed_at: datetime | None
    witnesses: tuple[str, ...]
    note: Note


def seal_of(data: bytes, *, keys: Iterable[VerifierKey], origin: str | None = None) -> Seal:
    """Return a checkpoint from its bytes, after checking who signed it.

    Args:
        keys: Keys that are trusted: the ledger's and its witnesses'.
        origin: The ledger that it must be of; None takes the origin of the trusted ledger key.

    Raises:
        NoteInvalid: it is no checkpoint, of another ledger, or its ledger's key did not sign it.
    """
    note = Note.parse(data)
    checkpoint = Checkpoint.parse(note.text)
    if origin is not None and checkpoint.origin != origin:
        raise NoteInvalid(f"it is a checkpoint of {checkpoint.origin}, not of {origin}")
    verified = note.verified_by(keys)
    if not any(one.key.kind == ED25519 and one.key.name == checkpoint.origin for one in verified):
        raise NoteInvalid(f"no trusted key of {checkpoint.origin} signed it")
    times = {one.key.name: one.time_s for one in verified if one.key.kind == COSIGNATURE}
    own_s = times.pop(clock_name(checkpoint.origin), None)
    return Seal(
        checkpoint=checkpoint,
        sealed_at=None if own_s is None else datetime.fromtimestamp(own_s, UTC),
        witnesses=tuple(sorted(times)),
        note=note,
    )


def clock_name(origin: str) -> str:
    """Return the name under which a ledger's own signer states the time."""
    return f"{origin}/clock"
