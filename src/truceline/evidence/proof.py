"""Proof: that an entry stands in a sealed ledger, in a text that is checked offline.

Source: c2sp.org/tlog-proof.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.errors import NoteInvalid
from truceline.evidence.checkpoint import Seal, seal_of
from truceline.evidence.note import VerifierKey
from truceline.evidence.tree import HASH_BYTES, is_included, leaf_hash

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})")
# A tree of 2^63 leaves is 63 high.
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """Where an entry stands, the hashes from it to the root, and the checkpoint of that root."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, data: bytes) -> Proof:
        """Return the proof that bytes hold.

        Raises:
            NoteInvalid: they hold none.
        """
        head, gap, checkpoint = data.partition(b"\n\n")
        lines = head.decode("utf-8", "replace").split("\n")
        if len(lines) > 1 and lines[1].startswith("extra "):
            del lines[1]
        match = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
        if not gap or match is None or lines[0] != _FIRST_LINE:
            raise NoteInvalid("it is no proof: it must begin with its format and an index")
        if len(lines) - 2 > _MOST_HASHES:
            raise NoteInvalid("it is no proof: it has more hashes than a tree can be high")
        return cls(int(match[1]), tuple(map(_hash, lines[2:])), checkpoint)

    def __bytes__(self) -> bytes:
        hashes = [base64.b64encode(one).decode() for one in self.hashes]
        lines = [_FIRST_LINE, f"index {self.index}", *hashes]
        return "\n".join(lines).encode() + b"\n\n" + self.checkpoint

    def check(self, leaf: bytes, *, keys: Iterable[VerifierKey]) -> Seal:
        """Return the seal under which a leaf stands.

        Raises:
            NoteInvalid: no trusted key sealed it, or the leaf does not stand there.
        """
        seal = seal_of(self.checkpoint, keys=keys)
        if not is_included(
            leaf_hash(leaf),
            index=self.index,
            size=seal.checkpoint.size,
            proof=self.hashes,
            root=seal.checkpoint.root,
        ):
            raise NoteInvalid(f"the entry does not stand at {self.index} of what was sealed")
        return seal


def _hash(line: str) -> bytes:
    try:
        found = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != HASH_BYTES or base64.b64encode(found).decode() != line:
        raise NoteInvalid(f"{line!r:.60} is no hash of a proof")
    return found
