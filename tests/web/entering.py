"""Entering: clients of the desk that are somebody, by a real session or a real token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from truceline.evidence.layout import Casefile
from truceline.web.people import csrf, sessions
from truceline.web.people.accounts import Account, account_named, add_account
from truceline.web.people.roles import Role, Scope
from truceline.web.people.store import PeopleStore
from truceline.web.people.tokens import make_token

HERE = "http://127.0.0.1:8974"


def somebody(store: PeopleStore, role: Role, *, agreements: Iterable[str] | None = None) -> Account:
    """Return the account of a role, made where there is none."""
    name = role.value if agreements is None else f"{role.value} elsewhere"
    found = account_named(store, name)
    if found is not None:
        return found[0]
    return add_account(store, name=name, role=role, by="test", agreements=agreements)


def client_as(app: FastAPI, role: Role, *, agreements: Iterable[str] | None = None) -> TestClient:
    """Return a client who has signed in; what it sends is signed as a page of ours would."""
    store: PeopleStore = app.state.people
    secret = sessions.begin(store, somebody(store, role, agreements=agreements).id)
    secure = not app.state.settings.is_local
    return TestClient(
        app,
        base_url=app.state.settings.origin,
        cookies={sessions.cookie_name(secure=secure): secret},
        headers={csrf.HEADER: csrf.token_for(secret)},
    )


def cookies_as(app: FastAPI, role: Role) -> dict[str, str]:
    """Return the cookies of somebody who has signed in; none on a public desk."""
    if app.state.people is None:
        return {}
    secret = sessions.begin(app.state.people, somebody(app.state.people, role).id)
    return {sessions.cookie_name(secure=not app.state.settings.is_local): secret}


def token_client(app: FastAPI, role: Role, scopes: Iterable[Scope]) -> TestClient:
    """Return a client that sends a token of somebody with a role."""
    given = _token(app.state.people, role, scopes)
    origin = app.state.settings.origin
    return TestClient(app, base_url=origin, headers={"authorization": f"Bearer {given}"})


def token_for(case: Path, role: Role, scopes: Iterable[Scope] = (Scope.READ,)) -> str:
    """Return a token that is good at every desk of a casefile, as a program would send it."""
    store = PeopleStore(Casefile.open(case).people_path, clock=lambda: datetime.now(UTC))
    try:
        return _token(store, role, scopes)
    finally:
        store.close()


def _token(store: PeopleStore, role: Role, scopes: Iterable[Scope]) -> str:
    owner = somebody(store, role)
    return make_token(store, owner.id, name="test", scopes=scopes, lasts_s=3600)[1]
