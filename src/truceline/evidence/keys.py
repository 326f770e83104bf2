"""Keys: the secrets of a ledger's entries, in a file of their own. To destroy one is to erase.

Thirty-two bytes an entry lie one after another. They are drawn in blocks and synced before an entry
uses them, so an append costs no second sync. A secret is destroyed in place: bytes are overwritten
with zeros, not unlinked, so that no copy is left in a journal of ours. What a disk keeps below its
file system (flash wear levelling, snapshots) is beyond a program's reach.

This file alone draws random bytes. They decide nothing: no view, order or result follows from them.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from truceline.errors import CasefileMissing, LedgerDamaged
from truceline.evidence.archive import sync_folder

SECRET_BYTES = 32
_MAGIC = b"truceline-keys-2"
_HEAD_BYTES = 64
_NONE = bytes(SECRET_BYTES)

# One sync of this file for so many entries; 32 KB a block.
BLOCK = 1024

Entropy = Callable[[int], bytes]


class Keys:
    """The index key and the secrets of one ledger. Whoever writes holds the ledger's lock."""

    def __init__(self, path: Path, *, entropy: Entropy = os.urandom) -> None:
        self.path = path
        self._entropy = entropy
        try:
            self._handle = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            raise CasefileMissing(
                f"there are no keys at {path}, so the ledger cannot be read; bring the file back "
                "from a backup of the keys. `truceline ledger verify` works without them"
            ) from None
        try:
            self._index_key = _index_key(os.pread(self._handle, _HEAD_BYTES, 0), path)
        except LedgerDamaged:
            os.close(self._handle)
            raise
        # Secrets up to this index are known to be drawn and on the disk.
        self._drawn = 0

    @classmethod
    def create(cls, path: Path, *, entropy: Entropy = os.urandom) -> Keys:
        """Make a file of keys where none stands, durably, for its owner's eyes only.

        Raises:
            FileExistsError: something stands there; keys are never overwritten.
        """
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, _MAGIC + bytes(16) + entropy(SECRET_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(path.parent)
        return cls(path, entropy=entropy)

    def token(self, kind: str, key: str) -> bytes:
        """Return the name that tells nothing for a kind and key."""
        return hmac.digest(self._index_key, f"{kind}\0{key}".encode(), "sha256")

    def draw(self, count: int) -> bytes:
        """Return random bytes for what is public: record ids."""
        return self._entropy(count)

    def ensure(self, start: int, stop: int) -> None:
        """See to it that there are secrets, on the disk, for entries that are to be added."""
        if stop <= self._drawn:
            return
        held = os.fstat(self._handle).st_size - _HEAD_BYTES
        whole = held // SECRET_BYTES
        first = min(start, whole)
        while first < min(stop, whole) and self.secret(first) is not None:
            first += 1
        if first < stop:
            last = -(-stop // BLOCK) * BLOCK
            fresh = self._entropy((last - first) * SECRET_BYTES)
            os.pwrite(self._handle, fresh, _HEAD_BYTES + first * SECRET_BYTES)
            os.fsync(self._handle)
            whole = last
        self._drawn = max(self._drawn, min(whole, stop))

    def secret(self, index: int) -> bytes | None:
        """Return the secret of an entry; None where it was destroyed or never drawn."""
        found = os.pread(self._handle, SECRET_BYTES, _HEAD_BYTES + index * SECRET_BYTES)
        return None if len(found) != SECRET_BYTES or found == _NONE else found

    def was_destroyed(self, index: int) -> bool:
        """Return whether a secret was drawn for an entry and is no more."""
        found = os.pread(self._handle, SECRET_BYTES, _HEAD_BYTES + index * SECRET_BYTES)
        return found == _NONE

    def secrets(self, start: int, stop: int) -> list[bytes]:
        """Return the secrets of a range, zeros where there is none."""
        count = (stop - start) * SECRET_BYTES
        found = os.pread(self._handle, count, _HEAD_BYTES + start * SECRET_BYTES).ljust(
            count, b"\0"
        )
        return [found[at : at + SECRET_BYTES] for at in range(0, count, SECRET_BYTES)]

    def destroy(self, indexes: Iterable[int]) -> int:
        """Overwrite secrets with zeros, durably; return how many there were left to destroy."""
        gone = [index for index in indexes if self.secret(index) is not None]
        for index in gone:
            os.pwrite(self._handle, _NONE, _HEAD_BYTES + index * SECRET_BYTES)
        if gone:
            os.fsync(self._handle)
        return len(gone)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def index_key_in(path: Path) -> bytes:
    """Return the index key of a file of keys.

    Raises:
        CasefileMissing: there is no file.
        LedgerDamaged: it holds no keys.
    """
    try:
        with path.open("rb") as file:
            return _index_key(file.read(_HEAD_BYTES), path)
    except FileNotFoundError:
        raise CasefileMissing(
            f"there are no keys at {path}; bring the file back from a backup of the keys"
        ) from None


def _index_key(head: bytes, path: Path) -> bytes:
    if len(head) != _HEAD_BYTES or not head.startswith(_MAGIC):
        raise LedgerDamaged(f"{path} holds no keys of a ledger; bring it back from a backup")
    return head[-SECRET_BYTES:]
