"""Checks a bundle with Python alone: python3 -I verify.py 'name+hash+key', in its folder.

The rules are in VERIFY.txt. Prints "good" and ends with 0, or "BAD: why" and ends with 1. Nothing
of Truceline is used here. The check of signatures is RFC 8032, 5.1.7, slow and plain: it handles
no secret.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)

NUMBER = "(?:0|[1-9][0-9]{0,17})"
FIXED = {"checkpoint", "keys.txt", "VERIFY.txt", "verify.sh", "verify.py"}
PLACES = re.compile(
    rf"entries/{NUMBER}\.json|proofs/{NUMBER}\.tlog-proof|documents/[0-9a-f]+|stamps/[A-Za-z0-9_-]+\.tsr"
    rf"|disclosed/{NUMBER}\.[A-Za-z0-9@_][A-Za-z0-9_.:-]*\.bin"
)


class Bad(Exception):
    """The bundle is not what it says."""


def need(condition: object, why: str) -> None:
    """Refuse the bundle unless something holds."""
    if not condition:
        raise Bad(why)


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points of the curve."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """Return a point added to itself so many times."""
    total = NEUTRAL
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def point_of(data: bytes) -> Point | None:
    """Return the point that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (not x and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether a signature is true (RFC 8032, 5.1.7)."""
    key = point_of(public)
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    number = int.from_bytes(signature[32:], "little")
    if key is None or base is None or len(signature) != 64 or number >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    factor = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = key
    x, y, z, _ = add(times(number, base), times(factor, (P - x, y, z, P - t)))
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def unbase64(text: str, why: str) -> bytes:
    """Return the bytes of base64 in its one form."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(why) from None
    need(base64.b64encode(raw).decode() == text, why)
    return raw


def files_there() -> Iterator[str]:
    """Yield the names of all files in the folder; refuse a link."""
    for folder, folders, names in os.walk("."):
        for name in names + folders:
            need(not (Path(folder) / name).is_symlink(), "there is a link among the files")
        for name in names:
            yield (Path(folder) / name).as_posix()


def listed() -> set[str]:
    """Return the names in SHA256SUMS, after checking that they are all there, and sound."""
    need(Path("SHA256SUMS").is_file(), "there is no SHA256SUMS")
    text = Path("SHA256SUMS").read_bytes().decode("latin-1")
    need(text.endswith("\n"), "SHA256SUMS cannot be read")
    found = {}
    for line in text[:-1].split("\n"):
        match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9@_.:/-]+)", line)
        if match is None or match[2] in found:
            raise Bad("SHA256SUMS cannot be read")
        found[match[2]] = match[1]
    need(set(files_there()) - {"SHA256SUMS"} == found.keys(), "the files are not those listed")
    for name, digest in found.items():
        real = hashlib.sha256(Path(name).read_bytes()).hexdigest()
        need(real == digest, f"{name} is not what SHA256SUMS says")
        need(name in FIXED or PLACES.fullmatch(name), f"{name} does not belong into a bundle")
    need(found.keys() >= FIXED, "a file is missing")
    return set(found)


def sealed(key: str) -> tuple[str, int, bytes, bytes]:
    """Return origin, size and root of the checkpoint, and its bytes, if the key signed it."""
    why = "the checkpoint cannot be read"
    parts = key.split("+", 2)
    need(len(parts) == 3 and parts[0], "the key cannot be read")
    public = unbase64(parts[2], "the key cannot be read")
    need(len(public) == 33 and public[0] == 1, "the key is of another kind")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + public).hexdigest()[:8]
    need(key_id == parts[1], "the key was mistyped")
    data = Path("checkpoint").read_bytes()
    need(not any(byte < 32 and byte != 10 for byte in data) and data.endswith(b"\n"), why)
    text, gap, tail = data.partition(b"\n\n")
    lines = text.decode("utf-8", "replace").split("\n")
    need(gap and len(lines) == 3 and all(lines), why)
    need(re.fullmatch(NUMBER, lines[1]), why)
    need(lines[0] == parts[0], "the checkpoint is of another origin than the key")
    root, signed = unbase64(lines[2], why), False
    need(len(root) == 32, why)
    signatures = tail[:-1].decode("utf-8", "replace").split("\n")
    need(len(signatures) <= 64, why)
    for line in signatures:
        match = re.fullmatch("\u2014 ([!-*,-~]+) ([A-Za-z0-9+/=]+)", line)
        if match is None:
            raise Bad(why)
        raw = unbase64(match[2], why)
        need(len(raw) >= 5, why)
        if match[1] == parts[0] and raw[:4].hex() == key_id:
            need(is_signed(public[1:], text + b"\n", raw[4:]), "the signature is false")
            signed = True
    need(signed, "the key did not sign the checkpoint")
    return lines[0], int(lines[1]), root, data


