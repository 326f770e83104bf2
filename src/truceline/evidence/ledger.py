"""Ledger: the append-only record, behind one interface whatever store it lies in.

Nothing is rewritten. A correction is an entry that supersedes another; what stands on a day is
computed. Records are plain (text, whole numbers, lists, objects); ``evidence/record.py`` turns
nouns into records and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from truceline.digest import Digest, digest_of, short_id


class EntryKind(StrEnum):
    """What an entry records."""

    DOCUMENT = "document"
    PAGE = "page"
    CLAIM = "claim"
    PROPOSAL = "proposal"
    DECISION = "decision"
    OBSERVATION = "observation"
    COVERAGE = "coverage"
    REVIEW = "review"
    REGROUPING = "regrouping"
    AGREEMENT = "agreement"
    WITHDRAWAL = "withdrawal"
    HANDLING = "handling"
    EDITION = "edition"
    REFUSAL = "refusal"
    ERASURE = "erasure"


class Reason(StrEnum):
    """Why something was erased: a closed list, as words of one's own could tell what is gone."""

    SOURCE_IN_DANGER = "source-in-danger"
    PRIVACY = "privacy"
    LAW = "law"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be: ``key`` is the noun's id, and makes appending twice the same as once.

    ``supersedes`` is the key of a standing entry of the same kind; a withdrawal's is the key of an
    entry of the kind that its record names.
    """

    kind: EntryKind
    key: str
    record: Mapping[str, object]
    supersedes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One append that is asked for: its drafts are recorded all or none.

    ``request`` names it: asked again with the same name it records nothing anew.
    """

    drafts: Sequence[Draft]
    author: str
    recorded_at: datetime
    request: str | None = None


def withdrawal(*, kind: EntryKind, key: str, reason: str) -> Draft:
    """Return the draft that takes an entry away: it stays in the ledger and stands no more.

    >>> withdrawal(kind=EntryKind.CLAIM, key="c-1", reason="misread").supersedes
    'c-1'
    """
    record = {"key": key, "kind": kind.value, "reason": reason}
    return Draft(
        kind=EntryKind.WITHDRAWAL,
        key=short_id("w", digest_of(record)),
        record=record,
        supersedes=key,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it stands in the ledger. ``digest`` is its leaf's, and covers every other field.

    ``recorded_at`` never goes back from one entry to the next; ``clock`` is what the door's clock
    said. ``rec`` is the entry's own random id. Of an erased entry key and author are empty, and so
    is its record.
    """

    index: int
    kind: EntryKind
    key: str
    record: Mapping[str, object]
    supersedes: str | None
    author: str
    recorded_at: datetime
    digest: Digest
    rec: str = ""
    clock: datetime | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: how many entries are new, how many keys were there already.

    ``behind`` is how far the clock lies before the latest time recorded; above zero, it was set
    back, and the entries were recorded at that latest time instead. The door says so.
    """

    new: int
    known: int
    behind: timedelta = timedelta(0)


# Entries on a page where nobody says how many.
PAGE_ENTRIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Some entries, newest first, and how to go on to either side.

    ``older`` is the ``before`` of the page with older entries, ``newer`` the ``after`` of the page
    with newer ones; None where there are none. An entry's index is its place for good, so a page
    shows the same entries however many are added meanwhile.
    """

    entries: tuple[Entry, ...]
    older: int | None
    newer: int | None


class Appends(Protocol):
    """What appends to a ledger for others: its commits hold what several asked for."""

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        author: str,
        recorded_at: datetime,
        request: str | None = None,
    ) -> Appended:
        """Append all drafts or none, durably; as ``Ledger.append``."""
        ...


class Ledger(Protocol):
    """An append-only record. Every method may raise LedgerBusy or LedgerDamaged."""

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        author: str,
        recorded_at: datetime,
        request: str | None = None,
    ) -> Appended:
        """Append all drafts or none, durably; when this returns they are kept.

        A draft whose kind and key were recorded before is counted as known and left out, even
        where that entry no longer stands: to add again never undoes a correction. A draft that
        supersedes its own key corrects it, or brings it back after a withdrawal. ``request`` names
        the append: asked again with the same name it records nothing anew.
        """
        ...

    def entries(
        self,
        *,
        kind: EntryKind | None = None,
        as_of: datetime | None = None,
        size: int | None = None,
    ) -> Iterator[Entry]:
        """Yield entries in order, superseded ones too, as recorded up to ``as_of`` inclusive.

        ``size`` bounds the view to the first so many entries: those of a checkpoint.
        """
        ...

    def standing(
        self, *, kind: EntryKind, as_of: datetime | None = None, size: int | None = None
    ) -> Iterator[Entry]:
        """Yield the entries of a kind that stood on a day: not superseded, withdrawn or erased."""
        ...

    def page(
        self,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = PAGE_ENTRIES,
        kind: EntryKind | None = None,
        as_of: datetime | None = None,
        standing: bool = False,
    ) -> EntryPage:
        """Return at most ``limit`` entries, newest first, at the cost of a page and not of all.

        Args:
            before: Entries with a smaller index, the newest of them; without it, of all.
            after: Entries with a larger index, the oldest of them (still newest first).
            limit: At least one.
            kind: Of this kind alone.
            as_of: Only what was recorded up to this moment, and what stood then.
            standing: Leave out what was superseded, withdrawn or erased.

        Raises:
            ValueError: both ``before`` and ``after`` are given, or the limit is below one.
        """
        ...

    def size(self) -> int:
        """Return the number of entries."""
        ...

    def count(self, kind: EntryKind) -> int:
        """Return how many entries of a kind were ever recorded, standing or not."""
        ...

    def latest(self) -> datetime | None:
        """Return the recorded time of the last entry; None where there is none."""
        ...

    def verify(self) -> int:
        """Re-hash every entry; return how many; raise LedgerDamaged at the first that differs."""
        ...

    def root(self) -> bytes:
        """Return the root of the Merkle tree over all entries."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
