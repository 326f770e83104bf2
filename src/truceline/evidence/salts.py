"""Salts: what hides the value of each field of an entry, all drawn from its one secret.

Source: FIPS 202 for SHAKE-256, whose output is cut into blocks of 32 bytes. A block tells nothing
of another one, nor of the secret.
"""

from __future__ import annotations

import binascii
import functools
import hashlib
import hmac
import json
import struct
from collections.abc import Mapping

SALT_BYTES = 32
_DOMAIN = b"truceline-field-v1\0"
_STREAM = b"truceline-salts-v3\0"
# The first form that draws all salts of an entry as one stream; form 2 drew each by itself.
_ONE_STREAM = 3


def preimage(rec: bytes, path: str, salt: bytes, value: bytes) -> bytes:
    """Return the bytes whose digest is a commitment: what is handed on to disclose a value."""
    return _DOMAIN + b"".join(map(_sized, (rec, path.encode(), salt, value)))


def commitment(rec: bytes, path: str, salt: bytes, value: bytes) -> str:
    """Return the commitment to a value of a record, in hexadecimal.

    Without the salt it tells nothing. The record id and the path are in it, so that a value cannot
    be moved to another record or field.
    """
    return hashlib.sha256(preimage(rec, path, salt, value)).hexdigest()


def commitments(
    values: Mapping[str, bytes], *, rec: bytes, secret: bytes, usual: tuple[str, ...] = ()
) -> bytes:
    """Return the commitments of an entry as the inside of a JSON object, sorted by path.

    A usual field that the entry lacks shows the block that would have been its salt: it looks like
    any other commitment, and opens to nothing.
    """
    # An entry shows twenty commitments and more, so this is where an append spends its time: what
    # depends on the paths alone is remembered, and only what the entry has is gone through.
    shown = _shown(usual)
    pattern, blocks, places = _pattern(usual, tuple(path for path in values if path not in shown))
    stream = _stream(secret, rec, len(places))
    parts = list(blocks.unpack(binascii.hexlify(stream)))
    sha256, before = hashlib.sha256, _DOMAIN + _sized(rec)
    for path, value in values.items():
        at, sized = places[path]
        preimage = b"%b%b\0\0\0\x20%b%b%b" % (
            before,
            sized,
            stream[SALT_BYTES * at : SALT_BYTES * at + SALT_BYTES],
            len(value).to_bytes(4, "big"),
            value,
        )
        parts[at] = binascii.hexlify(sha256(preimage).digest())
    return pattern % tuple(parts)


def salts_of(leaf: bytes, secret: bytes) -> dict[str, bytes]:
    """Return the salt of each field that a leaf shows, by path, of whatever form the leaf is."""
    found = json.loads(leaf)
    rec, paths = bytes.fromhex(found["rec"]), sorted(found["fields"])
    if found["v"] < _ONE_STREAM:
        key = hmac.digest(secret, b"salt\0" + rec, "sha256")
        return {path: _sha256(key + _sha256(path.encode())) for path in paths}
    stream = _stream(secret, rec, len(paths))
    return {path: stream[SALT_BYTES * at :][:SALT_BYTES] for at, path in enumerate(paths)}


def _stream(secret: bytes, rec: bytes, count: int) -> bytes:
    return hashlib.shake_256(_STREAM + rec + secret).digest(SALT_BYTES * count)


@functools.cache
def _shown(usual: tuple[str, ...]) -> frozenset[str]:
    return frozenset(usual) | {"@author", "@key", "@supersedes"}


@functools.lru_cache(maxsize=256)
def _pattern(
    usual: tuple[str, ...], more: tuple[str, ...]
) -> tuple[bytes, struct.Struct, dict[str, tuple[int, bytes]]]:
    """Return the text around commitments, what cuts their blocks, and the place of each path."""
    paths = sorted(_shown(usual).union(more))
    # A path holds letters, digits and a few signs, none of which means anything here.
    pattern = b",".join(b'"%b":"%%b"' % path.encode() for path in paths)
    blocks = struct.Struct(f"{2 * SALT_BYTES}s" * len(paths))
    return pattern, blocks, {path: (at, _sized(path.encode())) for at, path in enumerate(paths)}


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part
