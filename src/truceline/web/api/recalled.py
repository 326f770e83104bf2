"""Recalled: the answer to a write whose entries stand in the ledger, though its answer got lost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import HTTPException

from truceline.evidence.ledger import EntryKind
from truceline.web.api.once import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Entry
    from truceline.observation.incident import Incident


def recalled(
    case: Casefile, name: str, *, sight: Sight | None, kept: Callable[[], Iterable[Incident]]
) -> Answer | None:
    """Return what a write came to that was recorded under a name; None where nothing was.

    ``kept`` returns the incidents of that sight as they are now.

    Raises:
        HTTPException: 409, what it recorded was erased since.
    """
    from truceline.evidence.requested import requested

    with case.ledger() as ledger:
        entries = requested(ledger, name)
    if not entries:
        return None
    # The first entry of each write is the one that its answer names.
    first = entries[0]
    if first.erased:
        raise HTTPException(409, "what this request recorded was erased; nothing is done again")
    id_, href = _told(case, first, sight, kept)
    return Answer(201, {"id": id_, "href": f"/api/v1/{href}"})


def _told(
    case: Casefile, entry: Entry, sight: Sight | None, kept: Callable[[], Iterable[Incident]]
) -> tuple[str, str]:
    key, record = entry.key, entry.record
    if entry.kind is EntryKind.DECISION:
        return key, f"claims/{quote(str(record['claim']), safe='')}"
    if entry.kind is EntryKind.REGROUPING:
        from truceline.casework.regroup import incident_of

        whole = incident_of(case, key, sight=sight, kept=kept)
        return key, "incidents" if whole is None else f"incidents/{whole.id}"
    if entry.kind is EntryKind.WITHDRAWAL:
        taken = str(record["key"])
        return taken, _without(case, EntryKind(str(record["kind"])), taken)
    if entry.kind is EntryKind.REVIEW:
        return str(record["finding"]), f"findings/{quote(str(record['finding']))}"
    return key, f"documents/{quote(key, safe='')}"


def _without(case: Casefile, kind: EntryKind, key: str) -> str:
    """Return where to look at what a decision was about that was taken back."""
    from truceline.evidence.traced import entry_at, traced

    if kind is not EntryKind.DECISION:
        return "incidents"
    with case.ledger() as ledger:
        own = traced(ledger, kind, [key])[key].own
        claim = entry_at(ledger, own[0]).record.get("claim", "") if own else ""
    return f"claims/{quote(str(claim), safe='')}"
