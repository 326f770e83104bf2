"""Sign-in elsewhere: who was invited comes in by a proof that holds, and nobody else does."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.web.entering import HERE
from tests.web.people.provider import CLIENT, SECRET, LocalProvider, Signs, provider_here
from tests.web.people.world import Clock, people_in
from truceline.errors import SettingsInvalid
from truceline.web.app import desk
from truceline.web.people import pending
from truceline.web.people.accounts import account_named, accounts, add_account, invite
from truceline.web.people.oidc import Provider
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleUnreadable
from truceline.web.settings import Settings


@pytest.fixture(scope="module")
def _provider() -> Iterator[LocalProvider]:
    with pytest.MonkeyPatch.context() as patch, provider_here() as found:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield found


@pytest.fixture
def provider(_provider: LocalProvider) -> LocalProvider:
    _provider.tell_the_truth()
    return _provider


@pytest.fixture(scope="module")
def app(_provider: LocalProvider, riverton_case: Path) -> FastAPI:
    named = Provider(issuer=_provider.issuer, client_id=CLIENT, secret=SECRET)
    made = desk(Settings(casefile=riverton_case, oidc=named))
    add_account(
        made.state.people, name="ann elsewhere", role=Role.ANALYST, by="test",
        identity=(_provider.issuer, "s-ann"),
    )  # fmt: skip
    return made


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def _went(address: str) -> str:
    """Return where the provider sends a browser that signs in there."""
    answer = httpx.get(address, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _came_back(browser: TestClient, path: str = "/oidc/start") -> str:
    answer = browser.get(path)
    assert answer.status_code == 303
    return _went(answer.headers["location"])


def _is_in(browser: TestClient) -> bool:
    return bool(browser.get("/account").status_code == 200)


def _form_token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.slow
def test_who_is_known_by_issuer_and_subject_comes_in_and_goes_on_and_a_state_opens_once(
    browser: TestClient, provider: LocalProvider
) -> None:
    assert "/oidc/start?next=" in browser.get("/sign-in").text
    returned = _came_back(browser, "/oidc/start?next=/documents")
    halves = dict(browser.cookies)

    answer = browser.get(returned)

    assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
    assert _is_in(browser)
    browser.cookies.clear()
    browser.cookies.update(halves)
    again = browser.get(returned)
    assert again.status_code == 403
    assert not _is_in(browser)


@pytest.mark.slow
def test_somebody_unknown_is_told_to_ask_and_gets_no_account(
    browser: TestClient, provider: LocalProvider, app: FastAPI
) -> None:
    provider.subject = "s-eve"
    before = accounts(app.state.people)

    answer = browser.get(_came_back(browser))

    assert answer.status_code == 403
    assert "Ask an administrator for an invitation" in answer.text
    assert not _is_in(browser)
    assert accounts(app.state.people) == before


def _with(signature: bytes) -> Signs:
    def sign(provider: LocalProvider, claims: dict[str, Any]) -> str:
        head, body, _ = _honest(provider, claims)
        return f"{head}.{body}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    return sign


def _honest(provider: LocalProvider, claims: dict[str, Any]) -> list[str]:
    header = {"alg": "RS256", "kid": provider.key.kid}
    return jwt.encode(header, claims, provider.key).split(".")


def _other_words(provider: LocalProvider, claims: dict[str, Any]) -> str:
    head, _, signature = _honest(provider, {**claims, "sub": "s-eve"})
    return f"{head}.{_honest(provider, claims)[1]}.{signature}"


def _other_key(provider: LocalProvider, claims: dict[str, Any]) -> str:
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, key)


def _by_nobody(provider: LocalProvider, claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    written = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join([*written, ""])


def _by_our_secret(provider: LocalProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


_NOW = int(time.time())
_LIES: list[tuple[str, dict[str, Any] | Signs, str]] = [
    ("another nonce", {"nonce": "other"}, "nonce"),
    ("no nonce", {"nonce": None}, "nonce"),
    ("another audience", {"aud": "another desk"}, "aud"),
    ("two audiences, for the other", {"aud": [CLIENT, "o"], "azp": "o"}, "azp"),
    ("expired", {"exp": _NOW - 3600}, "expired"),
    ("no end", {"exp": None}, "exp"),
    ("from the future", {"iat": _NOW + 3600}, "future"),
    ("another issuer", {"iss": "https://id.example"}, "iss"),
    ("nobody", {"sub": None}, "sub"),
    ("an empty subject", {"sub": ""}, "sub|nobody"),
    ("a subject that is a number", {"sub": 7}, "sub"),
    ("other words under the signature", _other_words, "signature"),
    ("another signature", _with(bytes(256)), "signature"),
    ("another key", _other_key, "signature"),
    ("no signature", _by_nobody, "none|algorithm"),
    ("signed by our own secret", _by_our_secret, "HS256|algorithm"),
    ("no token at all", lambda *_: "", "."),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lie", "reason"), [lie[1:] for lie in _LIES], ids=[lie[0] for lie in _LIES]
)
def test_a_proof_that_does_not_hold_is_refused(
    browser: TestClient, provider: LocalProvider, caplog: pytest.LogCaptureFixture,
    lie: dict[str, Any] | Signs, reason: str,
) -> None:  # fmt: skip
    if isinstance(lie, dict):
        provider.claims = lie
    else:
        provider.signs = lie

    answer = browser.get(_came_back(browser))

    assert answer.status_code == 403
    assert "does not prove who you are" in answer.text
    assert re.search(reason, caplog.text.split("was refused:")[1], re.IGNORECASE)
    assert not _is_in(browser)


@pytest.mark.slow
def test_an_answer_that_belongs_to_no_sign_in_of_this_browser_is_refused(
    browser: TestClient, provider: LocalProvider, app: FastAPI
) -> None:
    def refused(address: str) -> None:
        assert browser.get(address).status_code == 403, address
        assert not _is_in(browser)

    refused(re.sub(r"&state=.*", "", _came_back(browser)))
    refused(re.sub(r"&state=.*", "&state=guessed", _came_back(browser)))
    refused(re.sub(r"code=[^&]*&", "", _came_back(browser)))
    refused(re.sub(r"code=[^&]*&", "error=access_denied&", _came_back(browser)))
    refused(_came_back(browser) + "&iss=https%3A%2F%2Fid.example")
    # The code of another sign-in does not fit the verifier of this one.
    code = re.findall(r"code=[^&]*", _came_back(browser))[0]
    refused(re.sub(r"code=[^&]*", code, _came_back(browser)))
    # Somebody else's answer, sent to this browser as a link.
    with TestClient(app, base_url=HERE, follow_redirects=False) as other:
        sent = _came_back(other)
        _came_back(browser)
        refused(sent)


@pytest.mark.slow
def test_an_invitation_is_accepted_with_an_account_elsewhere_and_ties_it_once(
    browser: TestClient, provider: LocalProvider, app: FastAPI
) -> None:
    provider.subject, store = "s-bea", app.state.people
    bea = add_account(store, name="bea", role=Role.REVIEWER, by="test")
    secret = invite(store, bea.id, by="test")
    sent = {"csrf": _form_token(browser.get("/invitation").text), "secret": secret}

    assert browser.post("/oidc/start", data={**sent, "secret": "x"}).status_code == 403
    page = browser.post("/oidc/start", data=sent)

    assert page.status_code == 200
    found = re.search(r'class="button" href="([^"]+)"', page.text)
    assert found is not None
    answer = browser.get(_went(found[1].replace("&amp;", "&")))
    assert answer.status_code == 303
    assert _is_in(browser)
    tied = account_named(store, "bea")
    assert tied is not None
    assert (tied[0].issuer, tied[0].has_password) == (provider.issuer, False)
    browser.cookies.clear()
    assert browser.get(_came_back(browser)).status_code == 303
    assert _is_in(browser)
    # The link is used up; and who is tied to one account cannot take a second.
    browser.cookies.clear()
    sent["csrf"] = _form_token(browser.get("/invitation").text)
    assert browser.post("/oidc/start", data=sent).status_code == 403
    cid = add_account(store, name="cid", role=Role.READER, by="test")
    sent["secret"] = invite(store, cid.id, by="test")
    page = browser.post("/oidc/start", data=sent)
    found = re.search(r'class="button" href="([^"]+)"', page.text)
    assert found is not None
    refused = browser.get(_went(found[1].replace("&amp;", "&")))
    assert refused.status_code == 403
    assert "belongs to somebody else" in refused.text


@pytest.mark.slow
def test_a_provider_that_is_down_or_speaks_for_another_is_told_as_that(
    browser: TestClient, provider: LocalProvider, riverton_case: Path
) -> None:
    provider.speaks_for = "https://id.example"
    answers = [browser.get("/oidc/start")]
    provider.speaks_for = ""
    returned = _came_back(browser)
    provider.speaks_for = "https://id.example"
    answers.append(browser.get(returned))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        issuer = f"http://127.0.0.1:{free.getsockname()[1]}"
        gone = desk(
            Settings(casefile=riverton_case, oidc=Provider(issuer=issuer, client_id=CLIENT))
        )
        with TestClient(gone, base_url=HERE, follow_redirects=False) as client:
            answers.append(client.get("/oidc/start"))
    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "does not answer" in answer.text
        assert "truceline=" not in answer.headers.get("set-cookie", "")


def test_without_an_issuer_there_is_no_way_elsewhere(stranger: TestClient) -> None:
    assert "/oidc/" not in stranger.get("/sign-in").text
    for path in ("/oidc/start", "/oidc/back?code=a&state=b"):
        assert stranger.get(path).status_code == 404


@pytest.mark.parametrize(
    "issuer",
    ["http://id.example", "id.example", "", "https://", "https://a:b@id.example", "https://i/?a=b"],
)
def test_an_issuer_that_nobody_could_believe_is_refused(issuer: str) -> None:
    with pytest.raises(SettingsInvalid, match="no https address"):
        Provider(issuer=issuer, client_id=CLIENT)
    assert SECRET not in repr(Provider(issuer="https://i", client_id=CLIENT, secret=SECRET))


def test_a_sign_in_that_waits_ends_soon_and_a_flood_of_them_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(pending, "_MOST", 2)
    store = people_in(tmp_path, clock)
    try:
        first, late = (pending.begin(store, onward="/") for _ in range(2))
        assert pending.take(store, state=first.state, browser=late.browser) is None
        assert pending.take(store, state=first.state, browser=first.browser) == first
        oldest, kept, newest = late, *(pending.begin(store, onward="/") for _ in range(2))
        assert pending.take(store, state=oldest.state, browser=oldest.browser) is None
        assert pending.take(store, state=kept.state, browser=kept.browser) == kept
        clock.wait(pending.PENDING_S)
        assert pending.take(store, state=newest.state, browser=newest.browser) is None
    finally:
        store.close()


def test_a_file_of_accounts_of_the_first_format_is_carried_on(tmp_path: Path) -> None:
    clock = Clock()
    store = people_in(tmp_path, clock)
    ann = add_account(store, name="ann", role=Role.READER, by="test")
    store.close()
    with sqlite3.connect(store.path) as old:
        old.executescript("ALTER TABLE pending DROP COLUMN invitation; PRAGMA user_version = 1")
    old.close()

    store = people_in(tmp_path, clock)
    made = pending.begin(store, onward="/", invitation="secret")

    assert accounts(store) == (ann,)
    assert pending.take(store, state=made.state, browser=made.browser) == made
    store.close()
    with sqlite3.connect(store.path) as newer:
        newer.execute("PRAGMA user_version = 3")
    newer.close()
    with pytest.raises(PeopleUnreadable, match="of version 3"):
        people_in(tmp_path, clock)
