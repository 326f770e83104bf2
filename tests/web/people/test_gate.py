"""The gate: each route, role and method by the matrix; sessions and forms; marks; headers."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as, cookies_as, token_client
from truceline.casework.add import add_files
from truceline.casework.gather import gather
from truceline.casework.mark import mark_entry
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.people import csrf, sessions
from truceline.web.people.fair import Fair
from truceline.web.people.gate import Door, Gate
from truceline.web.people.guard import check_routes
from truceline.web.people.permissions import PermissionsInvalid, permissions
from truceline.web.people.roles import Role, Scope, State
from truceline.web.people.route_table import RouteTable
from truceline.web.settings import Settings

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REACHED = 299


async def _stub(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": _REACHED, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _asked(gate: Gate, app: FastAPI, path: str, method: str, headers: dict[str, str]) -> int:
    """Return the status that the gate answers with, or that of the stub behind it."""
    told: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    raw = {"host": "127.0.0.1:8974", "accept-language": "en", **headers}
    scope = {
        "type": "http", "app": app, "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "scheme": "http", "client": ("127.0.0.1", 1), "root_path": "",
        "server": ("127.0.0.1", 8974), "http_version": "1.1", "state": {},
        "headers": [(name.encode(), value.encode()) for name, value in raw.items()],
    }  # fmt: skip
    asyncio.run(gate(scope, receive, send))
    return told[0]


def _entered(app: FastAPI, role: Role) -> dict[str, str]:
    """Return the headers of somebody with a role."""
    if role is Role.ANONYMOUS:
        return {}
    if role is Role.SERVICE:
        client = token_client(app, Role.REVIEWER, list(Scope))
        return {"authorization": client.headers["authorization"]}
    ((name, secret),) = cookies_as(app, role).items()
    return {"cookie": f"{name}={secret}", csrf.HEADER: csrf.token_for(secret)}


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_each_route_serves_each_role_as_the_matrix_says(riverton_desk: FastAPI, role: Role) -> None:
    app = riverton_desk
    door = Door(store=app.state.people, public=False, secure=False, origin=HERE)
    gate, headers = Gate(_stub, door=door, fair=Fair()), _entered(app, role)
    rows = permissions().routes
    table = RouteTable.of(app)
    for route in table.routes:
        row = rows[route.name]
        granted = any(row.states[role])
        if role is Role.SERVICE:
            granted = granted and row.scope is not None and bool(row.states[Role.REVIEWER])
        path = re.sub(r"\{[^}]*\}", "x", route.path) + ("" if route.methods else "/x")
        for method in _METHODS:
            found = table.find(path, method)
            assert found is not None
            if found.name != route.name:
                continue
            status = _asked(gate, app, path, method, headers)
            if not granted:
                assert status in (303, 401, 403, 404), (route.name, method, status)
            elif route.methods and method not in route.methods:
                assert status == 405, (route.name, method, status)
            elif role is Role.ANONYMOUS and method not in csrf.SAFE_METHODS:
                # The way in is open, and still wants the form of our own page.
                assert status == 403, (route.name, method, status)
            else:
                assert status == _REACHED, (route.name, method, status)


@pytest.mark.slow
def test_in_public_only_what_the_matrix_opens_is_there_and_nothing_can_be_changed(
    riverton_case: Path,
) -> None:
    app = desk(Settings(casefile=riverton_case, public=True))
    gate = Gate(_stub, door=Door(store=None, public=True, secure=False, origin=HERE), fair=Fair())
    rows = permissions().routes
    for route in RouteTable.of(app).routes:
        path = re.sub(r"\{[^}]*\}", "x", route.path) + ("" if route.methods else "/x")
        served = RouteTable.of(app).find(path, "GET")
        assert served is not None
        wanted = rows[served.name].public and (not served.methods or "GET" in served.methods)
        assert (_asked(gate, app, path, "GET", {}) == _REACHED) == wanted, route.name
        for method in _METHODS[1:]:
            assert _asked(gate, app, path, method, {}) == 405, route.name


def test_a_desk_with_a_route_that_has_no_row_does_not_start(riverton_case: Path) -> None:
    app = FastAPI()
    router = APIRouter()

    @router.get("/secret-door", name="secret_door")
    def secret_door() -> None: ...

    app.include_router(router)
    with pytest.raises(PermissionsInvalid, match="secret_door"):
        check_routes(app)


def test_every_row_that_names_a_page_of_this_desk_is_served(riverton_desk: FastAPI) -> None:
    served = {route.name for route in RouteTable.of(riverton_desk).routes}

    assert set(permissions().routes) - served == set()


@dataclass(frozen=True)
class Marked:
    """A desk with one document in each state, and the ids of them."""

    app: FastAPI
    ids: dict[State, str]


@pytest.fixture
def marked(own_case: Path, tmp_path: Path) -> Marked:
    case, now = Casefile.open(own_case), datetime.now(UTC)
    for name in ("second", "third"):
        note = tmp_path / f"{name}.txt"
        note.write_text(f"A {name} note, kept by those who work here.\n", encoding="utf-8")
        add_files(case, [note], author="a", recorded_at=now)
    ids = [document.id for document in gather(case).documents]
    mark_entry(case, ids[0], level=Level.RESTRICTED, reason="r", by="p", at=now)
    mark_entry(
        case, ids[1], level=Level.EMBARGOED, reason="r", by="p", at=now,
        until=now + timedelta(days=9),
    )  # fmt: skip
    states = {State.RESTRICTED: ids[0], State.EMBARGOED: ids[1], State.SAME: ids[2]}
    return Marked(desk(Settings(casefile=own_case)), {**states, State.ERASED: "d-0000000000000000"})


@pytest.mark.slow
def test_what_is_hidden_is_in_no_list_no_search_no_count_and_no_past(marked: Marked) -> None:
    hidden = marked.ids[State.RESTRICTED]
    with client_as(marked.app, Role.ANALYST) as client:
        for path in (
            "/documents",
            "/documents?q=the",
            "/documents?as-of=2026-11-02",
            "/api/v1/documents",
            "/api/v1/claims?limit=500",
            "/api/v1/observations",
        ):
            answer = client.get(path)
            assert answer.status_code == 200
            assert hidden not in answer.text, path


def test_an_agreement_out_of_somebodys_care_is_not_there(riverton_desk: FastAPI) -> None:
    with client_as(riverton_desk, Role.ANALYST, agreements=["elsewhere-1999"]) as client:
        assert client.get("/api/v1/agreements").json()["items"] == []
        assert client.get("/?agreement=riverton-2031").status_code == 404


@pytest.mark.parametrize(
    "given", ["", "x", "Bearer", "Bearer x", "Basic YTpi", "bearer truceline_x"]
)
def test_a_token_that_is_not_known_is_refused_even_beside_a_good_cookie(
    riverton_desk: FastAPI, given: str
) -> None:
    with client_as(riverton_desk, Role.REVIEWER) as client:
        answer = client.get("/api/v1/findings", headers={"authorization": given})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_revoked_token_is_dead_at_the_next_request(riverton_desk: FastAPI) -> None:
    from truceline.web.people.tokens import revoke, tokens

    with token_client(riverton_desk, Role.ANALYST, [Scope.READ]) as client:
        assert client.get("/api/v1/agreements").status_code == 200
        revoke(riverton_desk.state.people, tokens(riverton_desk.state.people)[0].id, by="t")
        assert client.get("/api/v1/agreements").status_code == 401


def test_beyond_this_machine_the_cookie_is_for_https_and_this_host_alone(own_case: Path) -> None:
    app = desk(Settings(casefile=own_case, origin="https://desk.example"))
    with client_as(app, Role.READER) as client:
        assert sessions.SECURE_COOKIE in client.cookies
        assert client.get("/").status_code == 200
    with TestClient(app, base_url="https://desk.example") as client:
        assert "Secure" in client.get("/sign-in").headers["set-cookie"]
        assert client.get("/first-run").status_code == 404


def test_private_pages_are_kept_by_no_cache_and_framed_by_nobody(client: TestClient) -> None:
    for path in ("/", "/documents", "/account", "/ledger", "/nowhere", "/api/v1/findings"):
        headers = client.get(path).headers
        assert "no-store" in headers["cache-control"] or path.startswith("/api"), path
        assert "private" in headers["cache-control"] or "no-store" in headers["cache-control"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_view_that_nobody_set_sees_nothing(riverton_desk: FastAPI) -> None:
    from truceline.web.asked import Asked

    evidence = riverton_desk.state.whole.evidence(Asked(path="/"))

    assert not evidence.documents + evidence.claims + evidence.observations
    assert replace(evidence).reviews == ()
