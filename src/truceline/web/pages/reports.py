"""Reports: compose one for the period shown, look at it, take an edition away as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.casework.assess import Judged

router = APIRouter()
State = Annotated[Asked, Depends(asked)]
Title = Annotated[str | None, Query(max_length=200)]

_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# An edition stands alone: its style is inside it, and its own policy names that style by digest.
_EDITION_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)


@router.get("/reports", name="reports", response_class=HTMLResponse)
def reports(request: Request, state: State, title: Title = None) -> HTMLResponse:
    """Show what a report of this period would say, and in which forms it can be had."""
    from truceline.casework.left_out import left_out_of_report
    from truceline.casework.report import FORMS, composed

    view = request.state.view
    judged = judged_or_none(request, state)
    if judged is None:
        return shown(request, "situation_empty.html", case=view.case.settings)
    report = composed(judged, title=title, made_at=request.app.state.settings.clock())
    return shown(
        request,
        "reports.html",
        report=report,
        judged=judged,
        title=title,
        agreements=[one.id for one in view.agreements()],
        forms=[form.removeprefix(".") for form in FORMS],
        left_out=left_out_of_report(judged),
    )


@router.get("/reports/edition", name="reports.edition")
def edition(
    request: Request,
    state: State,
    form: Annotated[str, Query(max_length=10)] = "html",
    title: Title = None,
    look: Annotated[bool, Query()] = False,
) -> Response:
    """Answer with the report as a file; ``look`` shows it in the browser."""
    from truceline.casework.report import FORMS, written_report

    ending = f".{form}"
    if ending not in FORMS:
        raise NotFound("form of report", form, known=(one.removeprefix(".") for one in FORMS))
    judged = judged_or_none(request, state)
    if judged is None:
        raise NotFound("evidence to report", "the ledger holds nothing dated yet")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{ending}"
        made_at = request.app.state.settings.clock()
        written_report(judged, path, title=title or None, made_at=made_at)
        data = path.read_bytes()
    name = f"report-{judged.as_of[:10]}{ending}".replace(" ", "-")
    way = "inline" if look and ending == ".html" else "attachment"
    return Response(
        data,
        media_type=_MEDIA_TYPES.get(ending, "application/octet-stream"),
        headers={
            "content-disposition": f'{way}; filename="{name}"',
            "content-security-policy": _EDITION_POLICY,
        },
    )


def judged_or_none(request: Request, state: Asked) -> Judged | None:
    """Return what was judged; None where nothing in the casefile has a date."""
    try:
        judged: Judged = request.state.view.judged(state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        return None
    return judged
