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
    response = shown(
        request, "mishap.html", status_code=status, status=status, title=title, detail=detail,
        problems=problems,
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
    problems = tuple(map(str, error.problems)) if isinstance(error, InputInvalid) else ()
    headers = {"Retry-After": _RETRY_AFTER_S} if status in (429, 503) else None
    return told(request, status, str(error), problems=problems, headers=headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class alone)
    return told(request, error.status_code, str(error.detail), headers=dict(error.headers or {}))


async def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (as above)
    problems = tuple(
        f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()
    )
    return told(request, 422, "the request does not have the form asked for", problems=problems)


async def _broken(request: Request, error: Exception) -> Response:
    _log.error("a page could not be made: %s", type(error).__name__, exc_info=error)
    return told(request, 500, "something broke here; it was written to the server's log")
