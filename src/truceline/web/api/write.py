"""Write: what programs record, by POST; every write is one of the casework's own verbs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Header, HTTPException, Request, UploadFile
from fastapi.responses import Response

from truceline.digest import digest_of_bytes
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.evidence.add import LARGEST_FILE_BYTES
from truceline.timespan import Timespan
from truceline.web.api.bodies import (
    DecisionSent,
    MergeSent,
    PartSent,
    ProblemTold,
    ReviewSent,
    UndoSent,
    Written,
)
from truceline.web.api.once import Answer, Once
from truceline.web.api.recalled import recalled
from truceline.web.api.rows import one_row
from truceline.web.api.signing import CONTRIBUTE, REVIEW, refuse_unapproved, signer
from truceline.web.api.told import refuse_stale, told
from truceline.web.asked import Asked

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.web.view import View

_PROBLEMS = {
    status: {"model": ProblemTold} for status in (400, 401, 403, 404, 409, 412, 413, 422, 503)
}
router = APIRouter(prefix="/api/v1", responses=_PROBLEMS)  # type: ignore[arg-type]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="The same key for the same request gets the same answer for a day.",
    ),
]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=500)]
Short = Annotated[str | None, Form(max_length=500)]
_NOW = Asked(path="/api/v1")
# What answers to keyed writes are kept in, beside the ledger.
ANSWERS_FILE = "requests.sqlite"


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
                _case(request), [path], publisher=publisher, title=title, url=url, published=when,
                author=who, recorded_at=_at(request), request=named,
            )  # fmt: skip
            if refused:
                what = refused[0].replace(str(path), name).removeprefix(f"{name}: ")
                raise RecordInvalid([Problem(name, 0, 0, what, "Send another file")])
        return _written(added[0].document.id, "documents", new=added[0].new)

    return _once(request, work, who=who, key=key, asked=["documents", sent])


@router.post(
    "/documents/{id_}/reading", name="api.documents.read", status_code=201, response_model=Written
)
def read_document(request: Request, id_: str, key: Key = None) -> Response:
    """Read a document by the rules that are shipped, and make observations of its claims."""
    who = signer(request, CONTRIBUTE)
    row = one_row(request, "documents", id_, _NOW)

    # What it records is named by what it reads, so that a second reading finds it all known.
    def work(_name: str | None) -> Answer:
        from truceline.casework.observe import observe_claims
        from truceline.casework.read import read_documents

        case, at = _case(request), _at(request)
        only = (str(row["id"]),)
        for _ in read_documents(case, only=only, author=who, recorded_at=at):
            pass
        observe_claims(case, only=only, author=who, recorded_at=at)
        return _written(id_, "documents")

    return _once(request, work, who=who, key=key, asked=["reading", id_])


@router.post(
    "/claims/{id_}/decision", name="api.claims.decide", status_code=201, response_model=Written
)
def decide(request: Request, id_: str, sent: DecisionSent, key: Key = None) -> Response:
    """Accept, amend or reject a claim."""
    who = signer(request, REVIEW)
    when = None if sent.when is None else Timespan.parse(sent.when)

    def work(name: str | None) -> Answer:
        from truceline.casework.amend import Amendment
        from truceline.casework.decide import decide_claim
        from truceline.reading.decision import Choice

        if not request.state.view.is_seen(_NOW, id_):
            raise NotFound("claim", id_)
        choice = Choice(sent.choice)
        instead = None
        if choice is Choice.AMEND:
            instead = Amendment(
                kind=sent.kind, stance=sent.stance, modality=sent.modality, act=sent.act, when=when
            )
        decision = decide_claim(
            _case(request), id_, choice=choice, instead=instead, reason=sent.reason, by=who,
            at=_at(request), request=name,
        )  # fmt: skip
        return Answer(201, {"id": decision, "href": f"/api/v1/claims/{quote(id_, safe='')}"})

    return _once(
        request, work, who=who, key=key, asked=["decide", id_, sent.model_dump(mode="json")]
    )


@router.post("/incidents/merge", name="api.incidents.merge", status_code=201,
             response_model=Written)  # fmt: skip
def merge(request: Request, sent: MergeSent, key: Key = None) -> Response:
    """Put incidents together as one happening; ``id`` is the decision's, for undoing it."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import merge_incidents

        for wanted in sent.incidents:
            one_row(request, "incidents", wanted, _NOW)
        decision, whole = merge_incidents(
            _case(request),
            sent.incidents,
            reason=sent.reason,
            by=who,
            at=_at(request),
            sight=request.state.view.sight,
            kept=request.state.view.incidents_now,
            request=name,
        )
        return Answer(201, {"id": decision, "href": f"/api/v1/incidents/{whole.id}"})

    return _once(request, work, who=who, key=key, asked=["merge", sent.model_dump()])


