"""Documents: what is kept, found by words, and new files taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from truceline.errors import DocumentUnreadable, NotFound
from truceline.sentence import say
from truceline.web.acting import author_of
from truceline.web.asked import Asked, asked
from truceline.web.page import shown
from truceline.web.paged import paged
from truceline.web.uploads import About, Sent, Uploads, bare_name

if TYPE_CHECKING:
    from truceline.casework.evidence import Evidence
    from truceline.evidence.document import Document
    from truceline.timespan import Timespan
    from truceline.web.view import View

router = APIRouter()

_RUNNING_REFRESH_S = "1"
# So many at once: each is held in memory until it is kept.
_MOST_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A document of the list: its outlet and date as far as known, its claims, those decided on."""

    document: Document
    outlet: str
    published: Timespan | None
    claims: int
    decided: int


@router.get("/documents", name="documents", response_class=HTMLResponse)
def documents(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """List the documents, newest first, those that hold the words asked for."""
    view: View = request.state.view
    rows = view.keep("document rows", state, lambda now, _: rows_of(now.evidence(state)))
    found = [row for row in rows if holds(row, q)] if q.strip() else rows
    return shown(
        request, "documents.html", rows=paged(found, page=page), q=q, kept=len(rows), page=page
    )


@router.post("/documents", name="documents_add")
def add(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    files: list[UploadFile],
    publisher: Annotated[str, Form(max_length=300)] = "",
    published: Annotated[str, Form(max_length=60)] = "",
    url: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Take files in; the answer leads to the page that tells how far that is.

    Raises:
        DocumentUnreadable: no file was sent, too many, or one is too large to be taken in.
        TimespanInvalid: the date of publication does not exist.
    """
    from truceline.timespan import Timespan

    about = About(
        publisher=publisher.strip() or None,
        url=url.strip() or None,
        published=Timespan.parse(published.strip()) if published.strip() else None,
    )
    sent = read_sent(files)
    uploads: Uploads = request.app.state.uploads
    upload = uploads.begin(
        request.state.view.case, sent, about=about, author=author_of(request),
        clock=request.app.state.settings.clock,
    )  # fmt: skip
    return RedirectResponse(state.link(f"/documents/uploads/{upload.id}"), status_code=303)


@router.get("/documents/uploads/{id_}", name="documents_upload", response_class=HTMLResponse)
def progress(request: Request, id_: str) -> HTMLResponse:
    """Tell how far an upload is, and in the end what was kept, known already or refused."""
    upload = request.app.state.uploads.get(id_)
    if upload is None:
        raise NotFound("upload", id_)
    response = shown(request, "upload.html", upload=upload)
    if not upload.is_over:
        response.headers["refresh"] = _RUNNING_REFRESH_S
    return response


def read_sent(files: list[UploadFile]) -> list[Sent]:
    """Return files with their bytes.

    Raises:
        DocumentUnreadable: no file was sent, too many, or one is too large to be taken in.
    """
    from truceline.evidence.add import LARGEST_FILE_BYTES

    named = [one for one in files if one.filename]
    if not named:
        raise DocumentUnreadable(say("no file was sent; choose one first"))
    if len(named) > _MOST_FILES:
        raise DocumentUnreadable(
            say(
                "{sent} files are too many; send {most} at a time",
                sent=len(named),
                most=_MOST_FILES,
            )
        )
    sent = []
    for one in named:
        name = bare_name(one.filename)
        data = one.file.read(LARGEST_FILE_BYTES + 1)
        if len(data) > LARGEST_FILE_BYTES:
            most = LARGEST_FILE_BYTES // 1024**2
            raise DocumentUnreadable(
                say(
                    "{name} is larger than {most} MB; split it, and send parts",
                    name=name,
                    most=most,
                )
            )
        sent.append(Sent(name=name, data=data))
    return sent


def rows_of(evidence: Evidence) -> list[Row]:
    """Return the documents of some evidence, the last one kept first."""
    claims = Counter(one.document for one in evidence.claims)
    decided = Counter(one.document for one in evidence.decisions)
    pages = {page.document: page for page in evidence.pages}
    rows = []
    for one in reversed(evidence.documents):
        page = pages.get(one.id)
        rows.append(
            Row(
                document=one,
                outlet=page.outlet if page else one.publisher or "",
                published=(page.dating.published if page else None) or one.published,
                claims=claims[one.id],
                decided=decided[one.id],
            )
        )
    return rows


def holds(row: Row, words: str) -> bool:
    """Return whether a document has all the words, in its name, its outlet or its text."""
    one = row.document
    about = f"{one.id} {one.title or ''} {one.filename} {row.outlet}".casefold()
    wanted = words.casefold().split()
    if all(word in about for word in wanted):
        return True
    text = one.text.casefold()
    return all(word in about or word in text for word in wanted)
