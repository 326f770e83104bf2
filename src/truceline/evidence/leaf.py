"""Leaf: the bytes of an entry that the tree hashes, and what it commits to.

The form is written down in docs/explain/ledger-form.md.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.digest import canonical_bytes
from truceline.errors import LedgerDamaged
from truceline.evidence.salts import commitments

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# A leaf is published in bundles and tiles; the tile format ends at 65,535 bytes, and this leaves
# room for eight of them in a packet of that size.
LARGEST_LEAF_BYTES = 8 * 1024

# The largest whole number that every reader of JSON gives back as it was (RFC 8785, 3.2.2.3).
LARGEST_NUMBER = 2**53 - 1

_START = b'{"body":"'
_HEX = 64
_NO_BODY = b"0" * _HEX
_AFTER_BODY = len(_START) + _HEX
_NONCE = bytes(12)
_TAIL = re.compile(
    rb'\},"kind":"([a-z]+)","rec":"([0-9a-f]{32})","recorded":"([0-9TZ:.-]{27})",'
    rb'"request":(?:null|"([0-9a-f]{64})"),"supersedes":(?:null|"([0-9a-f]{64})"),'
    rb'"token":"([0-9a-f]{64})","v":[23]\}\Z'
)
# Leaves of form 2 differ in how their salts were drawn; they are read and verified for ever.
_FORMS = (b"2", b"3")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]*")
# The tail is at most so long: 3 hexadecimal texts, a kind, an id, a time, and the names.
_TAIL_BYTES = 420


@dataclass(frozen=True, slots=True)
class Columns:
    """What a leaf says that a store keeps beside it."""

    kind: str
    rec: str
    recorded_at: str
    request: bytes | None
    supersedes: bytes | None
    token: bytes


def columns_of(leaf: bytes) -> Columns | None:
    """Return what a leaf says of itself; None where it is no leaf of this form."""
    found = _TAIL.search(leaf, max(0, len(leaf) - _TAIL_BYTES))
    if found is None or not leaf.startswith(_START):
        return None
    kind, rec, recorded, request, supersedes, token = found.groups()
    return Columns(
        kind=kind.decode(),
        rec=rec.decode(),
        recorded_at=recorded.decode(),
        request=None if request is None else bytes.fromhex(request.decode()),
        supersedes=None if supersedes is None else bytes.fromhex(supersedes.decode()),
        token=bytes.fromhex(token.decode()),
    )


def says(
    leaf: bytes,
    *,
    kind: str,
    token: bytes,
    supersedes: bytes | None,
    request: bytes | None,
    recorded_at: str,
) -> bool:
    """Return whether a leaf says these columns: ``columns_of``, turned round to be quick."""
    try:
        tail = b'","recorded":"%s","request":%s,"supersedes":%s,"token":"%s","v":%s}' % (
            recorded_at.encode(),
            _quoted(request),
            _quoted(supersedes),
            token.hex().encode(),
            leaf[-2:-1] if leaf[-2:-1] in _FORMS else b"?",
        )
        before = b'},"kind":"%s","rec":"' % kind.encode()
    except (UnicodeEncodeError, AttributeError):  # bytes that we never wrote
        return False
    at = len(leaf) - len(tail) - 2 * 16 - len(before)
    return at > 0 and leaf.endswith(tail) and leaf.startswith(before, at)


def body_digest_of(leaf: bytes) -> str:
    """Return the digest of the body that a leaf names, in hexadecimal."""
    return leaf[len(_START) : _AFTER_BODY].decode("ascii", "replace")


def erases_of(leaf: bytes) -> tuple[int, ...]:
    """Return the indexes whose bodies an erasure took away; none for another kind of entry."""
    if b',"erases":[' not in leaf[: _AFTER_BODY + 60]:
        return ()
    return tuple(json.loads(leaf)["erases"])


def clock_of(leaf: bytes) -> str:
    """Return the raw clock of a leaf: what the door's clock said, however wrong."""
    start = _AFTER_BODY + len('","clock":"')
    return leaf[start : start + 27].decode("ascii", "replace")


def values_of(
    record: Mapping[str, object], *, author: str, key: str, supersedes: str | None
) -> dict[str, bytes]:
    """Return the canonical bytes of each value of an entry, by path, in the order of the paths.

    Raises:
        TypeError: a value has two spellings, or a field's name is not ASCII.
    """
    refuse_two_spellings(record, "")
    for name in record:
        if _NAME.fullmatch(name) is None:
            raise TypeError(f"a record's field cannot be called {name!r}; {_ALLOWED}")
    values = {"@author": author, "@key": key, "@supersedes": supersedes, **record}
    return {path: _ENCODE(values[path]).encode("utf-8") for path in sorted(values)}


