"""Digest: the SHA-256 of bytes, and the canonical bytes of a record.

The canonical form is the part of RFC 8785 (JSON Canonicalization Scheme) that needs no floating
point: sorted keys, no spaces, UTF-8, integers only. Numbers with a fraction travel as strings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NewType

Digest = NewType("Digest", str)
"""``sha256:`` and 64 hexadecimal digits."""

_ALLOWED = "a record holds text, whole numbers, true, false, null, lists and objects with text keys"


def digest_of_bytes(data: bytes) -> Digest:
    """Return the digest of bytes.

    >>> digest_of_bytes(b"")[:19]
    'sha256:e3b0c44298fc'
    """
    return Digest("sha256:" + hashlib.sha256(data).hexdigest())


def canonical_bytes(record: object) -> bytes:
    """Return the one byte string that stands for a record.

    Raises:
        TypeError: the record holds a float, or a key that is not text.

    >>> canonical_bytes({"b": 1, "a": ["é", None, True]})
    b'{"a":["\\xc3\\xa9",null,true],"b":1}'
    >>> canonical_bytes({"p": 0.5})
    Traceback (most recent call last):
    TypeError: at p: float; a record holds text, whole numbers, ...
    """
    _refuse_what_has_two_spellings(record, "")
    return json.dumps(
        record, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode("utf-8")


def digest_of(record: object) -> Digest:
    """Return the digest of a record's canonical bytes.

    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    return digest_of_bytes(canonical_bytes(record))


def short_id(prefix: str, digest: Digest) -> str:
    """Return a name short enough to type, from a digest: 64 of its 256 bits.

    >>> short_id("d", digest_of_bytes(b""))
    'd-e3b0c44298fc1c14'
    """
    return f"{prefix}-{digest.removeprefix('sha256:')[:16]}"


# Every record passes here: what most values are is asked first, and no type is made anew.
_PLAIN = (str, int, bool)
_MAPPINGS = (dict, Mapping)
_ROWS = (list, tuple, Sequence)


def _refuse_what_has_two_spellings(value: object, path: str) -> None:
    if value is None or isinstance(value, _PLAIN):
        return
    if isinstance(value, _MAPPINGS):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"at {path or 'the top'}: key {key!r}; {_ALLOWED}")
            _refuse_what_has_two_spellings(part, f"{path}.{key}" if path else key)
        return
    if isinstance(value, _ROWS) and not isinstance(value, bytes):
        for index, part in enumerate(value):
            _refuse_what_has_two_spellings(part, f"{path}[{index}]")
        return
    raise TypeError(f"at {path or 'the top'}: {type(value).__name__}; {_ALLOWED}")
