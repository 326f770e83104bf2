"""Invitation: the one link by which somebody sets a password; the first one makes the desk's own.

The secret of a link stands behind the # of its address, which a browser sends to nobody: it is in
no log of any server. A small script moves it into the form.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from truceline.errors import InputInvalid
from truceline.web.page import shown
from truceline.web.pages.sign_in import begun
from truceline.web.people.accounts import invited, set_password
from truceline.web.people.address import is_local
from truceline.web.people.first_run import take_office
from truceline.web.people.passwords import LONGEST, SHORTEST, TooBusy

router = APIRouter()

_Secret = Annotated[str, Form(max_length=200)]
_Password = Annotated[str, Form(max_length=LONGEST * 4)]


@router.get("/first-run", name="first_run")
def first_run(request: Request) -> Response:
    """Show the form for the first administrator, on this machine alone."""
    _refuse_others(request)
    return _form(request, first=True)


@router.post("/first-run", name="first_run_post")
def first_run_post(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: _Password,
    secret: _Secret = "",
) -> Response:
    """Make the first administrator and sign them in."""
    _refuse_others(request)
    state = request.app.state
    try:
        made = take_office(
            state.people, secret, name=name.strip(), password=password, passwords=state.passwords
        )
    except InputInvalid as wrong:
        return _form(request, first=True, problems=_told(wrong), secret=secret, name=name)
    except TooBusy as busy:
        raise _busy(busy) from None
    if made is None:
        return _form(request, first=True, over=True)
    return begun(request, made.id, "/people")


@router.get("/invitation", name="invitation")
def invitation(request: Request) -> Response:
    """Show the form for a new password."""
    return _form(request, first=False)


@router.post("/invitation", name="invitation_post")
def invitation_post(request: Request, password: _Password, secret: _Secret = "") -> Response:
    """Set the password of who was invited, and sign them in."""
    state = request.app.state
    account = invited(state.people, secret)
    if account is None:
        return _form(request, first=False, over=True)
    try:
        set_password(state.people, account.id, password, passwords=state.passwords, by=account.name)
    except InputInvalid as wrong:
        return _form(request, first=False, problems=_told(wrong), secret=secret)
    except TooBusy as busy:
        raise _busy(busy) from None
    return begun(request, account.id, "/")


def _form(
    request: Request,
    *,
    first: bool,
    over: bool = False,
    problems: tuple[str, ...] = (),
    secret: str = "",
    name: str = "",
) -> Response:
    return shown(
        request,
        "invitation.html",
        status_code=403 if over else 422 if problems else 200,
        first=first,
        over=over,
        problems=problems,
        secret=secret,
        name=name,
        shortest=SHORTEST,
        elsewhere=not first and request.app.state.oidc is not None,
    )


def _refuse_others(request: Request) -> None:
    if not is_local(request):
        raise HTTPException(404)


def _told(wrong: InputInvalid) -> tuple[str, ...]:
    return tuple(f"{one.what}. {one.mend}." for one in wrong.problems)


def _busy(busy: TooBusy) -> HTTPException:
    return HTTPException(429, busy.args[0], headers={"Retry-After": str(busy.retry_after_s)})