_ENCODE = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
).encode


def refuse_two_spellings(value: object, path: str) -> None:
    """Refuse what two writers of JSON could write in two ways.

    Raises:
        TypeError: a number with a fraction or beyond 2^53 - 1, a key that is not ASCII text, or
            another thing that JSON has no one form for. The message names the place.

    >>> refuse_two_spellings({"p": [0.5]}, "")
    Traceback (most recent call last):
    TypeError: at p[0]: float; a record holds text, whole numbers up to 2^53 - 1, ...
    """
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise TypeError(f"at {path or 'the top'}: {value} is too large; {_ALLOWED}")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise TypeError(f"at {path or 'the top'}: key {name!r}; {_ALLOWED}")
            refuse_two_spellings(part, f"{path}.{name}" if path else name)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for index, part in enumerate(value):
            refuse_two_spellings(part, f"{path}[{index}]")
    else:
        raise TypeError(f"at {path or 'the top'}: {type(value).__name__}; {_ALLOWED}")


_ALLOWED = (
    "a record holds text, whole numbers up to 2^53 - 1, true, false, null, lists and objects with "
    "ASCII keys; write numbers with a fraction as text"
)


def record_bytes(values: Mapping[str, bytes]) -> bytes:
    """Return the canonical bytes of the record alone, out of the values of an entry."""
    fields = (b'"%s":%s' % (path.encode(), values[path]) for path in values if path[0] != "@")
    return b"{" + b",".join(fields) + b"}"


def body_bytes(values: Mapping[str, bytes]) -> bytes:
    """Return the plain bytes of a body out of the values of an entry."""
    return b'{"author":%s,"key":%s,"record":%s,"supersedes":%s}' % (
        values["@author"],
        values["@key"],
        record_bytes(values),
        values["@supersedes"],
    )


def leaf_and_body(
    values: Mapping[str, bytes],
    *,
    columns: Columns,
    clock: str,
    secret: bytes,
    usual: Iterable[str] = (),
    erases: Sequence[int] = (),
) -> tuple[bytes, bytes]:
    """Return the leaf of an entry and its encrypted body.

    Raises:
        TypeError: the leaf would be larger than a leaf may be.
    """
    rec = bytes.fromhex(columns.rec)
    shown = commitments(values, rec=rec, secret=secret, usual=tuple(usual))
    named = b'"erases":%s,' % canonical_bytes(list(erases)) if erases else b""
    leaf = b'%s%s","clock":"%s",%s"fields":{%s},"kind":"%s","rec":"%s","recorded":"%s"' % (
        _START,
        _NO_BODY,
        clock.encode(),
        named,
        shown,
        columns.kind.encode(),
        columns.rec.encode(),
        columns.recorded_at.encode(),
    ) + b',"request":%s,"supersedes":%s,"token":"%s","v":3}' % (
        _quoted(columns.request),
        _quoted(columns.supersedes),
        columns.token.hex().encode(),
    )
    if len(leaf) > LARGEST_LEAF_BYTES:
        raise TypeError(
            f"an entry with {shown.count(b':')} fields makes a leaf of {len(leaf):,} bytes, and at "
            f"most {LARGEST_LEAF_BYTES:,} are kept; put fields that belong together into one"
        )
    body = _cipher(secret, rec).encrypt(_NONCE, body_bytes(values), leaf)
    digest = hashlib.sha256(body).hexdigest().encode()
    return leaf[: len(_START)] + digest + leaf[_AFTER_BODY:], body


def opened(leaf: bytes, body: bytes, *, rec: str, secret: bytes) -> dict[str, object]:
    """Return the author, key, record and what is superseded of an entry.

    Raises:
        LedgerDamaged: leaf, body and secret do not belong together.
    """
    from cryptography.exceptions import InvalidTag

    covered = leaf[: len(_START)] + _NO_BODY + leaf[_AFTER_BODY:]
    try:
        plain = _cipher(secret, bytes.fromhex(rec)).decrypt(_NONCE, body, covered)
    except (InvalidTag, ValueError):
        raise LedgerDamaged("is not what was recorded") from None
    found: dict[str, object] = json.loads(plain)
    return found


def _cipher(secret: bytes, rec: bytes) -> AESGCM:
    return _aesgcm()(hmac.digest(secret, b"body\0" + rec, "sha256"))


@functools.cache
def _aesgcm() -> type[AESGCM]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM


def _quoted(token: bytes | None) -> bytes:
    return b"null" if token is None else b'"%s"' % token.hex().encode()
