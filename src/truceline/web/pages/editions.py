"""Editions: a report as a file, taken away by who reads here, or given out on record."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from truceline.casework.audience import Audience
from truceline.casework.edition import Edition, record_edition
from truceline.casework.sight import ALL, OPEN, PUBLIC, Sight
from truceline.digest import digest_of_bytes
from truceline.errors import NotFound
from truceline.web.acting import author_of, now
from truceline.web.asked import Asked, asked
from truceline.web.pages.reports import Title, judged_or_none

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.web.view import View

router = APIRouter()
State = Annotated[Asked, Depends(asked)]

_CLEARANCES = {Audience.CASEWORK: ALL, Audience.PARTNERS: OPEN, Audience.PUBLIC: PUBLIC}
_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# What a browser shows by itself.
_LOOKED_AT = ("html", "pdf")
# An edition stands alone: its style is inside it, and its own policy names that style by digest.
_EDITION_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
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
    judged, data = made(request.state.view, state, form, title=title or "", at=now(request))
    return _answer(judged, data, form, inline=look and form in _LOOKED_AT)


@router.post("/reports/editions", name="reports.release")
def release(
    request: Request,
    state: State,
    *,
    form: Annotated[str, Form(max_length=10)],
    audience: Annotated[Audience, Form()],
    to: Annotated[str, Form(max_length=300)] = "",
    title: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Answer with the report as those it is for may see it, and record that it was given out.

    Raises:
        NotFound: there is no such form, or nothing has a date.
        RecordInvalid: nobody is named to whom it goes.
    """
    view: View = request.state.view
    at, by = now(request), author_of(request)
    seen = view
    if audience is not Audience.CASEWORK:
        seen = view.seen_by(Sight(clearance=_CLEARANCES[audience], at=at), care=view.care)
    judged, data = made(seen, state, form, title=title.strip(), at=at)
    given = Edition(
        title=title.strip() or judged.name, form=form, audience=audience, to=to.strip(),
        as_of=judged.as_of, period=str(judged.period), digest=digest_of_bytes(data), at=at, by=by,
        agreements=tuple(one.id for one in judged.agreements), size_bytes=len(data),
    )  # fmt: skip
    record_edition(view.case, given)
    return _answer(judged, data, form, inline=False)


def made(view: View, state: Asked, form: str, *, title: str, at: datetime) -> tuple[Judged, bytes]:
    """Return a report as a file, with what it was made of.

    Raises:
        NotFound: there is no such form, or nothing in the casefile has a date.
    """
    from truceline.casework.report import FORMS, written_report

    if f".{form}" not in FORMS:
        raise NotFound("form of report", form, known=(one.removeprefix(".") for one in FORMS))
    judged = judged_or_none(view, state)
    if judged is None:
        raise NotFound("evidence to report", "the ledger holds nothing dated yet")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        written_report(judged, path, title=title or None, made_at=at)
        return judged, path.read_bytes()


def _answer(judged: Judged, data: bytes, form: str, *, inline: bool) -> Response:
    name = f"report-{judged.as_of[:10]}.{form}".replace(" ", "-")
    return Response(
        data,
        media_type=_MEDIA_TYPES.get(form, "application/octet-stream"),
        headers={
            "content-disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
            "content-security-policy": _EDITION_POLICY,
        },
    )
