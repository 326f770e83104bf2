"""Read: lists and single things, by GET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from truceline.errors import NotFound
from truceline.web.api.bodies import PageTold, ProblemTold
from truceline.web.api.paged import DEFAULT_ROWS, MOST_ROWS, Row, as_it_is, page_of
from truceline.web.api.rows import key_of, one_row, rows
from truceline.web.api.told import told
from truceline.web.asked import Asked

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.casework.changes import Change
    from truceline.web.view import View

AsOf = Annotated[
    str | None, Query(alias="as-of", max_length=40, description="As known on this day.")
]
Cursor = Annotated[str | None, Query(max_length=600)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Filter = Annotated[str | None, Query(max_length=300)]
Step = Annotated[str, Query(pattern="^(week|month|quarter|year)$")]

_PROBLEMS = {status: {"model": ProblemTold} for status in (400, 401, 403, 404, 422, 503)}
router = APIRouter(prefix="/api/v1", responses=_PROBLEMS)  # type: ignore[arg-type]


def _listed(thing: str) -> None:
    """Add the two addresses of a thing that is told as plain rows: the list, and one by its id."""

    def many(
        request: Request,
        as_of: AsOf = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ROWS,
        document: Filter = None,
    ) -> Response:
        found = rows(request, thing, _state(as_of))
        if document is not None:
            found = [row for row in found if row["document"] == document]
        page = page_of(request, found, key=key_of, row=as_it_is, cursor=cursor, limit=limit)
        return told(request, page)

    def one(request: Request, id_: str, as_of: AsOf = None) -> Response:
        return told(request, one_row(request, thing, id_, _state(as_of)))

    many.__doc__ = f"Answer with {thing}, a page at a time."
    one.__doc__ = f"Answer with one of the {thing}."
    router.add_api_route(f"/{thing}", many, name=f"api.{thing}", response_model=PageTold)
    if thing != "reviews":
        path = f"/{thing}/{{id_}}"
        router.add_api_route(path, one, name=f"api.{thing}.one", response_model=dict[str, object])


for _thing in ("documents", "claims", "decisions", "observations", "incidents", "regroupings",
               "coverage", "reviews"):  # fmt: skip
    _listed(_thing)


@router.get("/findings", name="api.findings", response_model=PageTold)
def findings(
    request: Request,
    *,
    as_of: AsOf = None,
    period: Filter = None,
    step: Step = "quarter",
    agreement: Filter = None,
    provision: Filter = None,
    party: Filter = None,
    status: Filter = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_ROWS,
) -> Response:
    """Answer with findings by provision, party and period, a page at a time."""
    view: View = request.state.view
    state = _state(as_of, period=period, step=step, agreement=agreement)
    try:
        judged = view.judged(state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        found: list[Finding] = []
    else:
        found = sorted(
            (
                one
                for one in judged.findings
                if provision in (None, one.provision)
                and party in (None, one.party)
                and status in (None, one.status.value, one.status.letter)
            ),
            key=lambda one: one.id,
        )
    page = page_of(
        request, found, key=lambda one: one.id, row=finding_row, cursor=cursor, limit=limit
    )
    return told(request, page)


@router.get("/findings/{id_:path}", name="api.findings.one", response_model=dict[str, object])
def finding(request: Request, id_: str, as_of: AsOf = None) -> Response:
    """Answer with one finding, every incident weighed, and what would change it."""
    from truceline.report.as_json import finding_record

    _, one = _finding_of(request, id_, as_of)
    return told(request, finding_record(one))


@router.get("/explanations/{id_:path}", name="api.explanation", response_model=dict[str, object])
def explanation(request: Request, id_: str, as_of: AsOf = None) -> Response:
    """Answer with why a finding reads as it does, as a tree down to the words it rests on."""
    from truceline.report.branch import branch_as_record
    from truceline.report.explain import explain

    judged, one = _finding_of(request, id_, as_of)
    tree = explain(
        one,
        agreement=judged.agreement(one.agreement),
        documents=judged.evidence.documents,
        reviews=judged.evidence.reviews,
    )
    return told(request, branch_as_record(tree))


@router.get("/changes", name="api.changes", response_model=PageTold)
def changes(
    request: Request,
    *,
    since: Annotated[str, Query(max_length=40, description="The earlier day.")],
    as_of: AsOf = None,
    period: Filter = None,
    step: Step = "quarter",
    agreement: Filter = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_ROWS,
) -> Response:
    """Answer with the findings that read differently as known on two days, and why."""
    from truceline.web.pages.situation import changes_since

    state = _state(as_of, period=period, step=step, agreement=agreement)
    found = changes_since(request.state.view, state, since)
    page = page_of(
        request, found, key=lambda one: one.finding, row=_change_row, cursor=cursor, limit=limit
    )
    return told(request, page)


def _change_row(one: Change) -> Row:
    return {
        "id": one.finding,
        "before": None if one.before is None else finding_row(one.before),
        "after": None if one.after is None else finding_row(one.after),
        "causes": list(one.causes),
    }


@router.get("/agreements", name="api.agreements", response_model=PageTold)
def agreements(request: Request, cursor: Cursor = None, limit: Limit = DEFAULT_ROWS) -> Response:
    """Answer with the agreements that the casefile is judged by."""
    view: View = request.state.view
    found: list[Row] = [
        {"id": one.id, "title": one.title, "summary": one.summary, "digest": one.digest,
         "provisions": len(one.provisions), "disclaimer": one.disclaimer}
        for one in sorted(view.agreements(), key=lambda one: one.id)
    ]  # fmt: skip
    page = page_of(
        request, found, key=lambda row: str(row["id"]), row=as_it_is, cursor=cursor, limit=limit
    )
    return told(request, page)


@router.get("/agreements/{id_}", name="api.agreements.one", response_model=dict[str, object])
def agreement(request: Request, id_: str) -> Response:
    """Answer with one agreement: papers, parties, lines, zones, provisions."""
    from truceline.report.as_json import agreement_record

    loaded = request.state.view.agreements()
    for one in loaded:
        if one.id == id_:
            return told(request, agreement_record(one))
    raise NotFound("agreement", id_, known=(one.id for one in loaded))


def finding_row(one: Finding) -> dict[str, object]:
    """Return a finding as one row."""
    return {
        "id": one.id,
        "agreement": one.agreement,
        "provision": one.provision,
        "party": one.party,
        "period": str(one.period),
        "status": one.status.value,
        "letter": one.status.letter,
        "reasons": [reason.value for reason in one.reasons],
        # A number without evidence or looking behind it is the prior's, and says nothing.
        "p_breach": None if one.rests_on_prior else round(one.p_breach, 6),
        "detection": round(one.look.detection, 6),
        "incidents": [weighed.incident.id for weighed in one.weighed],
        "robust": one.robust,
        "as_of": one.as_of,
        "inputs_digest": one.inputs_digest,
    }


def _finding_of(request: Request, id_: str, as_of: str | None) -> tuple[Judged, Finding]:
    from truceline.web.pages.finding import judged_finding

    return judged_finding(request.state.view, _state(as_of), id_)


def _state(
    as_of: str | None,
    *,
    period: str | None = None,
    step: str = "quarter",
    agreement: str | None = None,
) -> Asked:
    state = Asked(path="/api/v1", as_of=as_of, period=period, step=step, agreement=agreement)
    # A day or a period that cannot be is told before anything is worked out.
    _ = (state.moment, state.span)
    return state
