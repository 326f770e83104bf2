"""Found again: drafts for nouns that the machine makes anew, beside what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.evidence.ledger import Draft, EntryKind, Ledger, withdrawal
from truceline.evidence.traced import Trace, entry_at, traced
from truceline.reading.decision import Choice

if TYPE_CHECKING:
    from truceline.evidence.sealed import SealedLedger
    from truceline.observation.observation import Observation
    from truceline.reading.claim import Claim

# The reason that the machine gives where a newer reading does not find something again. Whatever
# was withdrawn for another reason was withdrawn by a person.
_READ_ANEW = "read anew, and not found again"


def drafts_for(
    ledger: SealedLedger, kind: EntryKind, nouns: Iterable[Claim | Observation]
) -> list[Draft]:
    """Return what keeps the nouns: new, corrected or found again.

    What a person took away stays away, however often a document is read, and what a person amended
    stays as amended. Found by their keys: the cost is that of the nouns, not of the ledger.
    """
    from truceline.evidence.record import to_record

    found = list(nouns)
    traces = traced(ledger, kind, (noun.id for noun in found))
    # Only a claim that is on record can have been amended: else no decision is looked at.
    is_known = kind is EntryKind.CLAIM and any(trace.own for trace in traces.values())
    by_person = amended(ledger) if is_known else set()
    return [
        Draft(
            kind=kind,
            key=noun.id,
            record=to_record(noun),
            supersedes=noun.id if traces[noun.id].own else None,
        )
        for noun in found
        if noun.id not in by_person and not _taken_by_person(ledger, traces[noun.id])
    ]


def _taken_by_person(ledger: SealedLedger, trace: Trace) -> bool:
    """Return whether a person took something away that nobody put back since."""
    if trace.stands is not None:
        return False
    reasons = (entry_at(ledger, index) for index in trace.withdrawals)
    return any(not one.erased and one.record["reason"] != _READ_ANEW for one in reasons)


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
