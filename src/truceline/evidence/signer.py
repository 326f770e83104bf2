"""Signer: signs checkpoints, and remembers what it signed.

It keeps a folder of its own, outside the casefile, best of another user or on another machine. It
reads new entries itself, hashes them on top of what it signed before, and refuses a smaller ledger
and a second root for one size. So whoever can write the ledger cannot have a rewritten one signed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.errors import CasefileMissing, SealRefused
from truceline.evidence.archive import sync_folder, write_durably
from truceline.evidence.checkpoint import Checkpoint, clock_name, seal_of
from truceline.evidence.note import COSIGNATURE, ED25519, Note, SigningKey, VerifierKey
from truceline.evidence.rehash import is_as_recorded
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.tree import EMPTY_ROOT, grown, root_of_peaks

_STATE = "signed.json"
_KEYS = "keys.json"
_LOCK = "lock"
_PAGE_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class _Signed:
    """What was signed last."""

    size: int
    peaks: tuple[bytes, ...]
    note: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """A signer of one ledger, in its folder."""

    folder: Path
    origin: str

    @classmethod
    def create(
        cls, folder: Path, *, origin: str, entropy: Callable[[int], bytes] = os.urandom
    ) -> Signer:
        """Make a signer with new keys in a new or empty folder.

        Raises:
            FileExistsError: a signer lives there already.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys = {"origin": origin, "log": entropy(32).hex(), "clock": entropy(32).hex()}
        handle = os.open(folder / _KEYS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(keys, file)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)
        return cls(folder, origin)

    @classmethod
    def open(cls, folder: Path) -> Signer:
        """Open the signer of a folder.

        Raises:
            CasefileMissing: none lives there.
        """
        if not (folder / _KEYS).is_file():
            raise CasefileMissing(
                f"there is no signer in {folder}; name its folder (--signer), or let a new one "
                "sign from now on (`truceline ledger checkpoint --new-signer`)"
            )
        return cls(folder, json.loads((folder / _KEYS).read_text(encoding="utf-8"))["origin"])

    @property
    def verifiers(self) -> tuple[VerifierKey, ...]:
        """Return the public keys: of the ledger, and of its clock."""
        return tuple(key.verifier for key in self._keys())

    def sign(self, ledger: SealedLedger, *, now: datetime) -> Note:
        """Return a signed checkpoint of a ledger as it is; the same again where nothing was added.

        Its time is ``now``, or that of the checkpoint before where that is later.

        Raises:
            SealRefused: the ledger is smaller than what was signed, or its beginning is another.
            LedgerDamaged: a new entry is not what was recorded.
        """
        with self._held():
            before = self._signed()
            head = ledger.store.head()
            if before is not None and head.size < before.size:
                raise SealRefused(
                    f"{ledger.store.place} has {head.size} entries, and {before.size} were sealed; "
                    "it was set back. Bring the newer one back, or begin a successor"
                )
            start, peaks = (0, []) if before is None else (before.size, list(before.peaks))
            for hashes in self._new_hashes(ledger, start, head.size):
                peaks = grown(peaks, start, hashes)
                start += len(hashes)
            if start != head.size or root_of_peaks(peaks) != head.root:
                raise SealRefused(
                    f"{ledger.store.place} does not begin with what was sealed; it was rewritten. "
                    "Keep it as it is, and compare it with a backup"
                )
            if before is not None and before.size == head.size:
                return Note.parse(before.note)
            text = str(Checkpoint(head.size, root_of_peaks(peaks), self.origin))
            log, clock = self._keys()
            # A clock that was set back would put this state before one that it grew from.
            at = max(int(now.timestamp()), 0 if before is None else self._time_s_of(before))
            seals = (log.sign(text), clock.sign(text, time_s=at))
            note = Note(text, seals)
            self._remember(_Signed(head.size, tuple(peaks), bytes(note)))
            return note

    def _new_hashes(self, ledger: SealedLedger, start: int, stop: int) -> Iterator[list[bytes]]:
        """Yield the leaf hashes of entries not signed yet, each entry read back and checked."""
        erased = ledger.erased(size=stop)
        after = start - 1
        while after + 1 < stop:
            page = ledger.store.rows(after=after, size=stop, limit=_PAGE_ROWS)
            for row in page:
                after += 1
                if row.entry_index != after or not is_as_recorded(row, erased):
                    raise SealRefused(
                        f"{ledger.store.place}: entry {after} is not what was recorded; "
                        "it is not sealed"
                    )
            if not page:
                return
            yield [row.leaf_hash for row in page]

    def _keys(self) -> tuple[SigningKey, SigningKey]:
        found = json.loads((self.folder / _KEYS).read_text(encoding="utf-8"))
        return (
            SigningKey(self.origin, ED25519, bytes.fromhex(found["log"])),
            SigningKey(clock_name(self.origin), COSIGNATURE, bytes.fromhex(found["clock"])),
        )

    def _signed(self) -> _Signed | None:
        try:
            found = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        peaks = tuple(bytes.fromhex(peak) for peak in found["peaks"])
        signed = _Signed(found["size"], peaks, found["note"].encode())
        checkpoint = Checkpoint.parse(Note.parse(signed.note).text)
        root = root_of_peaks(peaks) if peaks else EMPTY_ROOT
        if (checkpoint.size, checkpoint.root) != (signed.size, root):
            raise SealRefused(f"the state of the signer in {self.folder} is damaged; bring it back")
        return signed

    def _time_s_of(self, signed: _Signed) -> int:
        seal = seal_of(signed.note, keys=self.verifiers, origin=self.origin)
        return 0 if seal.sealed_at is None else int(seal.sealed_at.timestamp())

    def _remember(self, signed: _Signed) -> None:
        """Keep what was signed, durably, before anybody gets it."""
        found = {
            "size": signed.size,
            "peaks": [peak.hex() for peak in signed.peaks],
            "note": signed.note.decode(),
        }
        write_durably(self.folder / _STATE, json.dumps(found).encode())

    @contextmanager
    def _held(self) -> Iterator[None]:
        import fcntl

        with (self.folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
