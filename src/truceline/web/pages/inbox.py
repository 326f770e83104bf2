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
from truceline.web.people.submissions import AUTOMATIC, SubmissionState, bytes_of, submissions
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
    SUBMISSIONS = "submissions"
    DECIDED = "decided"


TITLES = {
    Sort.CLAIMS: N_("Suggested claims"),
    Sort.PAIRS: N_("Pairs that may be one"),
    Sort.FINDINGS: N_("Findings that wait for another person"),
    Sort.LEADS: N_("Leads"),
    Sort.SUBMISSIONS: N_("Sent by contributors"),
    Sort.DECIDED: N_("Sent, and decided on"),
}
# Kinds of leads, as the page names them.
KINDS = (N_("link in the text"), N_("web address"), N_("numbered paper"))
# Sorts and states of what contributors send.
SENT = (N_("document"), N_("comment"), N_("waiting"), N_("approved"), N_("declined"))
# What is shown of a file before it is let in; the whole of it is read afterwards.
_SHOWN_BYTES = 4000


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
    store = request.app.state.people
    looks = second_looks_in(view, state, wait=sort is Sort.FINDINGS)
    # What was let in and bears a mark since is hidden here as well.
    sent = [one for one in submissions(store) if one.document not in view.hidden().ids]
    waiting = SubmissionState.WAITING
    found: dict[Sort, Sequence[object] | None] = {
        Sort.CLAIMS: undecided_in(view, state),
        Sort.PAIRS: pairs_in(view, state),
        Sort.FINDINGS: looks,
        Sort.LEADS: pointers_in(view, state),
        Sort.SUBMISSIONS: [one for one in sent if one.state is waiting],
        Sort.DECIDED: [one for one in sent if one.state is not waiting],
    }
    counts = {each: None if (some := found[each]) is None else len(some) for each in Sort}
    return shown(
        request,
        "inbox.html",
        sort=sort.value,
        title=TITLES[sort],
        counts=[(each.value, TITLES[each], counts[each]) for each in Sort],
        words_of=lambda id_: bytes_of(store, id_)[:_SHOWN_BYTES].decode("utf-8", "replace"),
        automatic=AUTOMATIC,
        rows=paged(found[sort] or (), page=page),
        names={one.id: one.title or one.filename for one in view.evidence(state).documents},
        needed=needed_in(view, state) if looks else 0,
    )


def needed_in(view: View, state: Asked) -> int:
    """Return how many people the policy asks to confirm a finding."""
    return int(view.judged(state).policy.central.confirmations)
