"""Elsewhere: sign-in by an account that one's organisation keeps (OpenID Connect).

Only who was invited comes in: an identity is tied to an account when its owner accepts an
invitation with it. No account is made here.
"""

from __future__ import annotations

import logging
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from truceline.web.page import shown
from truceline.web.pages.sign_in import begun
from truceline.web.people import oidc, pending, sessions
from truceline.web.people.accounts import Account, invited
from truceline.web.people.identity import account_with, tie
from truceline.web.people.oidc import ProofRefused, Provider, ProviderUnreachable
from truceline.web.people.onward import onward

router = APIRouter()

_log = logging.getLogger("truceline.web")
_RETRY_AFTER_S = "30"
# Longer than what any provider sends, and short enough to look at.
_LONGEST = 4_096
_Text = Annotated[str, Query(max_length=_LONGEST)]


@router.get("/oidc/start", name="oidc_start")
def start(request: Request, next_: Annotated[str, Query(alias="next")] = "") -> Response:
    """Send somebody to the provider."""
    try:
        address, made = _begin(request, onward(next_))
    except ProviderUnreachable as down:
        return _down(request, down)
    return _with_cookie(request, RedirectResponse(address, status_code=303), made.browser)


@router.post("/oidc/start", name="oidc_accept")
def accept(request: Request, secret: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Show the way to the provider to somebody who accepts an invitation with an account there.

    A link, and no redirect: the policy of our pages lets no form lead to another site.
    """
    _provider(request)
    if invited(request.app.state.people, secret) is None:
        return _page(request, "over", status=403)
    try:
        address, made = _begin(request, "/", invitation=secret)
    except ProviderUnreachable as down:
        return _down(request, down)
    return _with_cookie(request, _page(request, "go", address=address), made.browser)


@router.get("/oidc/back", name="oidc_back")
def back(
    request: Request,
    code: _Text = "",
    state: _Text = "",
    error: _Text = "",
    iss: Annotated[str | None, Query(max_length=_LONGEST)] = None,
) -> Response:
    """Begin a session of the account that the proof from the provider belongs to."""
    _provider(request)
    cookie = pending.cookie_name(secure=_secure(request))
    found = pending.take(
        request.app.state.people, state=state, browser=request.cookies.get(cookie, "")
    )
    if found is None:
        return _unproven(request, "no sign-in waits for this answer")
    try:
        subject = _subject(request, found, code=code, error=error, iss=iss)
    except ProofRefused as refused:
        return _unproven(request, str(refused))
    except ProviderUnreachable as down:
        return _without_cookie(request, _down(request, down))
    account = _account(request, found.invitation, subject)
    if account is None:
        why = "stranger" if found.invitation is None else "over"
        return _without_cookie(request, _page(request, why, status=403))
    return _without_cookie(request, begun(request, account.id, found.onward))


def _subject(
    request: Request, found: pending.Pending, *, code: str, error: str, iss: str | None
) -> str:
    provider = _provider(request)
    if error or not code:
        raise ProofRefused(f"the provider refused: {error!r:.80}")
    # RFC 9207: a provider that names itself must be the one that was asked.
    if iss is not None and iss != provider.issuer:
        raise ProofRefused("another provider answered")
    return oidc.subject_of(
        provider, code=code, back=_back(request), nonce=found.nonce, verifier=found.verifier,
        now_s=request.app.state.people.now_s(),
    )  # fmt: skip


def _account(request: Request, invitation: bytes | None, subject: str) -> Account | None:
    store, issuer = request.app.state.people, _provider(request).issuer
    if invitation is not None:
        return tie(store, invitation=invitation, issuer=issuer, subject=subject)
    return account_with(store, issuer=issuer, subject=subject)


def _begin(
    request: Request, next_: str, *, invitation: str | None = None
) -> tuple[str, pending.Pending]:
    provider = _provider(request)
    made = pending.begin(request.app.state.people, onward=next_, invitation=invitation)
    address = oidc.address_of_start(
        provider, back=_back(request), state=made.state, nonce=made.nonce, verifier=made.verifier
    )
    return address, made


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.oidc
    if found is None or request.app.state.people is None:
        raise HTTPException(404)
    return found


def _back(request: Request) -> str:
    origin: str = request.app.state.settings.origin
    return f"{origin.rstrip('/')}/oidc/back"


def _secure(request: Request) -> bool:
    return not request.app.state.settings.is_local


def _with_cookie(request: Request, response: Response, browser: str) -> Response:
    secure = _secure(request)
    cookie = sessions.set_cookie(pending.cookie_name(secure=secure), browser, secure=secure)
    response.headers.append("set-cookie", cookie)
    return response


def _without_cookie(request: Request, response: Response) -> Response:
    secure = _secure(request)
    cookie = sessions.drop_cookie(pending.cookie_name(secure=secure), secure=secure)
    response.headers.append("set-cookie", cookie)
    return response


def _down(request: Request, down: ProviderUnreachable) -> Response:
    _log.warning("no sign-in elsewhere: %s", down)
    response = _page(request, "down", status=503)
    response.headers["retry-after"] = _RETRY_AFTER_S
    return response


def _unproven(request: Request, why: str) -> Response:
    _log.warning("a sign-in through %s was refused: %s", _provider(request).issuer, why)
    return _without_cookie(request, _page(request, "unproven", status=403))


def _page(request: Request, why: str, *, status: int = 200, address: str = "") -> Response:
    host = urlsplit(_provider(request).issuer).netloc
    return shown(request, "elsewhere.html", status_code=status, why=why, address=address, host=host)
