"""Taking in: an approved submission becomes a document of the casefile; undone, it goes again."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import DocumentUnreadable
from truceline.web.people.submissions import (
    Submission,
    SubmissionKind,
    SubmissionState,
    bytes_of,
    settle,
    submission_of,
)

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.web.people.store import PeopleStore


def approve(
    store: PeopleStore, case: Casefile, id_: str, *, by: str, signed: str, why: str, at: datetime
) -> Submission:
    """Let a submission in: a document is kept, read and observed, signed by who let it in.

    Raises:
        NotFound: there is no such submission that waits.
        DocumentUnreadable: the file cannot be kept; then the submission goes on waiting.
    """
    waiting, approved = SubmissionState.WAITING, SubmissionState.APPROVED
    one = settle(store, id_, before=waiting, after=approved, by=by, why=why)
    if one.kind is SubmissionKind.COMMENT:
        return one
    try:
        document = _kept(case, one, bytes_of(store, id_), author=signed, at=at)
    except BaseException:
        settle(store, id_, before=approved, after=waiting, by=by, why="it could not be kept")
        raise
    return settle(
        store, id_, before=approved, after=approved, by=by, why=why, document=document
    )  # fmt: skip


def undo(
    store: PeopleStore, case: Casefile, id_: str, *, by: str, why: str, at: datetime
) -> Submission:
    """Take a decision back: the submission waits again, and its document is withdrawn.

    Raises:
        NotFound: there is no such submission, or it waits.
        RecordInvalid: the reason is empty.
    """
    from truceline.casework.gather import gather
    from truceline.casework.withdraw import withdraw_entry

    one = submission_of(store, id_)
    before = one.state if one.state is not SubmissionState.WAITING else SubmissionState.APPROVED
    after = settle(store, id_, before=before, after=SubmissionState.WAITING, by=by, why=why)
    # Somebody may have withdrawn it on its own page before.
    if one.document and any(each.id == one.document for each in gather(case).documents):
        withdraw_entry(case, one.document, reason=why.strip(), author=by, recorded_at=at)
    return after


def refuse_unusable(case: Casefile, name: str, data: bytes, *, at: datetime) -> None:
    """Refuse at once what could not be kept later, and say why; nothing is kept here.

    Raises:
        DocumentUnreadable: a picture, or another file that holds no text.
        RecordInvalid: a table that is no record; each problem is told.
    """
    from truceline.casework.import_record import import_record
    from truceline.evidence.add import document_from_bytes

    if not is_record(name):
        document_from_bytes(data, filename=name)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        import_record(case, path, author="", recorded_at=at, dry_run=True)


def is_record(name: str) -> bool:
    """Return whether a file of this name is taken in as a table of coded records.

    >>> is_record("Rows.CSV"), is_record("note.txt")
    (True, False)
    """
    return name.lower().endswith(".csv")


def _kept(case: Casefile, one: Submission, data: bytes, *, author: str, at: datetime) -> str | None:
    """Return the id of the document that came in; None where the same bytes were kept before."""
    from truceline.casework.add import add_files
    from truceline.casework.import_record import import_record
    from truceline.casework.observe import observe_claims
    from truceline.casework.read import read_documents

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / one.about
        path.write_bytes(data)
        if is_record(one.about):
            done = import_record(case, path, author=author, recorded_at=at)
            return done.document if done.new else None
        added, refused = add_files(case, [path], author=author, recorded_at=at)
        if refused:
            raise DocumentUnreadable(refused[0].replace(str(path), one.about))
    if not added[0].new:
        return None
    document = added[0].document.id
    for _ in read_documents(case, only=(document,), author=author, recorded_at=at):
        pass
    observe_claims(case, only=(document,), author=author, recorded_at=at)
    return document
