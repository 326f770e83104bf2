"""Reports: compose one for the period shown, look at it, and see which were given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.casework.audience import Audience
from truceline.casework.edition import Edition, editions_of
from truceline.errors import NotFound
from truceline.web.acting import may
from truceline.web.asked import Asked, asked
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.report.outline import Outline
    from truceline.web.view import View

router = APIRouter()
State = Annotated[Asked, Depends(asked)]
Title = Annotated[str | None, Query(max_length=200)]


@router.get("/reports", name="reports", response_class=HTMLResponse)
def reports(request: Request, state: State, title: Title = None) -> HTMLResponse:
    """Show what a report of this period would say, and in which forms it can be had."""
    from truceline.casework.report import forms_here

    view: View = request.state.view
    if judged_or_none(view, state) is None:
        return shown(request, "situation_empty.html", case=view.case.settings)
    name, report, left_out = previewed(view, state)
    return shown(
        request,
        "reports.html",
        report=report,
        name=name,
        title=title,
        agreements=[one.id for one in view.agreements()],
        forms=[form.removeprefix(".") for form in forms_here()],
        left_out=left_out,
        audiences=list(Audience),
        editions=editions_in(view, state) if may(request, "reports.release") else (),
    )


def previewed(view: View, state: Asked) -> tuple[str, Outline, tuple[str, ...]]:
    """Return the casefile's name, what a report would say in short, and what it leaves out."""

    def work(now: View, _before: object) -> tuple[str, Outline, tuple[str, ...]]:
        from truceline.casework.left_out import left_out_of_report
        from truceline.casework.report import outlined

        judged = now.judged(state)
        return judged.name, outlined(judged), left_out_of_report(judged)

    rest = (state.period, state.step, state.agreements)
    return view.keep("outline", state, work, *rest, at_once=True)


def judged_or_none(view: View, state: Asked) -> Judged | None:
    """Return what was judged; None where nothing in the casefile has a date."""
    try:
        return view.judged(state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        return None


def editions_in(view: View, state: Asked) -> tuple[Edition, ...]:
    """Return the reports that were given out, the latest first."""
    key = ("editions", view.state(), state.moment)
    found = view.shelf.get(key, lambda: editions_of(view.case, as_of=state.moment))
    return found[::-1]
