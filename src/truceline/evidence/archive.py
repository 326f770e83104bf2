"""Archive: original bytes, kept under the digest of their content, each under a key of its own."""

from __future__ import annotations

import hmac
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from truceline.digest import Digest, digest_of_bytes
from truceline.errors import LedgerDamaged, NotFound

_DIGEST = re.compile(r"sha256:([0-9a-f]{2})([0-9a-f]{62})")

# Begins the names of files that are being written; after a crash they hold nothing of worth.
PART_PREFIX = ".part-"

KEY_BYTES = 32
_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of original bytes. Equal bytes are kept once; nothing is changed.

    With an ``index_key`` (a casefile has one) files are encrypted, each under a key of its own in
    ``keys_folder``, and named so that who holds a document cannot tell whether it is here.
    """

    folder: Path
    index_key: bytes | None = field(default=None, repr=False)
    entropy: Callable[[int], bytes] = field(default=os.urandom, repr=False)

    @property
    def keys_folder(self) -> Path:
        """Return where the keys of the files lie."""
        return self.folder.with_name(f"{self.folder.name}.keys")

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
        if self._holds(path, digest):
            return digest
        if self.index_key is not None:
            data = self._encrypted(data, path)
        _write_new(path, data, mode=0o444)
        return digest

    def fetch(self, digest: Digest) -> bytes:
        """Return the bytes of a digest, after checking that they still have it.

        Raises:
            NotFound: no such bytes were kept here, or they were erased.
            LedgerDamaged: the file is there and its bytes are others.
        """
        path = self.path_of(digest)
        try:
            data = path.read_bytes()
            if self.index_key is not None:
                data = self._decrypted(data, path)
        except FileNotFoundError:
            raise NotFound("original in the archive", digest) from None
        if digest_of_bytes(data) != digest:
            raise LedgerDamaged(
                f"{path} is not what was kept: its digest is {digest_of_bytes(data)}; "
                "bring the file back from a copy, or add the original again"
            )
        return data

    def destroy(self, digest: Digest) -> bool:
        """Destroy the key of a file, then the file; return whether there was one.

        Copies of the file in backups open no more.
        """
        path = self.path_of(digest)
        there = path.exists()
        key = self._key_path(path)
        if key.exists():
            with key.open("r+b") as file:
                file.write(bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            key.unlink()
            sync_folder(key.parent)
        if there:
            path.unlink()
            sync_folder(path.parent)
        return there

    def path_of(self, digest: Digest) -> Path:
        """Return where the bytes of a digest lie, whether or not they are there.

        Raises:
            NotFound: the text is no digest.
        """
        match = _DIGEST.fullmatch(digest)
        if match is None:
            raise NotFound("digest", digest)
        if self.index_key is None:
            return self.folder / match[1] / match[2]
        name = hmac.digest(self.index_key, b"@archive\0" + digest.encode(), "sha256").hex()
        return self.folder / name[:2] / name[2:]

    def _holds(self, path: Path, digest: Digest) -> bool:
        try:
            data = path.read_bytes()
            if self.index_key is not None:
                data = self._decrypted(data, path)
            return digest_of_bytes(data) == digest
        except (FileNotFoundError, LedgerDamaged):
            return False

    def _key_path(self, path: Path) -> Path:
        return self.keys_folder / path.parent.name / path.name

    def _encrypted(self, data: bytes, path: Path) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        # A key that is there already was made for these very bytes: the name follows from them.
        key_path = self._key_path(path)
        key = key_path.read_bytes() if key_path.exists() else b""
        if len(key) != KEY_BYTES or key == bytes(KEY_BYTES):
            key = self.entropy(KEY_BYTES)
            _write_new(key_path, key, mode=0o600)
        return AESGCM(key).encrypt(_NONCE, data, path.name.encode())

    def _decrypted(self, data: bytes, path: Path) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            key = self._key_path(path).read_bytes()
            return AESGCM(key).decrypt(_NONCE, data, path.name.encode())
        except (InvalidTag, ValueError):
            raise LedgerDamaged(
                f"{path} is not what was kept; bring the file back from a copy, or add the "
                "original again"
            ) from None


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


def _write_new(path: Path, data: bytes, *, mode: int) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent.parent)
        sync_folder(path.parent.parent.parent)
    handle, name = tempfile.mkstemp(prefix=PART_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
