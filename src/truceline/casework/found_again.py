"""Found again: drafts for nouns that the machine makes anew, beside what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.evidence.ledger import Draft, EntryKind, Ledger, withdrawal

if TYPE_CHECKING:
    from truceline.observation.observation import Observation
    from truceline.reading.claim import Claim

# The reason that the machine gives where a newer reading does not find something again. Whatever
# was withdrawn for another reason was withdrawn by a person.
_READ_ANEW = "read anew, and not found again"


def drafts_for(
    ledger: Ledger, kind: EntryKind, nouns: Iterable[Claim | Observation]
) -> list[Draft]:
    """Return what keeps the nouns: new, corrected or found again.

    What a person took away stays away, however often a document is read.
    """
    from truceline.evidence.record import to_record

    ever = {entry.key for entry in ledger.entries(kind=kind)}
    by_hand = {
        str(entry.record["key"])
        for entry in ledger.entries(kind=EntryKind.WITHDRAWAL)
        if not entry.erased and entry.record["reason"] != _READ_ANEW
    }
    return [
        Draft(
            kind=kind,
            key=noun.id,
            record=to_record(noun),
            supersedes=noun.id if noun.id in ever else None,
        )
        for noun in nouns
        if noun.id not in by_hand
    ]


def no_longer_found(kind: EntryKind, keys: Iterable[str]) -> list[Draft]:
    """Return what takes away nouns that a newer reading does not find; it may find them again."""
    return [withdrawal(kind=kind, key=key, reason=_READ_ANEW) for key in sorted(keys)]
