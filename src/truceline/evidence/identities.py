"""Identities: who stands behind a pseudonym, in one encrypted file outside every casefile.

Off by default: nothing writes one unless somebody asks. No name of a person who spoke need be in a
ledger; where it must be known, it lies here, under a passphrase that no program keeps. The file is
written anew as a whole, padded, so that its size does not tell how many there are.

Source: scrypt, RFC 7914, with the cost that its authors propose for files; AES-256-GCM.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import IdentitiesLocked, NotFound
from truceline.evidence.archive import write_durably

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MAGIC = b"truceline-identities-1\n"
_SALT_BYTES, _NONCE_BYTES = 16, 12

# scrypt's cost: 128 MB and about half a second here, for one guess of a passphrase.
_COST, _BLOCK, _PARALLEL = 2**17, 8, 1

# The content is padded to a multiple of this: a name takes less than a hundredth of it.
_PADDED_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Identities:
    """A file of names by pseudonym, and the passphrase that opens it."""

    path: Path
    passphrase: str = field(repr=False)
    cost: int = _COST
    entropy: Callable[[int], bytes] = field(default=os.urandom, repr=False)

    def name_of(self, pseudonym: str) -> str:
        """Return who stands behind a pseudonym.

        Raises:
            NotFound: nobody does, by this file.
            IdentitiesLocked: the passphrase is another, or the file was changed.
        """
        names = self.read()
        if pseudonym not in names:
            # The others are not offered: that would list them.
            raise NotFound("identity", pseudonym)
        return names[pseudonym]

    def put(self, pseudonym: str, name: str) -> None:
        """Keep who stands behind a pseudonym; the file is made if there is none."""
        self._write({**self.read(), pseudonym: name})

    def forget(self, pseudonym: str) -> None:
        """Take a name out for good.

        Raises:
            NotFound: there is none.
        """
        names = self.read()
        if pseudonym not in names:
            raise NotFound("identity", pseudonym)
        del names[pseudonym]
        self._write(names)

    def read(self) -> dict[str, str]:
        """Return every name by its pseudonym; none where there is no file.

        Raises:
            IdentitiesLocked: the passphrase is another, or the file was changed.
        """
        from cryptography.exceptions import InvalidTag

        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        start = len(_MAGIC) + _SALT_BYTES
        salt, nonce = data[len(_MAGIC) : start], data[start : start + _NONCE_BYTES]
        try:
            # The first bytes go in as associated data: a file of another kind does not open.
            closed = data[start + _NONCE_BYTES :]
            plain = self._cipher(salt).decrypt(nonce, closed, data[: len(_MAGIC)])
        except (InvalidTag, ValueError):
            raise IdentitiesLocked(
                f"{self.path} does not open: the passphrase is another, or the file was changed"
            ) from None
        names: dict[str, str] = json.loads(plain.rstrip(b"\0"))
        return names

    def _write(self, names: dict[str, str]) -> None:
        plain = json.dumps(names, ensure_ascii=False, sort_keys=True).encode()
        plain += bytes(-len(plain) % _PADDED_BYTES)
        salt, nonce = self.entropy(_SALT_BYTES), self.entropy(_NONCE_BYTES)
        closed = self._cipher(salt).encrypt(nonce, plain, _MAGIC)
        write_durably(self.path, _MAGIC + salt + nonce + closed)
        self.path.chmod(0o600)

    def _cipher(self, salt: bytes) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        derived = Scrypt(salt=salt, length=32, n=self.cost, r=_BLOCK, p=_PARALLEL)
        return AESGCM(derived.derive(self.passphrase.encode()))