@router.post(
    "/incidents/{id_}/part", name="api.incidents.part", status_code=201, response_model=Written
)
def part(
    request: Request, id_: str, sent: PartSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Take reports out of an incident; ``id`` is the decision's, for undoing it."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import part_incident

        row = one_row(request, "incidents", id_, _NOW)
        if if_match is not None:
            refuse_stale(request, row)
        decision, rest = part_incident(
            _case(request),
            id_,
            sent.observations,
            reason=sent.reason,
            by=who,
            at=_at(request),
            sight=request.state.view.sight,
            kept=request.state.view.incidents_now,
            request=name,
        )
        return Answer(201, {"id": decision, "href": f"/api/v1/incidents/{rest.id}"})

    return _once(request, work, who=who, key=key, asked=["part", id_, sent.model_dump()])


@router.post(
    "/regroupings/{id_}/undo", name="api.regroupings.undo", status_code=201, response_model=Written
)
def undo(request: Request, id_: str, sent: UndoSent, key: Key = None) -> Response:
    """Take back a decision that put incidents together or apart; it stays on record."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import undo_regrouping

        if id_ not in dict(request.state.view.regroupings(_NOW)):
            raise NotFound("decision", id_)
        undo_regrouping(
            _case(request), id_, reason=sent.reason, by=who, at=_at(request), request=name
        )
        return Answer(201, {"id": id_, "href": "/api/v1/incidents"})

    return _once(request, work, who=who, key=key, asked=["undo", id_, sent.model_dump()])


@router.post("/reviews", name="api.reviews.add", status_code=201, response_model=Written)
def review(request: Request, sent: ReviewSent, key: Key = None) -> Response:
    """Record a reviewer's decision on a finding."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.review import record_review

        view: View = request.state.view
        case, now = view.case, view.finding_now(sent.finding)
        _, seen = view.patiently.finding(_NOW, sent.finding)
        if seen.inputs_digest != now.inputs_digest:
            raise HTTPException(409, "it rests on more than a token is shown; sign in to review it")
        if sent.inputs_digest is not None and sent.inputs_digest != now.inputs_digest:
            raise HTTPException(412, "the finding rests on other inputs by now; read it again")
        record_review(
            case, sent.finding, verdict=sent.verdict, reviewer=who, reason=sent.reason,
            policy=case.policy_path, at=_at(request), request=name,
            kept=partial(view.finding_now, sent.finding),
        )  # fmt: skip
        return Answer(201, {"id": sent.finding, "href": f"/api/v1/findings/{quote(sent.finding)}"})

    return _once(request, work, who=who, key=key, asked=["review", sent.model_dump()])


def _once(
    request: Request,
    work: Callable[[str | None], Answer],
    *,
    who: str,
    key: str | None,
    asked: object,
) -> Response:
    once: Once = request.app.state.once

    def recall(name: str) -> Answer | None:
        view: View = request.state.view
        return recalled(view.case, name, sight=view.sight, kept=view.incidents_now)

    done = once.do(work, recall=recall, who=who, key=key, asked=asked, at=_at(request))
    headers = {"location": str(done.body["href"])}
    if done.again:
        headers["idempotency-replayed"] = "true"
    return told(request, done.body, status=done.status, headers=headers)


def _written(id_: str, thing: str, *, new: bool = True) -> Answer:
    href = f"/api/v1/{thing}/{quote(id_, safe='')}"
    return Answer(201 if new else 200, {"id": id_, "href": href})


def _case(request: Request) -> Casefile:
    view: View = request.state.view
    return view.case


def _at(request: Request) -> datetime:
    now: datetime = request.app.state.settings.clock()
    return now
