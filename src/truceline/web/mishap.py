"""Mishap: a refusal told to a person as a page, and to a program as problem+json."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from truceline.errors import (
    CasefileMissing,
    InputInvalid,
    LedgerBusy,
    LedgerUnreachable,
    NotFound,
    PartMissing,
    RequestReused,
    TrucelineError,
)
from truceline.sentence import Sentence, say, term
from truceline.web.navigation import N_
from truceline.web.page import shown
from truceline.web.people.fair import Overloaded

_log = logging.getLogger("truceline.web")

# The nearest class decides; whatever is not named here is a fault of what was asked.
_STATUS: dict[type[TrucelineError], int] = {
    NotFound: 404,
    CasefileMissing: 503,
    LedgerBusy: 503,
    LedgerUnreachable: 503,
    PartMissing: 501,
    RequestReused: 409,
}
# How the page names what went wrong: the phrases of RFC 9110 for what this desk answers.
PHRASES = (
    N_("Bad Request"), N_("Unauthorized"), N_("Forbidden"), N_("Not Found"),
    N_("Method Not Allowed"), N_("Conflict"), N_("Precondition Failed"),
    N_("Request Entity Too Large"), N_("Misdirected Request"), N_("Unprocessable Entity"),
    N_("Too Many Requests"), N_("Internal Server Error"), N_("Not Implemented"),
    N_("Service Unavailable"),
)  # fmt: skip
# What is sought by its name or id, what must not be empty, and what the server's own form says of a
# field: words that reach a page inside a refusal.
SOUGHT = (
    N_("account"), N_("agreement"), N_("base map"), N_("claim"), N_("day"), N_("decision"),
    N_("document"), N_("entry"), N_("evidence to report"), N_("finding"), N_("form of report"),
    N_("incident"), N_("kept text of the version"), N_("language"), N_("provision"),
    N_("single version on record"), N_("step"), N_("submission"), N_("theme"), N_("token"),
    N_("upload"), N_("zone"), N_("reason"), N_("name"), N_("reviewer"), N_("recipient"),
    N_("Field required"),
)  # fmt: skip
_RETRY_AFTER_S = "2"
_PROGRAMS = ("/api/", "/ogc")


def register(app: FastAPI) -> None:
    """Put the handlers of every kind of refusal on an app."""
    app.add_exception_handler(TrucelineError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(Exception, _broken)


def told(
    request: Request,
    status: int,
    detail: str,
    *,
    problems: tuple[str, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a refusal in the form that the asker reads. Source: RFC 9457 for programs."""
    title = HTTPStatus(status).phrase
    if request.url.path.startswith(_PROGRAMS):
        body: dict[str, object] = {
            "type": "about:blank", "title": title, "status": status, "detail": detail,
        }  # fmt: skip
        if problems:
            body["problems"] = list(problems)
        return JSONResponse(
            body, status_code=status, media_type="application/problem+json", headers=headers
        )
    # What a person wrote wrong stands in a list of its own, and not twice.
    shown_detail = say("This cannot be taken as it is.") if problems else detail
    response = shown(
        request, "mishap.html", status_code=status, status=status, title=title,
        detail=shown_detail, problems=problems,
    )  # fmt: skip
    response.headers.update(headers or {})
    return response


def status_of(error: TrucelineError) -> int:
    """Return the HTTP status of a refusal.

    >>> status_of(NotFound("agreement", "x")), status_of(TrucelineError("no"))
    (404, 400)
    """
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return 400


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, TrucelineError)  # noqa: S101  (registered for this class alone)
    status = error.status if isinstance(error, Overloaded) else status_of(error)
    problems = tuple(one.told for one in error.problems) if isinstance(error, InputInvalid) else ()
    headers = {"Retry-After": _RETRY_AFTER_S} if status in (429, 503) else None
    # A sentence keeps the pattern by which a page words it anew.
    detail = error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
    return told(request, status, detail, problems=problems, headers=headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class alone)
    return told(request, error.status_code, _detail(error), headers=dict(error.headers or {}))


def _detail(error: HTTPException) -> str:
    if isinstance(error.detail, Sentence):
        return error.detail
    # Where nobody says more the phrase of the status itself is the detail.
    return term(error.detail) if error.detail in PHRASES else str(error.detail)


async def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (as above)
    problems = tuple(
        say("{where}: {what}", where=".".join(map(str, each["loc"])), what=term(each["msg"]))
        for each in error.errors()
    )
    unlike = say("the request does not have the form asked for")
    return told(request, 422, unlike, problems=problems)


async def _broken(request: Request, error: Exception) -> Response:
    _log.error("a page could not be made: %s", type(error).__name__, exc_info=error)
    return told(request, 500, say("something broke here; it was written to the server's log"))
