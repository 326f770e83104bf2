"""Closed file: what was worked out from a ledger, kept beside it, and readable with its keys alone.

Nothing in such a file is evidence: whatever is wrong with it, it is as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
from pathlib import Path

from truceline.evidence.archive import write_durably


def keep_closed(path: Path, data: bytes, *, index_key: bytes) -> bool:
    """Write bytes under a key that follows from a ledger's; return whether they could be written.

    Source of method: AES-SIV, RFC 5297; equal bytes give equal files.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    closed = AESSIV(_key(index_key)).encrypt(data, [path.name.encode()])
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_durably(path, closed)
    except OSError:
        # A casefile that may only be read is judged all the same.
        return False
    return True


def open_closed(path: Path, *, index_key: bytes) -> bytes | None:
    """Return the bytes of such a file; None where there is none, or it is not as it was written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "kept"
    ...     keep_closed(file, b"C", index_key=bytes(32)), open_closed(file, index_key=bytes(32))
    ...     open_closed(file, index_key=bytes(31) + b"x") is None
    (True, b'C')
    True
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    try:
        return AESSIV(_key(index_key)).decrypt(path.read_bytes(), [path.name.encode()])
    except (OSError, InvalidTag, ValueError):
        return None


def drop_closed(folder: Path) -> None:
    """Delete such files, where there are any."""
    if folder.is_dir():
        shutil.rmtree(folder)


def _key(index_key: bytes) -> bytes:
    return hmac.new(index_key, b"@closed file", hashlib.sha512).digest()
