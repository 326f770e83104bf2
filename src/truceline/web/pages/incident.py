"""Incident: one happening with its voices; put together with others, taken apart, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from truceline.errors import NotFound
from truceline.web.acting import author_of, now
from truceline.web.asked import Asked, asked
from truceline.web.marks_seen import marks_seen
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.observation.incident import Incident
    from truceline.observation.regrouping import Regrouping
    from truceline.web.view import View

router = APIRouter()

_Reason = Annotated[str, Form(max_length=2000)]


@router.get("/incidents/{id_}", name="incident", response_class=HTMLResponse)
def incident(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    findings: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Show one incident: each voice with its reports, chains and words, and what rests on it.

    Raises:
        NotFound: none of this id stood on the day.
    """
    from truceline.observation.grade import CREDIBILITY, RELIABILITY
    from truceline.report.evidence import happening, where

    view: View = request.state.view
    one = incident_of(view, state, id_)
    return shown(
        request,
        "incident.html",
        incident=one,
        reliability=RELIABILITY,
        credibility=CREDIBILITY,
        handled=marks_seen(view),
        summary=happening(one.lead),
        where=where(one.lead),
        documents={each.id: each for each in view.evidence(state).documents},
        decisions=decisions_on(one, view.regroupings(state)),
        findings=findings_on(one, view, state, wait=findings),
    )


@router.post("/incidents", name="incident_merge")
def merge(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    incident: Annotated[list[str] | None, Form()] = None,
    others: Annotated[str, Form(max_length=4000)] = "",
    reason: _Reason = "",
) -> RedirectResponse:
    """Record that incidents are one happening; the answer leads to the one that they make."""
    from truceline.casework.regroup import merge_incidents

    names = [*(incident or []), *others.replace(",", " ").split()]
    _, made = merge_incidents(
        request.state.view.case, names, reason=reason.strip(), by=author_of(request),
        at=now(request), sight=request.state.view.sight, kept=request.state.view.incidents_now,
    )  # fmt: skip
    return RedirectResponse(state.link(f"/incidents/{made.id}"), status_code=303)


@router.post("/incidents/{id_}/part", name="incident_part")
def part(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    report: Annotated[list[str] | None, Form()] = None,
    reason: _Reason = "",
) -> RedirectResponse:
    """Record that some reports are of another happening; the answer leads to that one."""
    from truceline.casework.regroup import part_incident

    _, made = part_incident(
        request.state.view.case, id_, report or [], reason=reason.strip(),
        by=author_of(request), at=now(request), sight=request.state.view.sight,
        kept=request.state.view.incidents_now,
    )  # fmt: skip
    return RedirectResponse(state.link(f"/incidents/{made.id}"), status_code=303)


@router.post("/regroupings/{key}", name="incident_undo")
def undo(
    request: Request, key: str, state: Annotated[Asked, Depends(asked)], reason: _Reason = ""
) -> RedirectResponse:
    """Take a merge or a part back; the answer leads to an incident that it was about."""
    from truceline.casework.regroup import undo_regrouping

    view: View = request.state.view
    if key not in dict(view.regroupings(state)):
        raise NotFound("decision", key)
    taken = undo_regrouping(
        view.case, key, reason=reason.strip(), by=author_of(request), at=now(request)
    )
    about = set(taken.observations)
    for one in view.incidents(state):
        if about & {o.id for o in one.observations}:
            return RedirectResponse(state.link(f"/incidents/{one.id}"), status_code=303)
    return RedirectResponse(state.link("/incidents"), status_code=303)


def incident_of(view: View, state: Asked, id_: str) -> Incident:
    """Return an incident by its id.

    Raises:
        NotFound: none of this id stood on the day: it may have been merged since, or parted.
    """
    found = view.incidents(state)
    for one in found:
        if one.id == id_:
            return one
    raise NotFound("incident", id_, known=(one.id for one in found))


def decisions_on(
    incident: Incident, decisions: tuple[tuple[str, Regrouping], ...]
) -> list[tuple[str, Regrouping]]:
    """Return the decisions that speak of a report of this incident."""
    ids = {o.id for o in incident.observations}
    return [(key, one) for key, one in decisions if ids & {*one.observations, *one.apart_from}]


def findings_on(
    incident: Incident, view: View, state: Asked, *, wait: bool
) -> list[Finding] | None:
    """Return the findings that weigh an incident, those it weighs most in first.

    None where nobody has judged the period yet, and nobody wants to ``wait`` for it.
    """
    if not wait and not view.is_judged(state):
        return None
    try:
        judged = view.judged(state)
    except NotFound:
        return []
    found = [
        (weighed.p_breach, one)
        for one in judged.findings
        for weighed in one.weighed
        if weighed.incident.id == incident.id
    ]
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].id))]
