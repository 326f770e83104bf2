"""Inbox: what waits for a person, one sort at a time, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.web.asked import Asked, asked
from truceline.web.navigation import N_
from truceline.web.page import shown
from truceline.web.paged import paged
from truceline.web.waiting import pairs_in, pointers_in, second_looks_in, undecided_in

if TYPE_CHECKING:
    from truceline.web.view import View

router = APIRouter()


class Sort(StrEnum):
    """What sort of thing waits, as the address names it."""

    CLAIMS = "claims"
    PAIRS = "pairs"
    FINDINGS = "findings"
    LEADS = "leads"


TITLES = {
    Sort.CLAIMS: N_("Suggested claims"),
    Sort.PAIRS: N_("Pairs that may be one"),
    Sort.FINDINGS: N_("Findings that wait for another person"),
    Sort.LEADS: N_("Leads"),
}
# Kinds of leads, as the page names them.
KINDS = (N_("link in the text"), N_("web address"), N_("numbered paper"))


@router.get("/inbox", name="inbox", response_class=HTMLResponse)
def inbox(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    sort: Annotated[Sort, Query()] = Sort.CLAIMS,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """Show one sort of what waits, a page of it, and how much there is of the others."""
    view: View = request.state.view
    looks = second_looks_in(view, state, wait=sort is Sort.FINDINGS)
    found: dict[Sort, Sequence[object] | None] = {
        Sort.CLAIMS: undecided_in(view, state),
        Sort.PAIRS: pairs_in(view, state),
        Sort.FINDINGS: looks,
        Sort.LEADS: pointers_in(view, state),
    }
    return shown(
        request,
        "inbox.html",
        sort=sort.value,
        title=TITLES[sort],
        counts=[
            (each.value, TITLES[each], None if (some := found[each]) is None else len(some))
            for each in Sort
        ],
        rows=paged(found[sort] or (), page=page),
        names={one.id: one.title or one.filename for one in view.evidence(state).documents},
        needed=needed_in(view, state) if looks else 0,
    )


def needed_in(view: View, state: Asked) -> int:
    """Return how many people the policy asks to confirm a finding."""
    return int(view.judged(state).policy.central.confirmations)
