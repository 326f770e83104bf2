"""Sweep: ask every address that is served, as everybody, and tell which planted words came back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as, token_client
from tests.web.people.canary import Canaries
from tests.web.people.planted import MAY_KNOW
from truceline.web.people.roles import Role, Scope
from truceline.web.people.route_table import RouteTable

# A stream ends after one word, and that comes at once to who says that they know nothing.
_ONE_WORD = {"last-event-id": "0"}
_COLLECTIONS = ("incidents", "observations", "assessments", "posts", "zones", "lines", "coverage")
_LISTS = ("documents", "incidents", "marks", "inbox", "control", "coverage", "diplomacy", "map")
_FORMS = ("html", "md", "json", "csv", "pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A word of a kind that was told to a role at an address."""

    role: Role
    address: str
    kind: str


def addresses(app: FastAPI, ids: Iterable[str]) -> list[str]:
    """Return an address of every route that can be looked at, with ids of what is hidden."""
    found = []
    for route in RouteTable.of(app).routes:
        if "GET" not in route.methods or route.name == "map.base":
            continue
        if "{" in route.path:
            found += [re.sub(r"\{[^}]*\}", id_, route.path) for id_ in (*ids, "x")]
        elif route.name == "events":
            found.append(f"{route.path}?most=1")
        else:
            found += [route.path, f"{route.path}?as-of=2031-08-01", f"{route.path}?as-of=2031-13"]
    found += [f"/{page}?q=monitors" for page in ("documents", "incidents", "api/v1/documents")]
    # A list that goes on may hide a word on a later page of it.
    found += [f"/{page}?page={number}" for page in _LISTS for number in (2, 3, 4)]
    found += [f"/api/v1/{thing}?limit=500" for thing in ("documents", "claims", "observations")]
    found += [f"/ogc/collections/{name}/items?limit=1000" for name in _COLLECTIONS]
    found += [f"/ogc/collections/{name}/items?bbox=1,2,3" for name in _COLLECTIONS]
    found += [f"/reports/edition?form={form}" for form in _FORMS]
    found += [f"/inbox?sort={sort}" for sort in ("claims", "pairs", "findings", "leads")]
    found += [
        "/inbox?sort=submissions",
        "/inbox?sort=decided",
        "/static/none.js",
        "/no/such/page",
        "/api/v1/none",
    ]
    return found


def posts(app: FastAPI, ids: Iterable[str]) -> list[str]:
    """Return an address of every route that changes something, with ids of what is hidden."""
    found = []
    for route in RouteTable.of(app).routes:
        if "POST" in route.methods and route.name not in ("sign_out", "ledger_verify"):
            found += [re.sub(r"\{[^}]*\}", id_, route.path) for id_ in (*ids, "x")]
    return list(dict.fromkeys(found))


def everybody(app: FastAPI, public: FastAPI) -> dict[str, tuple[Role, TestClient]]:
    """Return a client for each role, for a token, for a stranger and for the public."""
    found: dict[str, tuple[Role, TestClient]] = {
        role.value: (role, client_as(app, role))
        for role in Role
        if role not in (Role.ANONYMOUS, Role.SERVICE)
    }
    found["stranger"] = (Role.ANONYMOUS, TestClient(app, base_url=HERE))
    found["public"] = (Role.ANONYMOUS, TestClient(public, base_url=HERE))
    found["token"] = (Role.SERVICE, token_client(app, Role.PROTECTION, list(Scope)))
    return found


def told(
    client: TestClient, words: Canaries, asked: Iterable[str], *, method: str = "GET"
) -> Iterator[tuple[str, str]]:
    """Yield each address with a kind of word that its answer held: status line, headers, body."""
    for address in asked:
        body = {} if method == "GET" else {"data": {"reason": "r", "words": "w"}}
        answer = client.request(method, address, headers=_ONE_WORD, follow_redirects=False, **body)
        assert answer.status_code < 500 or answer.status_code in (501, 503), (address, answer)
        whole = (answer.content, str(answer.headers.multi_items()).encode())
        for kind in set().union(*map(words.kinds_in, whole)):
            yield address, kind


def leaks_of(role: Role, found: Iterable[tuple[str, str]]) -> list[Leak]:
    """Return what a role was told and may not know."""
    return [
        Leak(role=role, address=address, kind=kind)
        for address, kind in found
        if role not in MAY_KNOW[kind]
    ]
