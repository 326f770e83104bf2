"""Erase: bodies and secrets of entries destroyed, and an entry that says which, why and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from truceline.digest import digest_of, short_id
from truceline.evidence.intake import Intake
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, EntryKind, Reason, Submission
from truceline.evidence.moment import moment_text
from truceline.evidence.stores.store import Row, Store

PEOPLE_TO_ERASE = 2

# Indexes in one erasure: at most nine digits and a comma each, so that its leaf has room.
_ERASED_AT_ONCE = 500


def erase_entries(
    store: Store,
    keys: Keys,
    targets: Sequence[tuple[EntryKind, str]],
    *,
    reason: Reason,
    approved_by: Sequence[str],
    author: str,
    recorded_at: datetime,
    not_before: str,
) -> int:
    """Erase every version with these kinds and keys, and their withdrawals; see ``SealedLedger``.

    Raises:
        ValueError: fewer than two people stand behind it.
    """
    if len({author, *approved_by}) < PEOPLE_TO_ERASE:
        raise ValueError("to erase takes two people: the one who does it, and one who approves")
    moment = moment_text(recorded_at)
    tokens = {keys.token(kind.value, key) for kind, key in targets}
    with store.writing() as head:
        going = [
            row.entry_index
            for row in store.touching(tokens)
            if row.body is not None
            and (row.token in tokens or row.kind == EntryKind.WITHDRAWAL.value)
        ]
        recorded = max(moment, not_before, head.latest or "")
        rows: list[Row] = []
        for at in range(0, len(going), _ERASED_AT_ONCE):
            part = going[at : at + _ERASED_AT_ONCE]
            draft = _erasure(part, reason=reason, approved_by=approved_by)
            asked = Submission(drafts=[draft], author=author, recorded_at=recorded_at)
            rows += Intake(store, keys, asked, erases=part).rows(
                head.size + len(rows), recorded_at=recorded
            )
        if rows:
            store.erase(going)
            store.add(rows, Intake.head_after(head, rows))
    keys.destroy(going)
    return len(going)


def _erasure(indexes: Sequence[int], *, reason: Reason, approved_by: Sequence[str]) -> Draft:
    record = {"approved_by": sorted(approved_by), "reason": reason.value}
    key = short_id("e", digest_of({**record, "of": list(indexes)}))
    return Draft(kind=EntryKind.ERASURE, key=key, record=record)
