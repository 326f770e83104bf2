"""Witness: a partner who puts a name to the growth of somebody else's ledger, by file.

What is asked for is a C2SP tlog-witness request: the size that the witness saw last, the proof that
the ledger grew from it, and the checkpoint. The answer is the checkpoint with one more signature.

Source: c2sp.org/tlog-witness (the body of add-checkpoint), c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.errors import CasefileMissing, NoteInvalid, SealRefused
from truceline.evidence.archive import sync_folder, write_durably
from truceline.evidence.checkpoint import Checkpoint, Seal, seal_of
from truceline.evidence.note import COSIGNATURE, Note, SigningKey, VerifierKey, is_key_name
from truceline.evidence.tree import HASH_BYTES, is_consistent

_KEY = "witness.json"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")


def request_of(seal: Seal, *, old: int, proof: Sequence[bytes]) -> bytes:
    """Return what a witness is sent: what it saw last, the proof, and the checkpoint."""
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in proof)]
    return ("\n".join(lines) + "\n\n").encode() + bytes(seal.note)


def read_request(data: bytes) -> tuple[int, tuple[bytes, ...], bytes]:
    """Return the old size, the proof and the checkpoint that a request holds.

    Raises:
        NoteInvalid: it is no request.
    """
    head, gap, checkpoint = data.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    match = _OLD.fullmatch(lines[0])
    try:
        proof = tuple(base64.b64decode(line, validate=True) for line in lines[1:])
    except (binascii.Error, ValueError):
        raise NoteInvalid("it is no request to a witness: its proof cannot be read") from None
    if not gap or match is None or any(len(step) != HASH_BYTES for step in proof):
        raise NoteInvalid("it is no request to a witness: old size, proof, checkpoint")
    return int(match[1]), proof, checkpoint


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness in its folder: one key, and what it saw last of each ledger."""

    folder: Path
    name: str

    @classmethod
    def create(
        cls, folder: Path, *, name: str, entropy: Callable[[int], bytes] = os.urandom
    ) -> Witness:
        """Make a witness with a new key.

        Raises:
            FileExistsError: one lives there already.
            SealRefused: the name cannot name a key.
        """
        if not is_key_name(name):
            raise SealRefused(
                f"{name!r} cannot name a key; write one without spaces and plus signs"
            )
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"name": name, "seed": entropy(32).hex()}, file)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)
        return cls(folder, name)

    @classmethod
    def open(cls, folder: Path) -> Witness:
        """Open the witness of a folder.

        Raises:
            CasefileMissing: none lives there.
        """
        if not (folder / _KEY).is_file():
            raise CasefileMissing(f"there is no witness in {folder}; make one with --name")
        return cls(folder, json.loads((folder / _KEY).read_text(encoding="utf-8"))["name"])

    @property
    def verifier(self) -> VerifierKey:
        """Return the public key, which the ledger's people are given by another way."""
        return self._key().verifier

    def cosign(self, request: bytes, *, keys: Iterable[VerifierKey], now: datetime) -> Note:
        """Return the checkpoint with this witness's signature, after checking that it only grew.

        Args:
            keys: The ledger's public key, as it came by another way.

        Raises:
            NoteInvalid: it is no request, or the ledger's key did not sign it.
            SealRefused: the ledger did not grow from what was seen last.
        """
        old, proof, data = read_request(request)
        seal = seal_of(data, keys=keys)
        new, seen = seal.checkpoint, self._seen(seal.checkpoint.origin)
        if new.size < seen.size:
            raise SealRefused(f"{seen.size} entries of {new.origin} were seen, and these are fewer")
        if new.size == seen.size and new.size and new.root != seen.root:
            write_durably(self.folder / f"rival-{new.size}.checkpoint", data)
            raise SealRefused(
                f"{new.origin} was sealed with two roots for {new.size} entries; both are kept "
                "here, and together they prove it"
            )
        if seen.size not in {old, new.size}:
            raise SealRefused(f"{seen.size} entries were seen last; ask for a request from there")
        if new.size > seen.size and not is_consistent(
            old=seen.size, old_root=seen.root, new=new.size, new_root=new.root, proof=proof
        ):
            raise SealRefused(f"{new.origin} did not grow from the {seen.size} entries seen last")
        write_durably(self._path(new.origin), data)
        return seal.note.and_signed([self._key().sign(str(new), time_s=int(now.timestamp()))])

    def _seen(self, origin: str) -> Checkpoint:
        from truceline.evidence.tree import EMPTY_ROOT

        try:
            return Checkpoint.parse(Note.parse(self._path(origin).read_bytes()).text)
        except FileNotFoundError:
            return Checkpoint(0, EMPTY_ROOT, origin)

    def _path(self, origin: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9.-]', '_', origin)}.checkpoint"

    def _key(self) -> SigningKey:
        found = json.loads((self.folder / _KEY).read_text(encoding="utf-8"))
        return SigningKey(found["name"], COSIGNATURE, bytes.fromhex(found["seed"]))
