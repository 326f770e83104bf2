"""Read: tell pages apart and read claims, for the documents of a casefile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.evidence import Evidence, basis_key
from truceline.casework.found_again import drafts_for, no_longer_found
from truceline.casework.gather import gather
from truceline.casework.places import gazetteer_of
from truceline.errors import NotFound
from truceline.evidence.document import Document
from truceline.evidence.ledger import Draft, EntryKind
from truceline.reading.claim import Claim
from truceline.reading.page import LineLabel, Page
from truceline.reading.read import Reader

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.reading.gazetteer import Gazetteer

_RECORD = "text/csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as read: its page, its claims, and what stood in the way, if anything did."""

    document: Document
    page: Page
    claims: tuple[Claim, ...]
    problem: str | None = None


def read_documents(
    case: Casefile,
    *,
    only: tuple[str, ...] = (),
    again: bool = False,
    reader: str | Reader = "grammar",
    author: str,
    recorded_at: datetime,
) -> Iterator[ReadDocument]:
    """Read what was not read yet, and keep page and claims of each document together.

    Args:
        only: Ids of documents, or unique beginnings of ids; empty for all.
        again: Read anew; the new reading supersedes the old one, which stays on record.
        reader: The reader that reads, or its name.

    Raises:
        NotFound: no document, or no single one, has such an id; no reader has that name.
    """
    gazetteer = gazetteer_of(case)
    evidence = gather(case)
    read_before = {page.document for page in evidence.pages}
    for document in _chosen(evidence.documents, only):
        if is_record(document) or (document.id in read_before and not again):
            continue
        done = _read_one(document, gazetteer=gazetteer, reader=reader)
        _keep(case, done, evidence, author=author, recorded_at=recorded_at)
        yield done


def chosen_documents(case: Casefile, only: tuple[str, ...]) -> tuple[Document, ...]:
    """Return the documents of a casefile that are texts, or those of the ids.

    Raises:
        NotFound: no document, or no single one, has such an id.
    """
    documents = gather(case).documents
    return tuple(one for one in _chosen(documents, only) if not is_record(one))


def page_of(document: Document) -> Page:
    """Return a document's page, told apart anew."""
    from truceline.reading.pages.tell_apart import tell_apart

    return tell_apart(document)


def _read_one(document: Document, *, gazetteer: Gazetteer, reader: str | Reader) -> ReadDocument:
    from truceline.reading.read import read

    page = page_of(document)
    if not any(line.label is LineLabel.BODY for line in page.lines):
        return ReadDocument(
            document=document,
            page=page,
            claims=(),
            problem="no article body was found in it, only headlines, links or captions; no claim "
            "was read. If it is an article, check that the whole page was saved",
        )
    claims = read(document, page=page, gazetteer=gazetteer, reader=reader)
    return ReadDocument(document=document, page=page, claims=claims)


def is_record(document: Document) -> bool:
    """Return whether a document is a coded record, to be imported and not read as text."""
    return document.media_type.partition(";")[0] == _RECORD


def _chosen(documents: tuple[Document, ...], only: tuple[str, ...]) -> tuple[Document, ...]:
    if not only:
        return documents
    chosen = []
    for name in only:
        matching = [document for document in documents if document.id.startswith(name)]
        if len(matching) != 1:
            raise NotFound("single document", name, known=(document.id for document in documents))
        chosen.append(matching[0])
    return tuple(chosen)


def _keep(
    case: Casefile, done: ReadDocument, before: Evidence, *, author: str, recorded_at: datetime
) -> None:
    from truceline.evidence.record import to_record

    key = f"p-{done.document.id}"
    read_before = any(page.document == done.document.id for page in before.pages)
    drafts = [
        Draft(
            kind=EntryKind.PAGE,
            key=key,
            record=to_record(done.page),
            supersedes=key if read_before else None,
        )
    ]
    drafts += _no_longer_read(done, before)
    with case.ledger() as ledger:
        ledger.append(
            [*drafts, *drafts_for(ledger, EntryKind.CLAIM, done.claims)],
            author=author,
            recorded_at=recorded_at,
        )


def _no_longer_read(done: ReadDocument, before: Evidence) -> list[Draft]:
    """Return what takes away the claims of an older reading, and what was made of them."""
    # A claim that a person decided on is no longer the reader's alone to take away.
    kept = {claim.id for claim in done.claims} | {one.claim for one in before.decisions}
    gone = {
        claim.id
        for claim in before.claims
        if claim.document == done.document.id and claim.id not in kept
    }
    orphans = [o.id for o in before.observations if basis_key(o) in gone]
    return [
        *no_longer_found(EntryKind.CLAIM, gone),
        *no_longer_found(EntryKind.OBSERVATION, orphans),
    ]
