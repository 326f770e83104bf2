"""Erase: take what was recorded out for good, with all that came from it, and leave a tombstone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.erase_sent import erase_sent
from truceline.digest import Digest
from truceline.errors import NotFound
from truceline.evidence.closed_file import drop_closed
from truceline.evidence.ledger import Entry, EntryKind, Reason

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased, or would be: how many of each kind, and how many originals."""

    counts: Mapping[str, int]
    originals: int


def erase_entry(
    case: Casefile,
    key: str,
    *,
    reason: Reason,
    approved_by: Sequence[str],
    author: str,
    recorded_at: datetime,
    dry_run: bool = False,
) -> Erased:
    """Erase a document, claim, observation or another entry, and all that was made of it.

    Every version that was ever recorded goes, withdrawn ones too: with a document its page, claims,
    observations, coverage, refusals, original bytes, and what a contributor sent.

    Args:
        key: The entry's id, or a beginning of it that no other id shares.
        dry_run: Tell what would go, and erase nothing.

    Raises:
        NotFound: nothing, or more than one thing, has such an id.
        ValueError: fewer than two people stand behind it.
    """
    with case.ledger() as ledger:
        entries = [entry for entry in ledger.entries() if not entry.erased]
        ids = {entry.key for entry in entries if entry.kind not in _NEVER}
        matching = sorted(one for one in ids if one.startswith(key))
        if len(matching) != 1 and key not in matching:
            raise NotFound("single entry", key, known=matching or ids)
        going = list(_made_of(entries, key if key in matching else matching[0]))
        digests = {
            Digest(str(entry.record["digest"]))
            for entry in going
            if entry.kind is EntryKind.DOCUMENT and "digest" in entry.record
        }
        if not dry_run:
            ledger.erase(
                [(entry.kind, entry.key) for entry in going],
                reason=reason,
                approved_by=approved_by,
                author=author,
                recorded_at=recorded_at,
            )
            for digest in digests:
                case.archive.destroy(digest)
            # What was judged with it is gone with it.
            drop_closed(case.judged_folder)
            documents = {entry.key for entry in going if entry.kind is EntryKind.DOCUMENT}
            erase_sent(case, documents=documents, digests=digests)
    counts: dict[str, int] = {}
    for entry in going:
        counts[entry.kind.value] = counts.get(entry.kind.value, 0) + 1
    return Erased(counts=counts, originals=len(digests))


# What says that something was erased is never erased itself.
_NEVER = frozenset({EntryKind.ERASURE})


def _made_of(entries: Sequence[Entry], key: str) -> Iterator[Entry]:
    """Yield the entries with a key, and those that name one of them, however far down."""
    gone, names = {key}, set[str]()
    while True:
        going = [entry for entry in entries if _is_of(entry, gone, names)]
        more = gone | {entry.key for entry in going}
        names |= {
            str(entry.record["filename"])
            for entry in going
            if entry.kind is EntryKind.DOCUMENT and "filename" in entry.record
        }
        if more == gone:
            yield from [entry for entry in entries if _is_of(entry, gone, names)]
            return
        gone = more


def _is_of(entry: Entry, gone: set[str], names: set[str]) -> bool:
    if entry.kind in _NEVER:
        return False
    # A refusal names the file that its row stood in, not the document.
    if entry.kind is EntryKind.REFUSAL and entry.record.get("file") in names:
        return True
    return entry.key in gone or not gone.isdisjoint(_texts(entry.record.values()))


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, Sequence):
            yield from _texts(value)
