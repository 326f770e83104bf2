"""Seals: the checkpoints that a casefile keeps, and the public keys that signed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.errors import LedgerDamaged, NoteInvalid, NotFound, SealRefused
from truceline.evidence.archive import write_durably
from truceline.evidence.checkpoint import Checkpoint, Seal, seal_of
from truceline.evidence.note import ED25519, Note, VerifierKey

_KEYS = "keys.txt"
_SUFFIX = ".checkpoint"


@dataclass(frozen=True, slots=True)
class Seals:
    """A folder of checkpoints, one file for each size, and ``keys.txt``."""

    folder: Path

    def keys(self) -> tuple[VerifierKey, ...]:
        """Return the public keys, the ledger's own first; none where nothing was sealed yet."""
        try:
            text = (self.folder / _KEYS).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        return tuple(VerifierKey.parse(line) for line in text.splitlines() if line.strip())

    def trust(self, keys: Iterable[VerifierKey]) -> None:
        """Add public keys to those that signatures are checked with.

        Raises:
            SealRefused: another key of the same name is trusted already.
        """
        known = list(self.keys())
        for key in keys:
            if key in known:
                continue
            if any(one.name == key.name and one.kind == key.kind for one in known):
                raise SealRefused(
                    f"another key of {key.name} is trusted here; a ledger whose key was lost "
                    "begins a successor"
                )
            known.append(key)
        self.folder.mkdir(exist_ok=True)
        write_durably(self.folder / _KEYS, "".join(f"{key}\n" for key in known).encode())

    @property
    def origin(self) -> str | None:
        """Return the name of the ledger; None where it was never sealed."""
        names = [key.name for key in self.keys() if key.kind == ED25519]
        return names[0] if names else None

    def keep(self, note: Note) -> Seal:
        """Keep a checkpoint, after checking it; signatures of one state are brought together.

        Raises:
            NoteInvalid: it is not signed by the ledger's key.
            SealRefused: another root was sealed for the same size. Both are kept: they are proof.
        """
        seal = seal_of(bytes(note), keys=self.keys(), origin=self.origin)
        path = self._path(seal.checkpoint.size)
        if path.exists():
            held = Note.parse(path.read_bytes())
            if held.text != note.text:
                rival = path.with_suffix(".rival")
                write_durably(rival, bytes(note))
                raise SealRefused(
                    f"two roots were sealed for {seal.checkpoint.size} entries: {path.name} and "
                    f"{rival.name} together prove it. Keep both, and ask who holds the signer's key"
                )
            note = held.and_signed(note.signatures)
        write_durably(path, bytes(note))
        return seal_of(bytes(note), keys=self.keys(), origin=self.origin)

    def all(self) -> tuple[Seal, ...]:
        """Return every checkpoint that is kept, the smallest first, each checked.

        Raises:
            LedgerDamaged: a file is no checkpoint, or a signature under it is false.
        """
        keys, origin = self.keys(), self.origin
        found = []
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            try:
                seal = seal_of(path.read_bytes(), keys=keys, origin=origin)
            except NoteInvalid as error:
                raise LedgerDamaged(f"{path}: {error}") from None
            if path.name != self._path(seal.checkpoint.size).name:
                raise LedgerDamaged(f"{path}: it is a checkpoint of {seal.checkpoint.size} entries")
            found.append(seal)
        return tuple(found)

    def last(self) -> Seal | None:
        """Return the largest checkpoint; None where nothing was sealed yet."""
        paths = sorted(self.folder.glob(f"*{_SUFFIX}"))
        if not paths:
            return None
        try:
            return seal_of(paths[-1].read_bytes(), keys=self.keys(), origin=self.origin)
        except NoteInvalid as error:
            raise LedgerDamaged(f"{paths[-1]}: {error}") from None

    def at(self, size: int) -> Seal:
        """Return the checkpoint of a size.

        Raises:
            NotFound: none was sealed at that size.
        """
        path = self._path(size)
        if not path.exists():
            sizes = [str(int(one.stem)) for one in self.folder.glob(f"*{_SUFFIX}")]
            raise NotFound("checkpoint of size", str(size), known=sizes)
        return seal_of(path.read_bytes(), keys=self.keys(), origin=self.origin)

    def as_known_on(self, moment: datetime) -> Seal | None:
        """Return the largest checkpoint sealed at or before a moment; None where there is none."""
        known = [one for one in self.all() if one.sealed_at is not None and one.sealed_at <= moment]
        return known[-1] if known else None

    def stamps(self, checkpoint: Checkpoint) -> dict[str, bytes]:
        """Return the RFC 3161 answers for a checkpoint, by the name of their authority."""
        stem = self._path(checkpoint.size).stem
        found = sorted(self.folder.glob(f"{stem}.*.tsr"))
        return {path.name.split(".")[1]: path.read_bytes() for path in found}

    def path_of(self, checkpoint: Checkpoint) -> Path:
        """Return where a checkpoint lies."""
        return self._path(checkpoint.size)

    def _path(self, size: int) -> Path:
        return self.folder / f"{size:012}{_SUFFIX}"
