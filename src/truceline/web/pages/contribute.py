"""Contribute: what a contributor sends, and how far it is; and what others decide on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from truceline.errors import NotFound
from truceline.web.acting import author_of, now
from truceline.web.asked import Asked, asked
from truceline.web.page import shown
from truceline.web.pages.documents import read_sent
from truceline.web.people.guard import person_of
from truceline.web.people.submissions import (
    AUTOMATIC,
    LONGEST_COMMENT,
    SubmissionKind,
    SubmissionState,
    settle,
    submission_of,
    submissions,
    submit,
)
from truceline.web.taking_in import approve, refuse_unusable, undo

router = APIRouter()

_Reason = Annotated[str, Form(max_length=2000)]
_BACK = "/inbox"


@router.get("/contribute", name="contribute")
def contribute(request: Request) -> Response:
    """Show the forms, and what this contributor sent."""
    me = person_of(request)
    mine = submissions(request.app.state.people, account=me.id)
    return shown(request, "contribute.html", mine=mine, trusted=me.trusted, longest=LONGEST_COMMENT)


@router.post("/contribute", name="contribute_document")
def document(request: Request, files: list[UploadFile], words: _Reason = "") -> RedirectResponse:
    """Keep files, each as a submission of its own.

    Raises:
        DocumentUnreadable: no file was sent, one is too large, or one holds no text.
        RecordInvalid: a table of records cannot be used; then nothing of it is kept.
    """
    sent = read_sent(files)
    for one in sent:
        refuse_unusable(request.state.view.case, one.name, one.data, at=now(request))
    for one in sent:
        _send(
            request,
            kind=SubmissionKind.DOCUMENT,
            about=one.name,
            words=words.strip(),
            data=one.data,
        )
    return RedirectResponse("/contribute", status_code=303)


@router.post("/contribute/comments", name="contribute_comment")
def comment(
    request: Request,
    words: Annotated[str, Form(max_length=LONGEST_COMMENT)],
    about: Annotated[str, Form(max_length=300)] = "",
) -> RedirectResponse:
    """Keep a comment."""
    _send(request, kind=SubmissionKind.COMMENT, about=about.strip(), words=words.strip())
    return RedirectResponse("/contribute", status_code=303)


@router.post("/inbox/submissions/{id_}", name="submission_decide")
def decide(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    choice: Annotated[SubmissionState, Form()],
    reason: _Reason = "",
) -> RedirectResponse:
    """Approve or decline what a contributor sent, or take that back (``waiting``)."""
    store, by, at = request.app.state.people, author_of(request), now(request)
    case = request.state.view.case
    if submission_of(store, id_).document in request.state.view.hidden().ids:
        raise NotFound("submission", id_)
    if choice is SubmissionState.APPROVED:
        approve(store, case, id_, by=by, signed=by, why=reason, at=at)
    elif choice is SubmissionState.DECLINED:
        settle(store, id_, before=SubmissionState.WAITING, after=choice, by=by, why=reason)
    else:
        undo(store, case, id_, by=by, why=reason, at=at)
    return RedirectResponse(state.link(_BACK, sort="submissions"), status_code=303)


def _send(
    request: Request, *, kind: SubmissionKind, about: str, words: str, data: bytes = b""
) -> None:
    """Keep one submission; that of a trusted contributor goes in at once, and is marked as such."""
    store, me = request.app.state.people, person_of(request)
    one = submit(store, me, kind=kind, about=about, words=words, data=data)
    if me.trusted:
        approve(
            store, request.state.view.case, one.id, by=AUTOMATIC, signed=me.name,
            why=AUTOMATIC, at=now(request),
        )  # fmt: skip
