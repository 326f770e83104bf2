"""Submissions: documents and comments of contributors, kept apart until a person decides.

They lie beside the accounts and never in the ledger: what is there goes into every copy of it, and
who contributes is in danger sooner than who works here. Nothing else reads them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.sentence import say

if TYPE_CHECKING:
    from truceline.web.people.person import Person
    from truceline.web.people.store import PeopleStore

# So many of one contributor wait at once: nobody fills the disk, and nobody drowns who decides.
MOST_WAITING = 20
LONGEST_COMMENT = 4000
AUTOMATIC = "(a trusted contributor)"
"""Who approved what no person had to: no account can bear this name."""

_FIELDS = "id, account, name, sent_at, kind, about, words, size_bytes, state, by, why, document"


class SubmissionKind(StrEnum):
    """What was sent."""

    DOCUMENT = "document"
    COMMENT = "comment"


class SubmissionState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One thing that was sent. ``about`` is a file's name, or what a comment is about.

    ``words`` are a comment's, or what the sender says of a file. ``by`` and ``why`` tell of the
    decision; ``document`` is the id of the document that an approval brought into the casefile.
    """

    id: str
    account: str
    name: str
    sent_at: int
    kind: SubmissionKind
    about: str
    words: str
    size_bytes: int
    state: SubmissionState
    by: str
    why: str
    document: str | None


def submit(
    store: PeopleStore,
    person: Person,
    *,
    kind: SubmissionKind,
    about: str,
    words: str,
    data: bytes = b"",
) -> Submission:
    """Keep something that a contributor sent; it waits.

    Raises:
        RecordInvalid: a comment without words, or too many of this contributor wait already.
    """
    if kind is SubmissionKind.COMMENT and not words.strip():
        raise RecordInvalid([Problem("comment", 0, 0, say("it has no words"), say("Write some"))])
    id_ = store.new_id("s")
    with store.writing() as connection:
        (waiting,) = connection.execute(
            "SELECT count(*) FROM submission WHERE account = ? AND state = 'waiting'", (person.id,)
        ).fetchone()
        if waiting >= MOST_WAITING:
            what = say("{n} of yours wait already", n=waiting)
            raise RecordInvalid([Problem("submission", 0, 0, what, say("Wait for a decision"))])
        connection.execute(
            f"INSERT INTO submission ({_FIELDS}, data)"  # noqa: S608
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', '', NULL, ?)",
            (id_, person.id, person.name, store.now_s(), kind.value, about, words, len(data), data),
        )
    return submission_of(store, id_)


def submissions(store: PeopleStore, *, account: str | None = None) -> tuple[Submission, ...]:
    """Return what was sent, by everybody or by one: what waits first, then the latest first."""
    mine, values = ("", ()) if account is None else (" WHERE account = ?", (account,))
    with store.reading() as connection:
        rows = connection.execute(
            f"SELECT {_FIELDS} FROM submission{mine}"  # noqa: S608
            " ORDER BY state <> 'waiting', sent_at DESC, id",
            values,
        ).fetchall()
    return tuple(_from(row) for row in rows)


def waiting_count(store: PeopleStore) -> int:
    """Return how many submissions wait for a decision."""
    with store.reading() as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM submission WHERE state = 'waiting'"
        ).fetchone()
    return int(count)


def submission_of(store: PeopleStore, id_: str) -> Submission:
    """Return a submission by its id.

    Raises:
        NotFound: there is none.
    """
    with store.reading() as connection:
        row = connection.execute(
            f"SELECT {_FIELDS} FROM submission WHERE id = ?",  # noqa: S608
            (id_,),
        ).fetchone()
    if row is None:
        raise NotFound("submission", id_)
    return _from(row)


def bytes_of(store: PeopleStore, id_: str) -> bytes:
    """Return the bytes of a file that was sent; none for a comment.

    Raises:
        NotFound: there is no such submission.
    """
    with store.reading() as connection:
        row = connection.execute("SELECT data FROM submission WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise NotFound("submission", id_)
    return bytes(row["data"])


def settle(
    store: PeopleStore,
    id_: str,
    *,
    before: SubmissionState,
    after: SubmissionState,
    by: str,
    why: str,
    document: str | None = None,
) -> Submission:
    """Give a submission another state, and write down who did so and why.

    Raises:
        NotFound: there is none of this id in the state ``before``: somebody was faster.
        RecordInvalid: the reason is empty.
    """
    if not why.strip():
        raise RecordInvalid(
            [Problem("submission", 0, 0, say("the reason is empty"), say("Say why"))]
        )
    with store.writing() as connection:
        changed = connection.execute(
            "UPDATE submission SET state = ?, by = ?, why = ?, document = ?"
            " WHERE id = ? AND state = ?",
            (after.value, by, why.strip(), document, id_, before.value),
        ).rowcount
        if not changed:
            raise NotFound(f"{before.value} submission", id_)
        # Only the id: administrators read this, and they see no content.
        if after is not before:
            store.note(connection, by=by, what=f"submission {after.value}", about=id_)
    return submission_of(store, id_)


def _from(row: sqlite3.Row) -> Submission:
    return Submission(
        **{name: row[name] for name in _FIELDS.split(", ") if name not in ("kind", "state")},
        kind=SubmissionKind(row["kind"]),
        state=SubmissionState(row["state"]),
    )
