"""Doors: the addresses under /ogc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from truceline.errors import NotFound
from truceline.report.layers.shape import Shape
from truceline.web.asked import Asked
from truceline.web.ogc import answers
from truceline.web.ogc.collected import COLLECTIONS, Collected
from truceline.web.ogc.definition import definition
from truceline.web.ogc.item import Stock, is_told, matching, stock
from truceline.web.ogc.query import Query, query_of
from truceline.web.sharpness import sharpness_of

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.web.view import View

router = APIRouter(prefix="/ogc")

_AS_OF_ONLY = ("as-of", "f")


@router.get("", name="ogc.root", include_in_schema=False)
@router.get("/", name="ogc.landing")
def landing(request: Request) -> JSONResponse:
    """Answer with what this is and where to go on from it."""
    query_of(request.query_params.multi_items(), known=("f",))
    view: View = request.state.view
    held = judged_for(view, Query())
    told = " ".join(dict.fromkeys(one.disclaimer for one in held.agreements))
    return JSONResponse(answers.landing(_root(request), name=held.name, disclaimer=told))


@router.get("/conformance", name="ogc.conformance")
def conformance(request: Request) -> JSONResponse:
    """Answer with the classes of the standard that hold."""
    query_of(request.query_params.multi_items(), known=("f",))
    return JSONResponse(answers.conformance())


@router.get("/api", name="ogc.definition")
def api(request: Request) -> JSONResponse:
    """Answer with the definition of this interface."""
    query_of(request.query_params.multi_items(), known=("f",))
    view: View = request.state.view
    told = definition(_root(request), name=view.case.settings.name)
    return JSONResponse(told, media_type=answers.OPENAPI)


@router.get("/collections", name="ogc.collections")
def collections(request: Request) -> JSONResponse:
    """Answer with every collection."""
    query = query_of(request.query_params.multi_items(), known=_AS_OF_ONLY)
    held = judged_for(request.state.view, query)
    pairs = request.query_params.multi_items()
    return JSONResponse(answers.collections(_root(request), held, pairs=pairs))


@router.get("/collections/{collection}", name="ogc.collection")
def collection(request: Request, collection: str) -> JSONResponse:
    """Answer with what one collection holds."""
    query = query_of(request.query_params.multi_items(), known=_AS_OF_ONLY)
    held = judged_for(request.state.view, query)
    pairs = request.query_params.multi_items()
    told = answers.collection(_root(request), _named(collection), held, pairs=pairs)
    return JSONResponse(told)


@router.get("/collections/{collection}/items", name="ogc.items")
def items(request: Request, collection: str) -> JSONResponse:
    """Answer with one page of a collection's items."""
    one = _named(collection)
    pairs = request.query_params.multi_items()
    query = query_of(pairs)
    until = sharpness_of(request).until if one.fresh else None
    found = matching(_stock(request, one, query), query, until=until)
    at = request.app.state.settings.clock()
    told = answers.items(_root(request), one, found, query, pairs=pairs, at=at)
    return _geojson(told)


@router.get("/collections/{collection}/items/{feature:path}", name="ogc.item")
def item(request: Request, collection: str, feature: str) -> JSONResponse:
    """Answer with one item; a hidden one answers like a missing one."""
    one = _named(collection)
    pairs = request.query_params.multi_items()
    query = query_of(pairs, known=_AS_OF_ONLY)
    found = _stock(request, one, query).by_id.get(feature)
    if found is None or (one.fresh and not is_told(found, sharpness_of(request).until)):
        raise NotFound(f"item of {one.id}", feature)
    return _geojson(answers.item(_root(request), one, found, pairs=pairs))


def judged_for(view: View, query: Query) -> Judged:
    """Return what was judged as known on the day asked for; without evidence the agreements alone.

    Lines and zones are there before anything happened.
    """
    state = Asked(path="/ogc", as_of=query.as_of)
    try:
        return view.judged(state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
    return view.keep("promised", state, lambda now, _: _promised(now, state))


def _promised(view: View, state: Asked) -> Judged:
    from truceline.assessment.policy_file import load_policy
    from truceline.casework.assess import Judged
    from truceline.timespan import Timespan

    case, evidence = view.case, view.evidence(state)
    return Judged(
        name=case.settings.name,
        agreements=view.agreements(),
        evidence=evidence,
        incidents=(),
        findings=(),
        policy=load_policy(case.policy_path),
        period=Timespan(None, None),
        as_of=evidence.as_of,
    )


def _stock(request: Request, one: Collected, query: Query) -> Stock:
    view: View = request.state.view
    sharpness = sharpness_of(request)

    def work(now: View, _before: object) -> Stock:
        return stock(one.items(judged_for(now, query), sharpness.exact))

    state = Asked(path="/ogc", as_of=query.as_of)
    return view.keep("stock", state, work, one.id, sharpness, at_once=True)


def _named(wanted: str) -> Collected:
    for one in COLLECTIONS:
        if one.id == wanted:
            return one
    raise NotFound("collection", wanted, known=(one.id for one in COLLECTIONS))


def _root(request: Request) -> str:
    return f"{request.app.state.settings.origin.rstrip('/')}/ogc"


def _geojson(told: Shape) -> JSONResponse:
    return JSONResponse(told, media_type=answers.GEOJSON)
