"""Found again: drafts for nouns that the machine makes anew, beside what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.evidence.ledger import Draft, EntryKind, Ledger, withdrawal
from truceline.reading.decision import Choice

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

    What a person took away stays away, however often a document is read, and what a person amended
    stays as amended.
    """
    from truceline.evidence.record import to_record

    ever = {entry.key for entry in ledger.entries(kind=kind)}
    standing = {entry.key for entry in ledger.standing(kind=kind)}
    by_hand = {
        str(entry.record["key"])
        for entry in ledger.entries(kind=EntryKind.WITHDRAWAL)
        if not entry.erased and entry.record["reason"] != _READ_ANEW
    }
    # What stands again was put back by a person too, and may be read anew.
    kept_out = (by_hand - standing) | amended(ledger)
    return [
        Draft(
            kind=kind,
            key=noun.id,
            record=to_record(noun),
            supersedes=noun.id if noun.id in ever else None,
        )
        for noun in nouns
        if noun.id not in kept_out
    ]


def amended(ledger: Ledger) -> set[str]:
    """Return the ids of claims that stand as a person amended them."""
    return {
        str(entry.record["claim"])
        for entry in ledger.standing(kind=EntryKind.DECISION)
        if entry.record["choice"] == Choice.AMEND.value
    }


def no_longer_found(kind: EntryKind, keys: Iterable[str]) -> list[Draft]:
    """Return what takes away nouns that a newer reading does not find; it may find them again."""
    return [withdrawal(kind=kind, key=key, reason=_READ_ANEW) for key in sorted(keys)]
