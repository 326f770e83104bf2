"""Sign in: prove who you are, and end that again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from truceline.web.page import shown
from truceline.web.people import sessions
from truceline.web.people.accounts import account_named
from truceline.web.people.address import address_of
from truceline.web.people.first_run import has_administrator
from truceline.web.people.guard import person_of
from truceline.web.people.onward import onward
from truceline.web.people.passwords import LONGEST, TooBusy

router = APIRouter()


@router.get("/sign-in", name="sign_in")
def sign_in(request: Request, next_: Annotated[str, Query(alias="next")] = "") -> Response:
    """Show the form; who is signed in already goes on."""
    if person_of(request).known:
        return RedirectResponse(onward(next_), status_code=303)
    return _form(request, next_)


@router.post("/sign-in", name="sign_in_post")
def sign_in_post(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=LONGEST * 4)],
    next_: Annotated[str, Form(alias="next", max_length=2_000)] = "",
) -> Response:
    """Begin a session. A wrong name and a wrong password are told and timed alike."""
    state = request.app.state
    address = address_of(request)
    wait_s = state.locks.locked_s(name=name, address=address)
    if wait_s:
        return _form(request, next_, wrong="locked", status=429, retry_s=wait_s)
    found = account_named(state.people, name)
    try:
        fits = state.passwords.fits(password, None if found is None else found[1])
    except TooBusy as busy:
        return _form(request, next_, wrong="busy", status=429, retry_s=busy.retry_after_s)
    if found is None or not fits:
        state.locks.failed(name=name, address=address)
        return _form(request, next_, wrong="unknown", status=403)
    state.locks.succeeded(name=name)
    return begun(request, found[0].id, next_)


@router.post("/sign-out", name="sign_out")
def sign_out(request: Request) -> Response:
    """End the session, wherever its cookie was copied to, and clear what the browser kept."""
    secure = not request.app.state.settings.is_local
    cookie = sessions.cookie_name(secure=secure)
    sessions.end(request.app.state.people, request.cookies.get(cookie, ""))
    response = RedirectResponse("/sign-in", status_code=303)
    response.headers.append("set-cookie", sessions.drop_cookie(cookie, secure=secure))
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def begun(request: Request, account: str, next_: str) -> Response:
    """Return the answer that begins a session of an account, and ends the one before."""
    secure = not request.app.state.settings.is_local
    cookie = sessions.cookie_name(secure=secure)
    secret = sessions.begin(
        request.app.state.people, account, instead_of=request.cookies.get(cookie)
    )
    response = RedirectResponse(onward(next_), status_code=303)
    response.headers.append("set-cookie", sessions.set_cookie(cookie, secret, secure=secure))
    return response


def _form(
    request: Request, next_: str, *, wrong: str = "", status: int = 200, retry_s: int = 0
) -> Response:
    state = request.app.state
    response = shown(
        request,
        "sign_in.html",
        status_code=status,
        next=onward(next_, otherwise=""),
        wrong=wrong,
        minutes=-(-retry_s // 60),
        elsewhere=state.oidc is not None,
        nobody=not has_administrator(state.people),
    )
    if retry_s:
        response.headers["retry-after"] = str(retry_s)
    return response
