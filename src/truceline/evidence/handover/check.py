"""Check: whether a bundle is what it says, by the same rules as the programs that lie in it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import NoteInvalid
from truceline.evidence.checkpoint import Seal, seal_of
from truceline.evidence.handover.bundle import zipped
from truceline.evidence.leaf import LARGEST_LEAF_BYTES, columns_of
from truceline.evidence.note import VerifierKey
from truceline.evidence.proof import Proof
from truceline.evidence.salts import preimage

LARGEST_BUNDLE_BYTES = 512 * 1024 * 1024
MOST_FILES = 100_000

_FIXED = frozenset({"checkpoint", "keys.txt", "VERIFY.txt", "verify.sh", "verify.py"})
_NUMBER = "(?:0|[1-9][0-9]{0,17})"
_PLACES = re.compile(
    rf"entries/{_NUMBER}\.json|proofs/{_NUMBER}\.tlog-proof|documents/[0-9a-f]+"
    rf"|stamps/[A-Za-z0-9_-]+\.tsr|disclosed/{_NUMBER}\.[A-Za-z0-9@_][A-Za-z0-9_.:-]*\.bin"
)
_SUM = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9@_.:/-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a sound bundle holds: its seal, and the values disclosed, by entry and field.

    ``exact`` is whether the ZIP is byte for byte the one that these files make. Where it is not,
    somebody packed the files anew, or changed what says nothing of them.
    """

    seal: Seal
    entries: tuple[int, ...]
    values: Mapping[tuple[int, str], bytes]
    documents: tuple[str, ...]
    exact: bool = True


def check_bundle(path: Path, *, keys: Iterable[VerifierKey]) -> Checked:
    """Return what a bundle holds, after checking every file of it.

    Args:
        keys: Public keys that came by another way than the bundle.

    Raises:
        NoteInvalid: it is not what it says; the message says where.
    """
    files = _files(path)
    _check_sums(files)
    exact = zipped(files) == path.read_bytes()
    seal = seal_of(files["checkpoint"], keys=keys)
    # The shell's verifier reads names of keys as printable ASCII, so a bundle has no others.
    if not files["checkpoint"].replace("\u2014".encode(), b"").isascii() or any(
        not "!" <= letter <= "~" for one in seal.note.signatures for letter in one.name
    ):
        raise NoteInvalid("a key's name in the checkpoint is not plain ASCII")
    entries = _numbers(files, "entries/", ".json")
    if not entries or entries != _numbers(files, "proofs/", ".tlog-proof"):
        raise NoteInvalid("entries and proofs are not of one another")
    for index in sorted(entries):
        proof = Proof.parse(files[f"proofs/{index}.tlog-proof"])
        if proof.index != index or proof.checkpoint != files["checkpoint"]:
            raise NoteInvalid(f"the proof of {index} is of another entry or checkpoint")
        if b"\nextra " in files[f"proofs/{index}.tlog-proof"]:
            raise NoteInvalid(f"the proof of {index} cannot be read")
        proof.check(files[f"entries/{index}.json"], keys=keys)
    values = {}
    for name in sorted(files):
        if name.startswith("disclosed/"):
            index, field, value = _disclosed(files, name)
            values[index, field] = value
    digests = {value for (_, field), value in values.items() if field == "digest"}
    documents = [name.partition("/")[2] for name in sorted(files) if name.startswith("documents/")]
    for digest in documents:
        if hashlib.sha256(files[f"documents/{digest}"]).hexdigest() != digest:
            raise NoteInvalid(f"documents/{digest} has another digest")
        if f'"sha256:{digest}"'.encode() not in digests:
            raise NoteInvalid(f"no disclosed value names documents/{digest}")
    return Checked(
        seal=seal,
        entries=tuple(sorted(entries)),
        values=values,
        documents=tuple(documents),
        exact=exact,
    )


def _files(path: Path) -> dict[str, bytes]:
    """Return the files of a ZIP that is as we make them: stored, each name once, no tricks."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = archive.infolist()
            if (
                len(about) > MOST_FILES
                or sum(one.file_size for one in about) > LARGEST_BUNDLE_BYTES
            ):
                raise NoteInvalid("the bundle is too large")
            if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 for one in about):
                raise NoteInvalid("the bundle is compressed or encrypted")
            names = [one.orig_filename for one in about]
            if len(set(names)) != len(names):
                raise NoteInvalid("a name stands twice in the bundle")
            return {one.orig_filename: archive.read(one) for one in about}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise NoteInvalid(f"{path.name} is no bundle ({error})") from None


def _check_sums(files: dict[str, bytes]) -> None:
    """Hold every file to SHA256SUMS, which is taken out."""
    text = files.pop("SHA256SUMS", b"").decode("latin-1")
    found: dict[str, str] = {}
    for line in text.removesuffix("\n").split("\n"):
        match = _SUM.fullmatch(line)
        if match is None or match[2] in found or not text.endswith("\n"):
            raise NoteInvalid("SHA256SUMS cannot be read")
        found[match[2]] = match[1]
    if found.keys() != files.keys() or not found.keys() >= _FIXED:
        raise NoteInvalid("the files are not those that SHA256SUMS lists")
    for name, digest in found.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise NoteInvalid(f"{name} is not what SHA256SUMS says")
        if name not in _FIXED and _PLACES.fullmatch(name) is None:
            raise NoteInvalid(f"{name} does not belong into a bundle")


def _numbers(files: Mapping[str, bytes], start: str, end: str) -> set[int]:
    return {int(name[len(start) : -len(end)]) for name in files if name.startswith(start)}


def _disclosed(files: Mapping[str, bytes], name: str) -> tuple[int, str, bytes]:
    number, _, field = name.removeprefix("disclosed/").removesuffix(".bin").partition(".")
    leaf, data = files.get(f"entries/{number}.json"), files[name]
    if leaf is None:
        raise NoteInvalid(f"{name} is of an entry that is not here")
    columns = columns_of(leaf)
    if columns is None or len(leaf) > LARGEST_LEAF_BYTES:
        raise NoteInvalid(f"entries/{number}.json is no entry")
    shown = b"," + leaf.partition(b'"fields":{')[2].partition(b"}")[0]
    said = shown.partition(f',"{field}":"'.encode())[2][:64]
    if hashlib.sha256(data).hexdigest().encode() != said:
        raise NoteInvalid(f"{name} is not what entry {number} commits to")
    rec = bytes.fromhex(columns.rec)
    head = len(preimage(rec, field, bytes(32), b""))
    salt, value = data[head - 36 : head - 4], data[head:]
    if len(data) < head or preimage(rec, field, salt, value) != data:
        raise NoteInvalid(f"{name} is of another field")
    return int(number), field, value
