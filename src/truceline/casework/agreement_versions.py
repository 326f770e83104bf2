"""Agreement versions: which version of each agreement a casefile judges by, on record.

A published version never changes: it is named by its digest. The ledger keeps the digest at the
start and at every change, so that a finding's digest can be found in it years later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.digest import Digest, digest_of, short_id
from truceline.evidence.ledger import Draft, EntryKind

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Entry, Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One agreement of a casefile: the version on record, if any, and the one that it reads now."""

    agreement: str
    title: str
    given: str
    recorded: str | None
    now: Digest

    @property
    def is_new(self) -> bool:
        """Return whether the version that is read now is not the one on record."""
        return self.recorded != self.now


def versions(case: Casefile) -> tuple[Version, ...]:
    """Return the version of each agreement of a casefile, on record and now."""
    loaded = _loaded(case)
    with case.ledger() as ledger:
        standing = _standing(ledger)
    return tuple(_version(given, agreement, standing) for given, agreement in loaded)


def record_versions(case: Casefile, *, author: str, recorded_at: datetime) -> tuple[Version, ...]:
    """Record the versions that are not on record yet; return those that were new.

    The version before is superseded: it stays in the ledger and stands no more.
    """
    loaded = _loaded(case)
    drafts: list[Draft] = []
    new: list[Version] = []
    with case.ledger() as ledger:
        standing = _standing(ledger)
        for given, agreement in loaded:
            version = _version(given, agreement, standing)
            if version.is_new:
                before = standing.get(agreement.id)
                drafts.append(_draft(version, before.key if before is not None else None))
                new.append(version)
        if drafts:
            ledger.append(drafts, author=author, recorded_at=recorded_at)
    return tuple(new)


def _loaded(case: Casefile) -> list[tuple[str, Agreement]]:
    from truceline.agreement.load import load_agreement

    return [(given, load_agreement(given)) for given in case.settings.agreements]


def _standing(ledger: Ledger) -> dict[str, Entry]:
    return {
        str(entry.record["agreement"]): entry for entry in ledger.standing(kind=EntryKind.AGREEMENT)
    }


def _version(given: str, agreement: Agreement, standing: dict[str, Entry]) -> Version:
    entry = standing.get(agreement.id)
    return Version(
        agreement=agreement.id,
        title=agreement.title,
        given=given,
        recorded=str(entry.record["digest"]) if entry is not None else None,
        now=agreement.digest,
    )


def _draft(version: Version, before: str | None) -> Draft:
    # "replaces" is in the record, so that a return to an earlier version is an entry of its own.
    record: dict[str, object] = {
        "agreement": version.agreement,
        "title": version.title,
        "given": version.given,
        "digest": str(version.now),
        "replaces": before,
    }
    return Draft(
        kind=EntryKind.AGREEMENT,
        key=short_id("a", digest_of(record)),
        record=record,
        supersedes=before,
    )
