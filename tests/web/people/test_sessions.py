"""Sessions and forms: each case of ``sessions.yaml`` is walked through at a real desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from ruamel.yaml import YAML

from tests.web.entering import HERE, client_as, cookies_as, somebody
from tests.web.people.world import Clock
from truceline.web.app import desk
from truceline.web.people import csrf, sessions
from truceline.web.people.accounts import change_account, close_account, set_password
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

CASES = YAML(typ="safe").load(Path(__file__).with_name("sessions.yaml"))
PASSWORD = "seven rivers run north"  # noqa: S105
_COOKIES = {
    "planted": "put-there-by-another",
    "none": None,
    "empty": "",
    "long": "x" * 4000,
    "odd": "%00%F0;",
}


def test_the_list_holds_no_case_twice() -> None:
    named = [each["what"] for part in ("forms", "walks") for each in CASES[part]]

    assert len(named) == len(set(named)) >= 60


@pytest.mark.parametrize("case", CASES["forms"], ids=lambda case: case["what"])
def test_a_form_is_taken_from_our_own_page_alone(
    riverton_desk: FastAPI, case: dict[str, Any]
) -> None:
    with client_as(riverton_desk, Role.READER) as client:
        client.headers.pop(csrf.HEADER)
        secret = client.cookies[sessions.COOKIE]
        tokens = {"good": csrf.token_for(secret), "other": csrf.token_for("x"), "cookie": secret}
        given = {
            name: _filled(case.get(name, {}), tokens) for name in ("fields", "query", "cookies")
        }
        headers = {
            key: value.replace("HERE", HERE) for key, value in case.get("headers", {}).items()
        }
        client.cookies.update(given["cookies"])
        body: dict[str, Any] = {"data": given["fields"]}
        if case.get("parts"):
            body["files"] = {"nothing": ("", b"")}
        if "body" in case:
            body = {"content": case["body"].replace("good", tokens["good"])}
            headers |= {"content-type": case["type"]} if case["type"] else {}
        answer = client.request(
            case.get("method", "POST"), "/sign-out", params=given["query"], headers=headers,
            follow_redirects=False, **({} if case.get("method") == "GET" else body),
        )  # fmt: skip

    assert answer.status_code == case["status"]


def _filled(given: dict[str, str], tokens: dict[str, str]) -> dict[str, str]:
    return {name: tokens.get(value, value) for name, value in given.items()}


@dataclass
class Walk:
    """One browser at a desk, and what it keeps from step to step."""

    app: FastAPI
    clock: Clock
    client: TestClient
    kept: str = ""
    remembered: str = ""
    planted: str = str(_COOKIES["planted"])

    def take(self, step: dict[str, Any]) -> None:
        """Take a step as often as it says, and hold the answer to what it gives."""
        for _ in range(step.get("times", 1)):
            answer = None
            for verb in step:
                if (act := getattr(self, f"_{verb.replace(' ', '_')}", None)) is not None:
                    answer = act(step) or answer
            if "status" in step:
                assert answer is not None
                assert answer.status_code == step["status"], step
            if "flags" in step and answer is not None:
                assert set(step["flags"]) <= set(answer.headers["set-cookie"].split("; "))
            if "to" in step and answer is not None:
                assert answer.headers["location"] == step["to"]
            if step.get("retry") and answer is not None:
                assert int(answer.headers["retry-after"]) > 60

    @property
    def secret(self) -> str:
        """Return the secret of the session that the browser holds."""
        return next((one.value or "" for one in self.client.cookies.jar
                     if one.name == sessions.COOKIE), "")  # fmt: skip

    def _wait(self, step: dict[str, Any]) -> None:
        self.clock.wait(step["wait"])

    def _enter(self, step: dict[str, Any]) -> None:
        self._set(cookies_as(self.app, Role(step["enter"]))[sessions.COOKIE])

    def _begin_again(self, step: dict[str, Any]) -> None:
        del step
        account = somebody(self.app.state.people, Role.ANALYST).id
        self._set(sessions.begin(self.app.state.people, account, instead_of=self.secret))

    def _keep(self, step: dict[str, Any]) -> None:
        del step
        self.kept = self.secret

    def _new(self, step: dict[str, Any]) -> None:
        assert self.secret not in ("", self.kept, self.planted), step

    def _use(self, step: dict[str, Any]) -> None:
        self._set(self.kept if step["use"] == "kept" else _COOKIES[step["use"]])

    def _set(self, secret: str | None) -> None:
        self.client.cookies.clear()
        if secret is not None:
            self.client.cookies.set(sessions.COOKIE, secret, domain="127.0.0.1", path="/")

    def _look(self, step: dict[str, Any]) -> Response:
        answer: Response = self.client.get(step["look"].replace("KEPT", self.kept))
        if step.get("remember"):
            self.remembered = _token_in(answer)
        return answer

    def _send(self, step: dict[str, Any]) -> Response:
        given = {"good": csrf.token_for(self.secret), "remembered": self.remembered}
        sent = {"csrf": given[step["csrf"]], **step.get("fields", {})}
        answer: Response = self.client.post(step["send"], data=sent, headers={"origin": HERE})
        return answer

    def _sign_in(self, step: dict[str, Any]) -> Response:
        token = _token_in(self.client.get("/sign-in", headers={"cookie": ""}))
        password = PASSWORD if step["sign in"] == "right" else "wrong password here"
        sent = {"name": step.get("name", "analyst"), "password": password,
                "next": step.get("next", "")}  # fmt: skip
        if step.get("csrf") != "none":
            sent["csrf"] = token
        headers = {"origin": step.get("origin", HERE)}
        answer: Response = self.client.post("/sign-in", data=sent, headers=headers)
        return answer

    def _change(self, step: dict[str, Any]) -> None:
        store = self.app.state.people
        account = somebody(store, Role.ANALYST)
        match step["change"]:
            case "closed":
                close_account(store, account.id, by="t")
            case "password":
                set_password(store, account.id, "six lakes lie south", by="t",
                             passwords=self.app.state.passwords)  # fmt: skip
            case "care":
                change_account(store, account.id, role=account.role, agreements=["elsewhere-1999"],
                               trusted=False, by="t")  # fmt: skip
            case role:
                change_account(store, account.id, role=Role(role), agreements=None, trusted=False,
                               by="t")  # fmt: skip


def _token_in(answer: Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    return found[1] if found else ""


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES["walks"], ids=lambda case: case["what"])
def test_a_walk_ends_as_it_is_written(own_case: Path, case: dict[str, Any]) -> None:
    clock = Clock()
    app = desk(Settings(casefile=own_case, clock=clock))
    account = somebody(app.state.people, Role.ANALYST)
    # The hash of a password takes its time on purpose; only those who sign in need one.
    if any({"sign in", "send"} & set(step) for step in case["steps"]):
        set_password(app.state.people, account.id, PASSWORD, passwords=app.state.passwords, by="t")
    client = TestClient(app, base_url=HERE, follow_redirects=False)
    walk = Walk(app, clock, client)
    for step in case["steps"]:
        walk.take(step)