def check_entry(index: int, size: int, root: bytes, checkpoint: bytes) -> None:
    """Refuse the bundle where an entry does not stand in the tree."""
    why = f"the proof of {index} cannot be read"
    need(index < size, f"entry {index} is not in the tree")
    head, gap, tail = Path(f"proofs/{index}.tlog-proof").read_bytes().partition(b"\n\n")
    lines = head.decode("latin-1").split("\n")
    need(gap and lines[0] == "c2sp.org/tlog-proof@v1" and len(lines) <= 65, why)
    need(lines[1:2] == [f"index {index}"], f"the proof of {index} is of another entry")
    need(tail == checkpoint, f"the proof of {index} is of another checkpoint")
    node = hashlib.sha256(b"\0" + Path(f"entries/{index}.json").read_bytes()).digest()
    at, last = index, size - 1
    for line in lines[2:]:
        step = unbase64(line, why)
        need(len(step) == 32, why)
        need(last, f"the proof of {index} is too long")
        if at % 2 or at == last:
            node = hashlib.sha256(b"\1" + step + node).digest()
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            node = hashlib.sha256(b"\1" + node + step).digest()
        at, last = at // 2, last // 2
    need(last == 0 and node == root, f"entry {index} does not stand in the tree")


def disclosed(name: str, entries: set[int]) -> tuple[str, bytes]:
    """Return the field and the value of a disclosed file, after checking its commitment."""
    index, _, field = name[len("disclosed/") : -len(".bin")].partition(".")
    need(int(index) in entries, f"{name} is of an entry that is not here")
    entry, data = Path(f"entries/{index}.json").read_bytes(), Path(name).read_bytes()
    fields = b"," + entry.partition(b'"fields":{')[2].partition(b"}")[0]
    said = fields.partition(f',"{field}":"'.encode())[2][:64].decode("latin-1")
    wrong = f"{name} is not what entry {index} commits to"
    need(hashlib.sha256(data).hexdigest() == said, wrong)
    rec = entry.partition(b',"rec":"')[2][:32].decode("latin-1")
    need(re.fullmatch("[0-9a-f]{32}", rec), f"{name} is of another field")
    start = b"truceline-field-v1\0\0\0\0\x10" + bytes.fromhex(rec) + len(field).to_bytes(4, "big")
    start += field.encode() + b"\0\0\0\x20"
    need(data.startswith(start), f"{name} is of another field")
    rest = data[len(start) :]
    need(len(rest) >= 36, f"{name} cannot be read")
    need(rest[32:36] == (len(rest) - 36).to_bytes(4, "big"), f"{name} cannot be read")
    return field, rest[36:]


def check(key: str) -> str:
    """Return what the bundle holds, in a sentence; refuse it where it is not what it says."""
    names = listed()
    origin, size, root, checkpoint = sealed(key)
    entries = {int(name[8:-5]) for name in names if name.startswith("entries/")}
    proofs = {int(name[7:-11]) for name in names if name.startswith("proofs/")}
    need(entries and entries == proofs, "entries and proofs are not of one another")
    for index in sorted(entries):
        check_entry(index, size, root, checkpoint)
    values = [disclosed(name, entries) for name in sorted(names) if name.startswith("disclosed/")]
    digests = {value for field, value in values if field == "digest"}
    documents = [name[len("documents/") :] for name in names if name.startswith("documents/")]
    for name in documents:
        real = hashlib.sha256(Path(f"documents/{name}").read_bytes()).hexdigest()
        need(real == name, f"documents/{name} has another digest")
        named = f'"sha256:{name}"'.encode()
        need(named in digests, f"no disclosed value names documents/{name}")
    held = f"{len(entries)} of {size} entries, {len(values)} values, {len(documents)} documents"
    return f"{origin}: {held}"


def main() -> int:
    """Check the bundle in this folder; return the exit code."""
    if len(sys.argv) != 2:
        sys.stdout.write("usage: python3 -I verify.py 'name+hash+key'\n")
        return 2
    try:
        told = check(sys.argv[1])
    except Bad as bad:
        sys.stdout.write(f"BAD: {bad}\n")
        return 1
    sys.stdout.write(f"{told}\ngood\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
