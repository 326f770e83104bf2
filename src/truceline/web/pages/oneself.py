"""Oneself: a person's own account: password, sessions, tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from truceline.errors import Problem, RecordInvalid
from truceline.sentence import say
from truceline.web.page import shown
from truceline.web.pages.sign_in import begun
from truceline.web.people.accounts import account_named, account_of, set_password
from truceline.web.people.guard import person_of
from truceline.web.people.passwords import LONGEST, SHORTEST, TooBusy
from truceline.web.people.person import SESSION_SCOPES
from truceline.web.people.roles import Scope
from truceline.web.people.sessions import end_all
from truceline.web.people.tokens import make_token, revoke, tokens

router = APIRouter()

_DAY_S = 24 * 3600
_Password = Annotated[str, Form(max_length=LONGEST * 4)]


@router.get("/account", name="oneself")
def oneself(request: Request) -> Response:
    """Show one's own account."""
    return _page(request)


@router.post("/account/password", name="oneself_password")
def password(request: Request, now: _Password, instead: _Password) -> Response:
    """Change one's own password; every session ends, and this browser gets a new one."""
    state, me = request.app.state, person_of(request)
    wait_s = state.locks.locked_s(name=me.name, address="")
    found = account_named(state.people, me.name)
    try:
        if wait_s or found is None or not state.passwords.fits(now, found[1]):
            state.locks.failed(name=me.name, address="")
            other = say("the password is another")
            what = say("too many wrong passwords") if wait_s else other
            raise RecordInvalid([Problem("password", 0, 0, what, say("Try again"))])
        set_password(state.people, me.id, instead, passwords=state.passwords, by=me.name)
    except TooBusy as busy:
        retry = {"Retry-After": str(busy.retry_after_s)}
        raise HTTPException(429, busy.args[0], headers=retry) from None
    return begun(request, me.id, "/account")


@router.post("/account/sessions/end", name="oneself_end")
def end_everywhere(request: Request) -> Response:
    """End every session of one's own, in whatever browser, this one too."""
    end_all(request.app.state.people, person_of(request).id)
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/account/tokens", name="oneself_token")
def token(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    days: Annotated[int, Form(ge=1, le=366)],
    scope: Annotated[list[Scope] | None, Form()] = None,
) -> Response:
    """Make a token, and show it once."""
    _, secret = make_token(
        request.app.state.people,
        person_of(request).id,
        name=name,
        scopes=scope or (),
        lasts_s=days * _DAY_S,
    )
    return _page(request, secret=secret)


@router.post("/account/tokens/{id_}/revoke", name="oneself_revoke")
def revoke_own(request: Request, id_: str) -> Response:
    """Revoke one's own token; the next request with it is refused."""
    me = person_of(request)
    revoke(request.app.state.people, id_, by=me.name, account=me.id)
    return RedirectResponse("/account", status_code=303)


def _page(request: Request, *, secret: str = "") -> Response:
    me, store = person_of(request), request.app.state.people
    return shown(
        request,
        "oneself.html",
        account=account_of(store, me.id),
        tokens=tokens(store, account=me.id),
        scopes=sorted(SESSION_SCOPES[me.role]),
        secret=secret,
        shortest=SHORTEST,
    )
