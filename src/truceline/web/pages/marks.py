"""Marks: say who may be shown something, and see what was said; the protection officer lowers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from truceline.evidence.handling import Handling, Level
from truceline.sentence import say
from truceline.web.acting import author_of, must_see, now
from truceline.web.asked import Asked, asked
from truceline.web.marks_seen import is_lower, marks_seen
from truceline.web.navigation import N_
from truceline.web.page import shown
from truceline.web.paged import paged

router = APIRouter()

# How the page names the levels.
LEVELS = (N_("open"), N_("embargoed"), N_("restricted"))
_Words = Annotated[str, Form(max_length=2000)]
_Day = Annotated[str, Form(max_length=40)]


@router.get("/marks", name="marks", response_class=HTMLResponse)
def marks(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    done: Annotated[bool, Query()] = False,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """List the marks of what this person may see, the latest first."""
    view = request.state.view
    found = sorted(marks_seen(view).values(), key=lambda one: (one.at, one.of), reverse=True)
    names = {one.id: one.title or one.filename for one in view.evidence(state).documents}
    return shown(request, "marks.html", rows=paged(found, page=page), names=names, done=done,
                 at=now(request))  # fmt: skip


@router.post("/marks/{id_}", name="mark_raise")
def raise_(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    level: Annotated[Level, Form()],
    reason: _Words = "",
    until: _Day = "",
) -> RedirectResponse:
    """Mark something that this person sees, or mark it more strictly.

    Raises:
        HTTPException: 403 where it would let more people see it, or sooner.
    """
    must_see(request, state, id_, what="entry")
    ends = moment_of(until)
    if is_lower(level, ends, than=_standing(request, id_), at=now(request)):
        raise HTTPException(403, say("the source-protection officer alone lowers a mark"))
    return _marked(request, state, id_, level=level, until=ends, reason=reason)


@router.post("/marks/{id_}/lowering", name="mark_lower")
def lower(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    level: Annotated[Level, Form()] = Level.OPEN,
    reason: _Words = "",
    until: _Day = "",
) -> RedirectResponse:
    """Take a mark back, or make it milder; both stay on record."""
    if _standing(request, id_) is None:
        must_see(request, state, id_, what="entry")
    return _marked(request, state, id_, level=level, until=moment_of(until), reason=reason)


def moment_of(day: str) -> datetime | None:
    """Return the end of a day; None where none is given.

    Raises:
        TimespanInvalid: there is no such day.

    >>> moment_of(""), str(moment_of("2031-06-02"))
    (None, '2031-06-03 00:00:00+00:00')
    """
    from truceline.timespan import Timespan

    return Timespan.parse(day.strip()).end if day.strip() else None


def _standing(request: Request, id_: str) -> Handling | None:
    return marks_seen(request.state.view).get(id_)


def _marked(
    request: Request, state: Asked, id_: str, *, level: Level, until: datetime | None, reason: str
) -> RedirectResponse:
    from truceline.casework.mark import mark_entry

    mark_entry(
        request.state.view.case, id_, level=level, until=until, reason=reason.strip(),
        by=author_of(request), at=now(request),
    )  # fmt: skip
    # Not back to what was marked: who marked it may not be one of those who still see it.
    return RedirectResponse(state.link("/marks", done="1"), status_code=303)
