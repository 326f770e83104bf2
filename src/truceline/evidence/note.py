"""Note: text signed by one or more keys, in the C2SP signed-note format, and its keys.

Source: c2sp.org/signed-note; cosignatures with a time: c2sp.org/tlog-cosignature (version 1).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import NoteInvalid

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = 1
"""A signature over the text."""
COSIGNATURE = 4
"""A signature over the text with the time at which it was made."""

# The format wants at least 16 to be taken; more than 64 parties never look at one ledger.
MOST_SIGNATURES = 64
LARGEST_NOTE_BYTES = 64 * 1024

_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_TIME_BYTES = 8
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key that a line such as ``example.org/log+2f1c0d9e+AQ...`` holds.

        Raises:
            NoteInvalid: it is no key, or one of a kind that is not known here.
        """
        match = _KEY.fullmatch(text.strip())
        raw = None if match is None else _unbase64(match[3])
        if match is None or raw is None or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise NoteInvalid(f"{text.strip()!r:.90} is no key; one reads name+hash+base64")
        key = cls(match[1], raw[0], raw[1:])
        if key.id.hex() != match[2]:
            raise NoteInvalid(f"the key of {match[1]} was mistyped: its hash is {key.id.hex()}")
        return key

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    @property
    def id(self) -> bytes:
        """Return the four bytes that point to the key in a signature."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def signed_at_s(self, text: str, signature: bytes) -> int | None:
        """Return when a signature was made (0 where it does not say), None where it is false."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        time_s, message = 0, text.encode()
        if self.kind == COSIGNATURE:
            time_s, signature = int.from_bytes(signature[:_TIME_BYTES], "big"), signature[8:]
            message = _timed(text, time_s)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return None
        return time_s


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, with which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verified:
    """A true signature: whose, and when by that party's clock (0 where it does not say)."""

    key: VerifierKey
    time_s: int


@dataclass(frozen=True, slots=True)
class Note:
    """Text, ending in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Return the note that bytes hold. Nothing in it is true before ``verified_by``.

        Raises:
            NoteInvalid: it is no signed note; the message says why.
        """
        text = _decoded(data)
        body, gap, tail = text.rpartition("\n\n")
        if not gap or not body or not tail.endswith("\n"):
            raise NoteInvalid("it is no signed note: text, an empty line, signatures")
        lines = tail[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteInvalid(
                f"it has {len(lines)} signatures, and at most {MOST_SIGNATURES} count"
            )
        return cls(body + "\n", tuple(map(_signature, lines)))

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()

    def verified_by(self, keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
        """Return whose true signatures the note has; signatures of unknown keys are passed over.

        Raises:
            NoteInvalid: a known key's signature is false.
        """
        known = {(key.name, key.id): key for key in keys}
        found: dict[tuple[str, bytes], Verified] = {}
        for one in self.signatures:
            key = known.get((one.name, one.key_id))
            if key is None:
                continue
            time_s = key.signed_at_s(self.text, one.signature)
            if time_s is None:
                raise NoteInvalid(f"the signature of {one.name} is false")
            found.setdefault((one.name, one.key_id), Verified(key, time_s))
        return tuple(found.values())

    def and_signed(self, more: Sequence[Signature]) -> Note:
        """Return the note with further signatures; a line that it has already is not repeated."""
        lines = dict.fromkeys((*self.signatures, *more))
        return Note(self.text, tuple(lines))


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with the name it signs under. Its seed never leaves the signer's folder."""

    name: str
    kind: int
    seed: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r}, {self.kind})"

    @property
    def verifier(self) -> VerifierKey:
        """Return the public half."""
        return VerifierKey(self.name, self.kind, self._key.public_key().public_bytes_raw())

    def sign(self, text: str, *, time_s: int = 0) -> Signature:
        """Return a signature over a text; a cosignature says ``time_s`` too."""
        timed = b""
        message = text.encode()
        if self.kind == COSIGNATURE:
            timed, message = time_s.to_bytes(_TIME_BYTES, "big"), _timed(text, time_s)
        return Signature(self.name, self.verifier.id, timed + self._key.sign(message))

    @property
    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_key_name(name: str) -> bool:
    """Return whether a text can name a key: no space, no plus sign, nothing unprintable.

    >>> is_key_name("example.org/log"), is_key_name("my log"), is_key_name("a+b")
    (True, False, False)
    """
    return _NAME.fullmatch(name) is not None and name.isprintable()


def _timed(text: str, time_s: int) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_NOTE_BYTES:
        raise NoteInvalid(f"it has {len(data):,} bytes, and at most {LARGEST_NOTE_BYTES:,} count")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteInvalid("it is not UTF-8") from None
    if any(ord(character) < 0x20 and character != "\n" for character in text):
        raise NoteInvalid("it holds a control character other than a newline")
    return text


def _signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    raw = None if match is None else _unbase64(match[2])
    if match is None or raw is None or not is_key_name(match[1]) or len(raw) < 5:
        raise NoteInvalid(f"{line!r:.90} is no signature line")
    return Signature(match[1], raw[:4], raw[4:])


def _unbase64(text: str) -> bytes | None:
    """Return the bytes of base64 in its one canonical form; None for any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return raw if base64.b64encode(raw).decode() == text else None
