"""Standing: what stands in a casefile, kept in memory and brought up by what was recorded since.

To read a ledger of a million entries takes a minute; to read the entry that came since, a moment.
Whoever keeps a ``Standing`` reads the whole once. What it gives is what a whole reading gives.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from truceline.assessment.review import Review
from truceline.casework.evidence import Evidence
from truceline.evidence.document import Document
from truceline.evidence.handling import Handling
from truceline.evidence.ledger import Entry, EntryKind
from truceline.evidence.record import from_record
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation
from truceline.observation.regrouping import Regrouping
from truceline.reading.claim import Claim
from truceline.reading.decision import Decision
from truceline.reading.page import Page

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.evidence.sealed import SealedLedger

Noun = TypeVar("Noun")

# Entries read at a time while catching up.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What stood when a ledger had so many entries: nouns by kind and key, in recorded order.

    ``latest`` is when the last entry was recorded. What did not change between two of these is the
    same object in both.
    """

    size: int
    latest: datetime | None
    kinds: Mapping[EntryKind, tuple[tuple[str, object], ...]]
    nouns: Mapping[EntryKind, tuple[object, ...]]

    def of(self, kind: EntryKind, cls: type[Noun]) -> tuple[Noun, ...]:
        """Return the nouns of a kind."""
        del cls
        return cast("tuple[Noun, ...]", self.nouns.get(kind, ()))

    def keyed(self, kind: EntryKind, cls: type[Noun]) -> tuple[tuple[str, Noun], ...]:
        """Return the nouns of a kind, each with its key."""
        del cls
        return cast("tuple[tuple[str, Noun], ...]", self.kinds.get(kind, ()))

    def evidence(self) -> Evidence:
        """Return the evidence, as ``gather`` does; how many entries it rests on is not in it."""
        return Evidence(
            documents=self.of(EntryKind.DOCUMENT, Document),
            pages=self.of(EntryKind.PAGE, Page),
            claims=self.of(EntryKind.CLAIM, Claim),
            observations=self.of(EntryKind.OBSERVATION, Observation),
            coverage=self.of(EntryKind.COVERAGE, Coverage),
            reviews=self.of(EntryKind.REVIEW, Review),
            regroupings=self.of(EntryKind.REGROUPING, Regrouping),
            decisions=self.of(EntryKind.DECISION, Decision),
            as_of=f"{self.latest:%Y-%m-%dT%H:%M:%SZ}" if self.latest else "an empty ledger",
        )


def _classes() -> dict[EntryKind, type[Any]]:
    from truceline.reading.readers.llm import Proposals

    return {
        EntryKind.DOCUMENT: Document,
        EntryKind.PAGE: Page,
        EntryKind.CLAIM: Claim,
        EntryKind.PROPOSAL: Proposals,
        EntryKind.DECISION: Decision,
        EntryKind.OBSERVATION: Observation,
        EntryKind.COVERAGE: Coverage,
        EntryKind.REVIEW: Review,
        EntryKind.REGROUPING: Regrouping,
        EntryKind.HANDLING: Handling,
    }


@dataclass(slots=True)
class Standing:
    """What stands in one casefile, for whoever asks; several threads may."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: dict[EntryKind, dict[str, object]] = field(default_factory=dict)
    _stood: Stood | None = None
    # The digest of the last entry taken in: another ledger in the same place is read anew.
    _digest: str = ""

    @property
    def is_read(self) -> bool:
        """Return whether the ledger was read once."""
        return self._stood is not None

    def now(self, ledger: SealedLedger) -> Stood:
        """Return what stands in a ledger now.

        Raises:
            LedgerDamaged: an entry is not what was recorded, or does not fit its noun.
        """
        with self._lock:
            size = ledger.size()
            before = self._stood
            if before is not None and before.size == size and self._is_same(ledger, size):
                return before
            try:
                self._stood = self._caught_up(ledger, before, size)
            except BaseException:
                # Half of a batch may have been taken in: the next who asks reads the whole.
                self._stood = None
                raise
            return self._stood

    def _is_same(self, ledger: SealedLedger, size: int) -> bool:
        if size == 0:
            return True
        last = ledger.page(before=size, limit=1).entries
        return bool(last) and str(last[0].digest) == self._digest

    def _caught_up(self, ledger: SealedLedger, before: Stood | None, size: int) -> Stood:
        if before is None or before.size > size or not self._is_same(ledger, before.size):
            return self._whole(ledger, size)
        moved: set[EntryKind] = set()
        classes = _classes()
        for entry in _entries(ledger, start=before.size, size=size):
            if entry.erased or entry.kind is EntryKind.ERASURE:
                # An erasure reaches back to entries that were taken in long ago.
                return self._whole(ledger, size)
            moved |= self._take(entry, classes)
            self._digest = str(entry.digest)
        return self._told(ledger, size, before, moved)

    def _whole(self, ledger: SealedLedger, size: int) -> Stood:
        classes = _classes()
        self._held = {
            kind: {
                entry.key: from_record(cls, entry.record)
                for entry in ledger.standing(kind=kind, size=size)
            }
            for kind, cls in classes.items()
        }
        last = ledger.page(before=size, limit=1).entries if size else ()
        self._digest = str(last[0].digest) if last else ""
        return self._told(ledger, size, None, set(classes))

    def _take(self, entry: Entry, classes: Mapping[EntryKind, type[Any]]) -> set[EntryKind]:
        """Take one entry in; return the kinds of which something else stands now."""
        if entry.kind is EntryKind.WITHDRAWAL:
            kind = EntryKind(str(entry.record["kind"]))
            self._held.get(kind, {}).pop(str(entry.record["key"]), None)
            return {kind}
        cls = classes.get(entry.kind)
        if cls is None:
            return set()
        held = self._held[entry.kind]
        if entry.supersedes is not None:
            held.pop(entry.supersedes, None)
        # Taken out first, so that it stands at the end, where its entry is.
        held.pop(entry.key, None)
        held[entry.key] = from_record(cls, entry.record)
        return {entry.kind}

    def _told(
        self, ledger: SealedLedger, size: int, before: Stood | None, moved: set[EntryKind]
    ) -> Stood:
        kinds = dict(before.kinds) if before is not None else {}
        nouns = dict(before.nouns) if before is not None else {}
        for kind in moved & self._held.keys():
            kinds[kind] = tuple(self._held[kind].items())
            nouns[kind] = tuple(self._held[kind].values())
        last = ledger.page(before=size, limit=1).entries if size else ()
        return Stood(
            size=size, latest=last[0].recorded_at if last else None, kinds=kinds, nouns=nouns,
        )  # fmt: skip


def stood_in(case: Casefile, ledger: SealedLedger) -> Stood | None:
    """Return what stands in a casefile's ledger, where somebody keeps it; else None."""
    found = None if case.standing is None else case.standing.now(ledger)
    return found if isinstance(found, Stood) else None


def keyed_in(
    case: Casefile, ledger: SealedLedger, kind: EntryKind, cls: type[Noun]
) -> Iterable[tuple[str, Noun]]:
    """Return the standing nouns of a kind with their keys, kept or read."""
    kept = stood_in(case, ledger)
    if kept is not None:
        return kept.keyed(kind, cls)
    return ((one.key, from_record(cls, one.record)) for one in ledger.standing(kind=kind))


def _entries(ledger: SealedLedger, *, start: int, size: int) -> Iterator[Entry]:
    """Yield the entries from one index on, up to a size."""
    while start < size:
        page = ledger.page(after=start - 1, limit=min(_AT_ONCE, size - start))
        yield from reversed(page.entries)
        start += len(page.entries)
