"""People: who may come in, in which role; accounts and tokens, and what was changed of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from truceline.web.page import shown
from truceline.web.people.accounts import (
    INVITATION_S,
    accounts,
    add_account,
    change_account,
    changes,
    close_account,
    invite,
)
from truceline.web.people.guard import person_of
from truceline.web.people.roles import ACCOUNT_ROLES, Role
from truceline.web.people.tokens import revoke, tokens

router = APIRouter()

_DAY_S = 24 * 3600
_Care = Annotated[str, Form(max_length=2_000)]


@router.get("/people", name="people")
def people(request: Request) -> Response:
    """Show accounts, tokens and the latest changes; no content."""
    return _page(request)


@router.post("/people", name="people_add")
def add(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
    care: _Care = "",
    trusted: Annotated[bool, Form()] = False,
) -> Response:
    """Make an account, and show the link by which its owner sets a password, once."""
    store, by = request.app.state.people, person_of(request).name
    made = add_account(
        store, name=name.strip(), role=role, by=by, agreements=_cared(care), trusted=trusted
    )
    return _page(request, link=_link(request, invite(store, made.id, by=by)), about=made.name)


@router.post("/people/{id_}", name="people_change")
def change(
    request: Request,
    id_: str,
    role: Annotated[Role, Form()],
    care: _Care = "",
    trusted: Annotated[bool, Form()] = False,
) -> Response:
    """Give an account another role or other agreements; it holds from the next request on."""
    change_account(
        request.app.state.people,
        id_,
        role=role,
        agreements=_cared(care),
        trusted=trusted,
        by=person_of(request).name,
    )
    return RedirectResponse("/people", status_code=303)


@router.post("/people/{id_}/link", name="people_invite")
def link(request: Request, id_: str) -> Response:
    """Make a new link by which the owner of an account sets a password."""
    secret = invite(request.app.state.people, id_, by=person_of(request).name)
    return _page(request, link=_link(request, secret))


@router.post("/people/{id_}/close", name="people_close")
def close(request: Request, id_: str) -> Response:
    """Close an account; its sessions and tokens end at once."""
    close_account(request.app.state.people, id_, by=person_of(request).name)
    return RedirectResponse("/people", status_code=303)


@router.post("/people/tokens/{id_}/revoke", name="people_revoke")
def revoke_one(request: Request, id_: str) -> Response:
    """Revoke anybody's token."""
    revoke(request.app.state.people, id_, by=person_of(request).name)
    return RedirectResponse("/people", status_code=303)


def _page(request: Request, *, link: str = "", about: str = "") -> Response:
    store = request.app.state.people
    return shown(
        request,
        "people.html",
        accounts=accounts(store),
        tokens=tokens(store),
        changes=changes(store),
        roles=ACCOUNT_ROLES,
        agreements=[one.id for one in request.state.view.agreements()],
        link=link,
        about=about,
        days=INVITATION_S // _DAY_S,
    )


def _cared(words: str) -> tuple[str, ...] | None:
    """Return the agreements that a form names; none named is all of them."""
    named = tuple(words.replace(",", " ").split())
    return named or None


def _link(request: Request, secret: str) -> str:
    # Behind the # the browser sends it to nobody, so that it is in no log of any server.
    return f"{request.app.state.settings.origin}/invitation#{secret}"
