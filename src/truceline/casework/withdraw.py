"""Withdraw: take an entry back, with all that came from it, and leave it on record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.evidence import Evidence, basis_key
from truceline.casework.gather import gather
from truceline.errors import NotFound
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.observation.observation import LogRow

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


def withdraw_entry(
    case: Casefile, key: str, *, reason: str, author: str, recorded_at: datetime
) -> int:
    """Withdraw a document, claim, observation or coverage record; return how many entries went.

    With a document go its page, claims, observations and coverage; with a claim its observations.

    Args:
        key: The entry's id, or a beginning of it that no other id shares.

    Raises:
        NotFound: nothing that stands, or more than one thing, has such an id.
    """
    evidence = gather(case)
    matching = [one for one in _ids(evidence) if one.startswith(key)]
    if len(matching) != 1:
        raise NotFound("single standing entry", key, known=matching or _ids(evidence))
    drafts = _drafts(evidence, matching[0], reason)
    with case.ledger() as ledger:
        ledger.append(drafts, author=author, recorded_at=recorded_at)
    return len(drafts)


def _drafts(evidence: Evidence, key: str, reason: str) -> list[Draft]:
    claims = {one.id for one in evidence.claims if key in (one.id, one.document)}
    observations = {
        one.id
        for one in evidence.observations
        if key in (one.id, basis_key(one)) or basis_key(one) in claims
    }
    going: list[tuple[EntryKind, str]] = [
        *((EntryKind.DOCUMENT, one.id) for one in evidence.documents if one.id == key),
        *((EntryKind.PAGE, f"p-{one.document}") for one in evidence.pages if one.document == key),
        *((EntryKind.CLAIM, one) for one in sorted(claims)),
        *((EntryKind.OBSERVATION, one) for one in sorted(observations)),
        *(
            (EntryKind.COVERAGE, one.id)
            for one in evidence.coverage
            if key in (one.id, one.basis.document)
        ),
    ]
    return [withdrawal(kind=kind, key=one, reason=reason) for kind, one in going]


def _ids(evidence: Evidence) -> set[str]:
    ids = {one.id for one in evidence.documents}
    ids.update(one.id for one in evidence.claims)
    ids.update(one.id for one in evidence.coverage)
    ids.update(one.id for one in evidence.observations)
    ids.update(o.basis.document for o in evidence.observations if isinstance(o.basis, LogRow))
    return ids
