"""Agreement versions: which version of each agreement a casefile judges by, on record.

A published version never changes: it is named by its digest. The ledger keeps the digest at the
start and at every change, and the archive the files that it names, so that a finding's digest can
be found, read and compared years later.
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

# The largest shipped agreement has 84 kB; a folder far beyond that holds other things than an
# agreement's words and lines, and is no business of a casefile's archive.
_MOST_KEPT_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One agreement of a casefile: the version on record, if any, and the one that it reads now.

    ``is_kept`` says whether the ledger tells of the files of the version on record.
    """

    agreement: str
    title: str
    given: str
    recorded: str | None
    now: Digest
    is_kept: bool

    @property
    def is_new(self) -> bool:
        """Return whether the version that is read now is not the one on record."""
        return self.recorded != self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A version that a casefile judged by: who recorded it when, and the files it was made of.

    ``files`` maps each path to the digest of its bytes, which the archive keeps. It is empty where
    nothing was kept: in casefiles of an earlier release, and where a folder was too large.
    """

    agreement: str
    title: str
    given: str
    digest: Digest
    at: datetime
    by: str
    main: str = ""
    files: tuple[tuple[str, Digest], ...] = ()


def versions(case: Casefile) -> tuple[Version, ...]:
    """Return the version of each agreement of a casefile, on record and now."""
    loaded = _loaded(case)
    with case.ledger() as ledger:
        standing = _standing(ledger)
    return tuple(_version(given, agreement, standing) for given, agreement in loaded)


def recorded_versions(case: Casefile, *, as_of: datetime | None = None) -> tuple[Recorded, ...]:
    """Return every version that was ever recorded, superseded ones too, the latest first."""
    with case.ledger() as ledger:
        entries = list(ledger.entries(kind=EntryKind.AGREEMENT, as_of=as_of))
    return tuple(_recorded(entry) for entry in reversed(entries) if not entry.erased)


def record_versions(case: Casefile, *, author: str, recorded_at: datetime) -> tuple[Version, ...]:
    """Keep and record the versions that are not on record yet; return those that were new.

    The version before is superseded: it stays in the ledger and stands no more. A version whose
    files were never kept is recorded again with them.
    """
    loaded = _loaded(case)
    drafts: list[Draft] = []
    new: list[Version] = []
    with case.ledger() as ledger:
        standing = _standing(ledger)
        for given, agreement in loaded:
            version = _version(given, agreement, standing)
            if version.is_new or not version.is_kept:
                before = standing.get(agreement.id)
                drafts.append(_draft(case, version, before.key if before is not None else None))
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
        is_kept=entry is not None and "files" in entry.record,
    )


def _draft(case: Casefile, version: Version, before: str | None) -> Draft:
    from truceline.agreement.load import file_of

    # "replaces" is in the record, so that a return to an earlier version is an entry of its own.
    record: dict[str, object] = {
        "agreement": version.agreement,
        "title": version.title,
        "given": version.given,
        "digest": str(version.now),
        "replaces": before,
        "main": file_of(version.given).name,
        "files": _kept_files(case, version),
    }
    return Draft(
        kind=EntryKind.AGREEMENT,
        key=short_id("a", digest_of(record)),
        record=record,
        supersedes=before,
    )


def _kept_files(case: Casefile, version: Version) -> dict[str, str]:
    """Keep the files of a version and return their digests; nothing where they are too large.

    Nothing is kept either where somebody changed a file since it was read: what is kept is what
    the digest names.
    """
    from truceline.agreement.load import files_of

    paths = files_of(version.given)
    if sum(path.stat().st_size for path in paths.values()) > _MOST_KEPT_BYTES:
        return {}
    kept = {name: str(case.archive.keep(path.read_bytes())) for name, path in paths.items()}
    return kept if digest_of(kept) == version.now else {}


def _recorded(entry: Entry) -> Recorded:
    record = entry.record
    files = record.get("files")
    return Recorded(
        agreement=str(record["agreement"]),
        title=str(record.get("title", "")),
        given=str(record["given"]),
        digest=Digest(str(record["digest"])),
        at=entry.recorded_at,
        by=entry.author,
        main=str(record.get("main", "")),
        files=tuple((str(name), Digest(str(digest))) for name, digest in sorted(files.items()))
        if isinstance(files, dict)
        else (),
    )
