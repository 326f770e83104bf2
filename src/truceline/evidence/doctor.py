"""Doctor: looks a casefile over, part by part, and says how to mend what is wrong."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.digest import Digest
from truceline.errors import LedgerDamaged, NotFound, TrucelineError
from truceline.evidence.archive import PART_PREFIX
from truceline.evidence.audit import audit
from truceline.evidence.layout import KEYS_FILE, Casefile
from truceline.evidence.ledger import EntryKind
from truceline.evidence.stores.write_ahead import SAFE_VERSION

if TYPE_CHECKING:
    from truceline.evidence.ledger import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What was looked at, whether it is sound, and what was found or is to be done."""

    part: str
    sound: bool
    what: str


def looked_over(case: Casefile) -> Iterator[Sign]:
    """Yield what is found of each part of a casefile; nothing is changed."""
    for part, look in _PARTS.items():
        try:
            yield Sign(part=part, sound=True, what=look(case))
        except (TrucelineError, OSError) as error:
            yield Sign(part=part, sound=False, what=str(error))


def _ledger(case: Casefile) -> str:
    with case.ledger(with_keys=False) as ledger:
        return f"{ledger.verify()} entries, every hash as recorded"


def _checkpoints(case: Casefile) -> str:
    seals = case.seals.all()
    with case.ledger(with_keys=False) as ledger:
        found = audit(ledger, [seal.checkpoint for seal in seals])
    if any(case.seals.folder.glob("*.rival")):
        raise LedgerDamaged("two roots were sealed for one size: see the .rival files; keep both")
    return f"{found.checkpoints} checkpoints, {found.unsealed} entries unsealed"


def _keys(case: Casefile) -> str:
    mode = (case.path / KEYS_FILE).stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise LedgerDamaged(f"{KEYS_FILE} may be read by others; type `chmod 600 {KEYS_FILE}`")
    with case.ledger() as ledger:
        erased = ledger.erased(size=ledger.size())
        gone = [entry.index for entry in ledger.entries() if entry.erased]
    lost = sorted(set(gone) - erased)
    if lost:
        raise LedgerDamaged(
            f"{len(lost)} entries (first: {lost[0]}) cannot be opened, and no erasure here names "
            "them: erased after this backup was made, or their keys were destroyed. Compare with "
            "a newer state of the ledger"
        )
    return f"every entry opens, but {len(gone)} that were erased"


def _originals(case: Casefile) -> str:
    held, missing = set(), []
    with case.ledger() as ledger:
        for entry in ledger.entries(kind=EntryKind.DOCUMENT):
            # A record may be any at all in a test or an older form; a document has a digest.
            digest = entry.record.get("digest")
            if entry.erased or not isinstance(digest, str):
                continue
            try:
                case.archive.fetch(Digest(digest))
                held.add(case.archive.path_of(Digest(digest)))
            except NotFound:
                missing.append(entry.key)
    if missing:
        raise LedgerDamaged(
            f"{len(missing)} documents have no original ({missing[0]}, ...); add the files again"
        )
    held_too = {case.archive.path_of(digest) for digest in _named_by_agreements(case)}
    files = [path for path in case.archive.folder.rglob("*") if path.is_file()]
    parts = [path for path in files if path.name.startswith(PART_PREFIX)]
    orphans = len(set(files) - held - held_too) - len(parts)
    told = f"{len(held)} originals, each as it was kept"
    if orphans:
        told += f"; {orphans} more that no document names (added, and not recorded)"
    return told + (f"; {len(parts)} unfinished files, which may be deleted" if parts else "")


def _agreements(case: Casefile) -> str:
    named = _named_by_agreements(case)
    for digest in sorted(named):
        case.archive.fetch(digest)
    return f"{len(named)} files of the versions on record, each as it was kept"


def _named_by_agreements(case: Casefile) -> set[Digest]:
    with case.ledger() as ledger:
        entries = ledger.entries(kind=EntryKind.AGREEMENT)
        return {digest for entry in entries for digest in _files(entry)}


def _files(entry: Entry) -> Iterator[Digest]:
    files = {} if entry.erased else entry.record.get("files")
    if isinstance(files, dict):
        yield from (Digest(str(digest)) for digest in files.values())


def _library(case: Casefile) -> str:
    import sqlite3

    if case.settings.ledger is not None:
        return "the ledger lies on a server"
    version = tuple(map(int, re.findall(r"\d+", sqlite3.sqlite_version)))
    bug = (
        ""
        if version >= SAFE_VERSION
        else "; the line of writers keeps the bug of its write-ahead log away"
    )
    return f"SQLite {sqlite3.sqlite_version}{bug}"


_PARTS: dict[str, Callable[[Casefile], str]] = {
    "ledger": _ledger,
    "checkpoints": _checkpoints,
    "keys": _keys,
    "originals": _originals,
    "agreements": _agreements,
    "library": _library,
}
