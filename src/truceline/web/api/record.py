"""Record: the ledger's log, its last checkpoint, and proofs that an entry stands in it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from truceline.casework.sight import ALL
from truceline.errors import NotFound
from truceline.evidence.ledger import EntryKind
from truceline.web.api.bodies import ProblemTold
from truceline.web.api.paged import DEFAULT_ROWS, MOST_ROWS
from truceline.web.api.told import told

if TYPE_CHECKING:
    from truceline.evidence.ledger import Entry
    from truceline.web.shelf import Shelf
from truceline.web.view import View

_PROBLEMS = {status: {"model": ProblemTold} for status in (400, 401, 403, 404, 422, 503)}
_NOTE: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}}
}
router = APIRouter(prefix="/api/v1/ledger", responses=_PROBLEMS)  # type: ignore[arg-type]
# More entries than any ledger can have; a larger number would not fit the store.
_MOST_INDEX = 2**62
Index = Annotated[int | None, Query(ge=0, le=_MOST_INDEX)]


@router.get("/log", name="api.ledger.log", response_model=dict[str, object])
def log(
    request: Request,
    kind: EntryKind | None = None,
    before: Index = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = DEFAULT_ROWS,
) -> Response:
    """Answer with entries, the newest first: when, who, what kind; not what they record."""
    view: View = request.state.view
    named = view.sight.clearance == ALL
    # A page is opened once for all who may see it so: entries are sealed and take a while to open.
    key = ("log", view.state(), named, kind, before, limit)
    pages: Shelf = request.app.state.log_pages
    return told(request, pages.get(key, lambda: _page(view, kind, before, limit, named=named)))


def _page(
    view: View, kind: EntryKind | None, before: int | None, limit: int, *, named: bool
) -> dict[str, object]:
    with view.case.ledger() as ledger:
        page = ledger.page(before=before, limit=limit, kind=kind)
        size = ledger.size()
    chosen = f"kind={kind.value}&" if kind is not None else ""
    older = f"/api/v1/ledger/log?{chosen}before={page.older}&limit={limit}"
    return {
        "items": [_row(entry, named=named) for entry in page.entries],
        "total": size,
        "next": None if page.older is None else older,
    }


@router.get("/checkpoint", name="api.ledger.checkpoint", response_class=Response, responses=_NOTE)
def checkpoint(request: Request) -> Response:
    """Answer with the last signed state of the ledger, as the note that was signed."""
    view: View = request.state.view
    last = view.case.seals.last()
    if last is None:
        raise NotFound("checkpoint", "of this ledger")
    return Response(bytes(last.note), media_type="text/plain; charset=utf-8")


@router.get("/proof/{index}", name="api.ledger.proof", response_model=dict[str, object])
def proof(request: Request, index: str) -> Response:
    """Answer with the proof that an entry is sealed, and the leaf that it proves."""
    from truceline.casework.seal import proof_of

    view: View = request.state.view
    if not (index.isascii() and index.isdecimal() and len(index) <= 18):
        raise NotFound("entry", index)
    found, leaf = proof_of(view.case, index)
    body = {
        "index": found.index,
        "proof": bytes(found).decode("utf-8"),
        "leaf": base64.b64encode(leaf).decode("ascii"),
    }
    return told(request, body)


def _row(entry: Entry, *, named: bool) -> dict[str, object]:
    # Keys and authors tell what is marked, and who works on what: hashes and proofs do not.
    return {
        "index": entry.index,
        "kind": entry.kind.value,
        "key": entry.key if named else "",
        "supersedes": entry.supersedes if named else None,
        "author": entry.author if named else "",
        "recorded_at": f"{entry.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
        "digest": entry.digest,
        "erased": entry.erased,
    }
