"""Import: take a coded record into a casefile, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.places import gazetteer_of
from truceline.digest import digest_of, short_id
from truceline.errors import Problem
from truceline.evidence.ledger import Draft, EntryKind

if TYPE_CHECKING:
    from truceline.evidence.document import Document
    from truceline.evidence.layout import Casefile
    from truceline.observation.forms.record_read import RecordRead
    from truceline.reading.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a record. ``rows`` is always ``accepted`` and ``refused`` together.

    ``not_located`` are the numbered positions that rows name and no list of places knows.
    """

    document: str
    rows: int
    accepted: int
    refused: int
    refusals: tuple[Problem, ...]
    observations: int
    coverage: int
    new: int
    known: int
    not_located: tuple[str, ...] = ()


def import_record(
    case: Casefile, path: Path, *, author: str, recorded_at: datetime, dry_run: bool = False
) -> Imported:
    """Read a record, and keep its bytes, its document and everything accepted in one append.

    Raises:
        RecordInvalid: the file cannot be used as a whole; nothing is kept.
        DocumentUnreadable: the file holds no text.
    """
    from truceline.evidence.add import document_from
    from truceline.observation.forms.csv_record import read_record
    from truceline.reading.actors import load_actors

    document = document_from(path)
    gazetteer = gazetteer_of(case)
    read = read_record(document, gazetteer=gazetteer, actors=load_actors())
    new = known = 0
    if not dry_run:
        case.archive.keep(path.read_bytes())
        with case.ledger() as ledger:
            done = ledger.append(_drafts(document, read), author=author, recorded_at=recorded_at)
        new, known = done.new, done.known
    return Imported(
        document=document.id,
        rows=read.rows,
        accepted=read.accepted,
        refused=read.refused,
        refusals=read.refusals,
        observations=len(read.observations),
        coverage=len(read.coverage),
        new=new,
        known=known,
        not_located=_not_located(read, gazetteer),
    )


def _not_located(read: RecordRead, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the numbered positions that rows name and no list of places knows."""
    from truceline.observation.whereabouts import unlocated

    texts = {one.place_text for one in read.observations}
    return tuple(sorted({name for text in texts for name in unlocated(text, gazetteer=gazetteer)}))


def _drafts(document: Document, read: RecordRead) -> list[Draft]:
    from truceline.evidence.record import to_record

    return [
        Draft(kind=EntryKind.DOCUMENT, key=document.id, record=to_record(document)),
        *(
            Draft(kind=EntryKind.OBSERVATION, key=noun.id, record=to_record(noun))
            for noun in read.observations
        ),
        *(
            Draft(kind=EntryKind.COVERAGE, key=noun.id, record=to_record(noun))
            for noun in read.coverage
        ),
        *(
            Draft(
                kind=EntryKind.REFUSAL,
                key=short_id("x", digest_of([document.id, str(problem)])),
                record=to_record(problem),
            )
            for problem in read.refusals
        ),
    ]
