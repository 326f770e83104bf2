"""Write: documents that programs keep and have read, and reviews of findings, by POST."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

from truceline.digest import digest_of_bytes
from truceline.errors import Problem, RecordInvalid
from truceline.evidence.add import LARGEST_FILE_BYTES
from truceline.timespan import Timespan
from truceline.web.api.bodies import ReviewSent, Written
from truceline.web.api.keyed import (
    NOW,
    PROBLEMS,
    IfMatch,
    Key,
    at_of,
    case_of,
    once,
    refuse_changed,
    written,
)
from truceline.web.api.once import Answer
from truceline.web.api.rows import one_row
from truceline.web.api.signing import CONTRIBUTE, REVIEW, refuse_unapproved, signer
from truceline.web.api.told import refuse_stale

if TYPE_CHECKING:
    from truceline.web.view import View

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Short = Annotated[str | None, Form(max_length=500)]


@router.post(
    "/documents", name="api.documents.add", status_code=201, response_model=Written,
    responses={200: {"model": Written, "description": "the same bytes were kept before"}},
)  # fmt: skip
def add_document(
    request: Request,
    file: UploadFile,
    *,
    publisher: Short = None,
    title: Short = None,
    url: Annotated[str | None, Form(max_length=2000)] = None,
    published: Annotated[str | None, Form(max_length=40)] = None,
    key: Key = None,
) -> Response:
    """Keep a document's bytes, unread; the same bytes twice are one document."""
    who = signer(request, CONTRIBUTE)
    refuse_unapproved(request)
    data = file.file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        raise HTTPException(413, "the file is over 20 MB; send the part that matters")
    # Only the last part of a name is one: whoever sends "../x" names a file "x".
    name = Path((file.filename or "").replace("\\", "/")).name.strip(". ") or "unnamed"
    when = Timespan.parse(published) if published else None
    sent = {"publisher": publisher, "title": title, "url": url, "published": published,
            "name": name, "digest": str(digest_of_bytes(data))}  # fmt: skip

    def work(named: str | None) -> Answer:
        from truceline.casework.add import add_files

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name[-200:]
            path.write_bytes(data)
            added, refused = add_files(
                case_of(request), [path], publisher=publisher, title=title, url=url, published=when,
                author=who, recorded_at=at_of(request), request=named,
            )  # fmt: skip
            if refused:
                what = refused[0].replace(str(path), name).removeprefix(f"{name}: ")
                raise RecordInvalid([Problem(name, 0, 0, what, "Send another file")])
        return written(added[0].document.id, "documents", new=added[0].new)

    return once(request, work, who=who, key=key, asked=["documents", sent])


@router.post(
    "/documents/{id_}/reading", name="api.documents.read", status_code=201, response_model=Written
)
def read_document(
    request: Request, id_: str, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Read a document by the rules that are shipped, and make observations of its claims."""
    who = signer(request, CONTRIBUTE)
    row = one_row(request, "documents", id_, NOW)
    refuse_changed(request, if_match, "documents", id_)

    # What it records is named by what it reads, so that a second reading finds it all known.
    def work(_name: str | None) -> Answer:
        from truceline.casework.observe import observe_claims
        from truceline.casework.read import read_documents

        case, at = case_of(request), at_of(request)
        only = (str(row["id"]),)
        for _ in read_documents(case, only=only, author=who, recorded_at=at):
            pass
        observe_claims(case, only=only, author=who, recorded_at=at)
        return written(id_, "documents")

    return once(request, work, who=who, key=key, asked=["reading", id_])


@router.post("/reviews", name="api.reviews.add", status_code=201, response_model=Written)
def review(
    request: Request, sent: ReviewSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Record a reviewer's decision on a finding; ``If-Match`` is the tag of the finding."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.review import record_review
        from truceline.report.as_json import finding_record

        view: View = request.state.view
        case, now = view.case, view.finding_now(sent.finding)
        _, seen = view.patiently.finding(NOW, sent.finding)
        if if_match is not None:
            refuse_stale(request, finding_record(seen))
        if seen.inputs_digest != now.inputs_digest:
            raise HTTPException(409, "it rests on more than a token is shown; sign in to review it")
        if sent.inputs_digest is not None and sent.inputs_digest != now.inputs_digest:
            raise HTTPException(412, "the finding rests on other inputs by now; read it again")
        record_review(
            case, sent.finding, verdict=sent.verdict, reviewer=who, reason=sent.reason,
            policy=case.policy_path, at=at_of(request), request=name,
            kept=partial(view.finding_now, sent.finding),
        )  # fmt: skip
        return Answer(201, {"id": sent.finding, "href": f"/api/v1/findings/{quote(sent.finding)}"})

    return once(request, work, who=who, key=key, asked=["review", sent.model_dump()])
