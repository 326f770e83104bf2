"""Archive: original bytes, kept under the digest of their content."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from truceline.digest import Digest, digest_of_bytes
from truceline.errors import LedgerDamaged, NotFound

_DIGEST = re.compile(r"sha256:([0-9a-f]{2})([0-9a-f]{62})")

# Begins the names of files that are being written; after a crash they hold nothing of worth.
PART_PREFIX = ".part-"


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of original bytes. Equal bytes are kept once; nothing is changed or taken away."""

    folder: Path

    def keep(self, data: bytes) -> Digest:
        """Keep bytes durably and return their digest; when this returns they are on the disk.

        The bytes are written beside their place, synced, moved there, and the folder is synced, so
        that a name never stands for half a file. Keep before the ledger entry that names them is
        appended: a file that no entry names is harmless, an entry without its file is not.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     archive = Archive(Path(folder))
        ...     archive.fetch(archive.keep(b"a truce held"))
        b'a truce held'
        """
        digest = digest_of_bytes(data)
        path = self.path_of(digest)
        if _holds(path, digest):
            return digest
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(path.parent.parent)
        handle, name = tempfile.mkstemp(prefix=PART_PREFIX, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o444)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return digest

    def fetch(self, digest: Digest) -> bytes:
        """Return the bytes of a digest, after checking that they still have it.

        Raises:
            NotFound: no such bytes were kept here.
            LedgerDamaged: the file is there and its bytes are others.
        """
        path = self.path_of(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NotFound("original in the archive", digest) from None
        if digest_of_bytes(data) != digest:
            raise LedgerDamaged(
                f"{path} is not what was kept: its digest is {digest_of_bytes(data)}; "
                "bring the file back from a copy, or add the original again"
            )
        return data

    def path_of(self, digest: Digest) -> Path:
        """Return where the bytes of a digest lie, whether or not they are there.

        Raises:
            NotFound: the text is no digest.
        """
        match = _DIGEST.fullmatch(digest)
        if match is None:
            raise NotFound("digest", digest)
        return self.folder / match[1] / match[2]


def write_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place, synced, then moved there."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can (Windows does so by itself)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _holds(path: Path, digest: Digest) -> bool:
    try:
        return digest_of_bytes(path.read_bytes()) == digest
    except FileNotFoundError:
        return False
