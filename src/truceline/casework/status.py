"""Status: what a casefile holds, and what waits to be done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.evidence import Evidence
from truceline.casework.gather import gathered
from truceline.casework.read import is_record
from truceline.evidence.ledger import EntryKind
from truceline.observation.observation import LogRow

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStatus:
    """What a casefile holds. ``counts`` gives, per kind, how many stand and how many ever were.

    ``sealed`` of the ``verified`` entries lie under a checkpoint; the rest is the unsealed tail.
    """

    name: str
    path: Path
    agreements: tuple[str, ...]
    counts: tuple[tuple[str, int, int], ...]
    verified: int
    sealed: int
    waiting: tuple[str, ...]


def status_of(case: Casefile) -> CaseStatus:
    """Return a casefile's status; every entry is re-hashed on the way.

    Raises:
        LedgerDamaged: an entry is not what was recorded, or not what was sealed.
    """
    from truceline.evidence.audit import audit

    with case.ledger() as ledger:
        found = audit(ledger, [seal.checkpoint for seal in case.seals.all()])
        ever = {kind: ledger.count(kind) for kind in EntryKind}
        standing = {
            kind: sum(1 for _ in ledger.standing(kind=kind)) if ever[kind] else 0
            for kind in EntryKind
        }
        waiting = tuple(_waiting(gathered(ledger, case.seals)))
    return CaseStatus(
        name=case.settings.name,
        path=case.path,
        agreements=tuple(case.settings.agreements),
        counts=tuple((kind.value, standing[kind], ever[kind]) for kind in EntryKind if ever[kind]),
        verified=found.size,
        sealed=found.sealed,
        waiting=waiting,
    )


def _waiting(evidence: Evidence) -> list[str]:
    read = {page.document for page in evidence.pages}
    unread = [
        document
        for document in evidence.documents
        if document.id not in read and not is_record(document)
    ]
    observed = {
        observation.basis.id
        for observation in evidence.observations
        if not isinstance(observation.basis, LogRow)
    }
    unobserved = [
        claim
        for claim in evidence.claims
        if claim.modality.is_fact
        and claim.kind.value in ("event", "presence")
        and claim.id not in observed
    ]
    waiting = []
    if unread:
        waiting.append(f"{len(unread)} documents to read (truceline read)")
    if unobserved:
        waiting.append(f"{len(unobserved)} claims to make observations of (truceline observe)")
    leads = sum(len(page.leads) for page in evidence.pages)
    if leads:
        waiting.append(f"{leads} leads: links to documents that could be added next")
    return waiting
