"""Incidents: the list with its filters, and pairs that may be one happening."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.web.asked import Asked, asked
from truceline.web.incident_rows import Row, Wanted, chosen, ids_in_zone, rows_of
from truceline.web.page import shown
from truceline.web.paged import paged
from truceline.web.waiting import pairs_in

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.web.view import View

router = APIRouter()

_Page = Annotated[int, Query(ge=1, le=1_000_000)]
_Short = Annotated[str, Query(max_length=200)]
# Choices beyond these are found by words; a longer list is no help to choose from.
_MOST_CHOICES = 60
_Listed = tuple[tuple[Row, ...], dict[str, list[tuple[str, int]]]]


@router.get("/incidents", name="incidents", response_class=HTMLResponse)
def incidents(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    kind: _Short = "",
    what: _Short = "",
    actor: _Short = "",
    area: _Short = "",
    zone: _Short = "",
    q: _Short = "",
    page: _Page = 1,
) -> HTMLResponse:
    """List what the reports come to, latest first, narrowed by period, kind, party and zone."""
    view: View = request.state.view
    rows, choices = listed(view, state)
    wanted = Wanted(
        period=state.span, kind=kind, what=what, actor=actor, area=area, zone=zone, words=q
    )
    agreements = view.agreements()
    inside = frozenset[str]()
    if zone:
        inside = view.keep(
            "in zone",
            state,
            lambda now, _: ids_in_zone(now.incidents(state), now.agreements(), zone),
            zone,
        )
    found = list(rows) if wanted.is_anything else chosen(rows, wanted, in_zone=inside)
    return shown(
        request,
        "incidents.html",
        rows=paged(found, page=page),
        kept=len(rows),
        wanted=wanted,
        choices=choices,
        zones=zones_of(agreements),
    )


@router.get("/incidents/proposals", name="incident_proposals", response_class=HTMLResponse)
def proposals(
    request: Request, state: Annotated[Asked, Depends(asked)], page: _Page = 1
) -> HTMLResponse:
    """List pairs of incidents that may be one, for a person to merge or to leave."""
    view: View = request.state.view
    found = paged(pairs_in(view, state), page=page, size=20)
    return shown(request, "incident_proposals.html", found=found)


def listed(view: View, state: Asked) -> _Listed:
    """Return every incident as a row, and what each filter of the list offers."""

    def work(now: View, before: _Listed | None) -> _Listed:
        rows = rows_of(now.incidents(state), known=() if before is None else before[0])
        return rows, choices_of(rows)

    return view.keep("incident rows", state, work)


def choices_of(rows: tuple[Row, ...]) -> dict[str, list[tuple[str, int]]]:
    """Return what each filter offers, with the number of incidents, the commonest first."""
    counted = {
        "kind": Counter(row.incident.lead.kind.value for row in rows),
        "what": Counter(row.incident.lead.what for row in rows),
        "actor": Counter(name for row in rows for name in row.actors),
        "area": Counter(name for row in rows for name in row.areas),
    }
    return {
        name: sorted(of.most_common(_MOST_CHOICES), key=lambda pair: pair[0])
        for name, of in counted.items()
    }


def zones_of(agreements: tuple[Agreement, ...]) -> list[tuple[Agreement, list[tuple[str, str]]]]:
    """Return the drawn zones of each agreement, as the address names them and by title."""
    return [
        (each, [(f"{each.id}/{zone.id}", zone.title) for zone in each.zones if zone.polygon])
        for each in agreements
    ]
