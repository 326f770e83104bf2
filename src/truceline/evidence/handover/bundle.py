"""Bundle: entries of a ledger, handed on with proofs, as a ZIP that equal content makes equal.

What lies where in it, and how it is checked, is in ``VERIFY.txt`` beside this file; it goes along.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from truceline.digest import Digest
from truceline.errors import NotFound
from truceline.evidence.audit import prove
from truceline.evidence.checkpoint import Seal
from truceline.evidence.leaf import columns_of, opened, values_of
from truceline.evidence.note import VerifierKey
from truceline.evidence.salts import preimage, salts_of
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores.store import Row

_ALONG = ("VERIFY.txt", "verify.sh", "verify.py")
_FOLDER = Path(__file__).parent

# The earliest time that a ZIP can say: no clock goes into a bundle.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def bundle_of(
    ledger: SealedLedger,
    indexes: Sequence[int],
    *,
    seal: Seal,
    keys: Iterable[VerifierKey],
    fields: Sequence[str] | None = None,
    fetch: Callable[[Digest], bytes] | None = None,
    stamps: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a bundle of entries under a checkpoint; equal content gives equal bytes.

    Args:
        fields: The fields that are disclosed; None discloses every field of the records. Who
            recorded an entry (``@author``) is disclosed only where it is named.
        fetch: Gives the bytes of a digest; documents go along where it is given and their
            ``digest`` is disclosed.
        stamps: RFC 3161 answers for the checkpoint, by name.

    Raises:
        NotFound: an entry is not sealed, or was erased while a field of it is asked for.
    """
    files: dict[str, bytes] = {name: (_FOLDER / name).read_bytes() for name in _ALONG}
    files["checkpoint"] = bytes(seal.note)
    files["keys.txt"] = "".join(f"{key}\n" for key in keys).encode()
    for index in sorted(set(indexes)):
        proof = prove(ledger, index, seal=seal)
        (row,) = ledger.store.rows(after=index - 1, size=index + 1, limit=1)
        files[f"entries/{index}.json"] = row.leaf
        files[f"proofs/{index}.tlog-proof"] = bytes(proof)
        for path, (shown, value) in _disclosed(ledger, row, fields).items():
            files[f"disclosed/{index}.{path}.bin"] = shown
            if path == "digest" and fetch is not None and row.kind == "document":
                digest = Digest(str(value))
                files[f"documents/{digest.removeprefix('sha256:')}"] = fetch(digest)
    for name, stamp in (stamps or {}).items():
        files[f"stamps/{name}.tsr"] = stamp
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files, with their sums, as a ZIP: sorted, not compressed, without a time."""
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted({**files, "SHA256SUMS": sums.encode()}.items()):
            about = zipfile.ZipInfo(name, date_time=_NO_TIME)
            about.create_system, about.external_attr = 3, 0o100644 << 16
            archive.writestr(about, data)
    return out.getvalue()


def _disclosed(
    ledger: SealedLedger, row: Row, fields: Sequence[str] | None
) -> dict[str, tuple[bytes, object]]:
    columns, secret = columns_of(row.leaf), ledger.keys.secret(row.entry_index)
    if row.body is None or columns is None or secret is None:
        if fields:
            raise NotFound("field of an erased entry", str(row.entry_index))
        return {}
    plain = opened(row.leaf, row.body, rec=columns.rec, secret=secret)
    record = plain["record"]
    assert isinstance(record, dict)  # noqa: S101
    raw = {"@author": plain["author"], "@key": plain["key"], "@supersedes": plain["supersedes"]}
    raw.update(record)
    values = values_of(
        record, author=str(plain["author"]), key=str(plain["key"]), supersedes=_text(plain)
    )
    rec, salts = bytes.fromhex(columns.rec), salts_of(row.leaf, secret)
    wanted = [path for path in values if (path in fields if fields else path != "@author")]
    return {path: (preimage(rec, path, salts[path], values[path]), raw[path]) for path in wanted}


def _text(plain: Mapping[str, object]) -> str | None:
    superseded = plain["supersedes"]
    return None if superseded is None else str(superseded)
