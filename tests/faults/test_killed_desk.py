"""A desk is killed when a write is recorded and its answer is not kept: asked again, it is done.

The kill comes at the one moment that matters: after the commit of the ledger, before anything else.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT
from tests.faults.table import Tell
from tests.web.entering import somebody
from tests.web.riverton import riverton_in
from tests.web.served import served
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Entry
from truceline.web.people import csrf, sessions
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

PATIENCE_S = 60.0
WORDS = "Shells were fired near Milltown on 4 February 2031, an officer said.\n"
# A write: its path, and what httpx is given to send.
Write = tuple[str, dict[str, Any]]


def get(client: httpx.Client, thing: str) -> list[dict[str, Any]]:
    """Return rows."""
    rows: list[dict[str, Any]] = client.get(thing).raise_for_status().json()["items"]
    return rows


def done(client: httpx.Client, write: Write) -> dict[str, Any]:
    """Do a write without a key; return what it was answered."""
    path, sent = write
    body: dict[str, Any] = client.post(path, **sent).raise_for_status().json()
    return body


def a_document(_: httpx.Client, words: str = WORDS) -> Write:
    """Keep a file."""
    return "documents", {"files": {"file": ("a.txt", words * 3)}}


def a_reading(client: httpx.Client) -> Write:
    """Read a document that nobody read yet."""
    unread = done(client, a_document(client, f"{WORDS}It was night.\n"))
    return f"documents/{unread['id']}/reading", {}


def a_decision(client: httpx.Client) -> Write:
    """Reject a claim."""
    claim = get(client, "claims")[0]["id"]
    return f"claims/{claim}/decision", {"json": {"choice": "reject", "reason": "misread"}}


def a_merge(client: httpx.Client) -> Write:
    """Put two incidents together."""
    ids = [one["id"] for one in get(client, "incidents") if one["kind"] == "event"][:2]
    return "incidents/merge", {"json": {"incidents": ids, "reason": "one blast"}}


def a_parting(client: httpx.Client) -> Write:
    """Take a report out of an incident."""
    event = next(one for one in get(client, "incidents") if one["kind"] == "event")
    told = (event["what"], event["when"])
    out = [one["id"] for one in get(client, "observations") if (one["what"], one["when"]) == told]
    href = done(client, a_merge(client))["href"].removeprefix("/api/v1/")
    return f"{href}/part", {"json": {"observations": out[:1], "reason": "another day"}}


def an_undoing(client: httpx.Client) -> Write:
    """Take a decision on incidents back."""
    merged = done(client, a_merge(client))["id"]
    return f"regroupings/{merged}/undo", {"json": {"reason": "two places"}}


def a_review(client: httpx.Client) -> Write:
    """Ask for more on a finding."""
    finding = get(client, "findings")[0]["id"]
    sent = {"finding": finding, "verdict": "ask for more", "reason": "one voice"}
    return "reviews", {"json": sent}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return riverton_in(tmp_path_factory.mktemp("riverton") / "case")


@pytest.mark.parametrize(
    "made",
    [a_document, a_reading, a_decision, a_merge, a_parting, an_undoing, a_review],
)
def test_what_was_recorded_before_a_kill_is_found_and_not_recorded_again(
    made: Callable[[httpx.Client], Write], untouched: Path, tmp_path: Path, tell: Tell
) -> None:
    case = Path(shutil.copytree(untouched, tmp_path / "case"))
    headers = {**signed_in(case), "idempotency-key": "k-1"}
    write = killed_once_recorded(case, made, headers)
    before = entries_of(case)
    with served(Settings(casefile=case)) as address, client_at(address, headers) as client:
        path, sent = write
        answers = [client.post(path, **sent) for _ in range(2)]
        after = entries_of(case)
        other = client.post("documents", files={"file": ("b.txt", "another\n")})

    tell(
        f"kill -9 before an answer is kept: {made.__name__.replace('_', ' ')}",
        tried="1 kill, asked twice again",
        came_out=f"{len(after) - len(before)} entries more",
        lost=len(after) - len(before),
    )
    assert [one.status_code for one in answers] == [201, 201], answers[0].text
    assert answers[0].json() == answers[1].json()
    assert after == before
    assert answers[0].json()["id"] in ids_in(before)
    assert other.status_code == 422


def killed_once_recorded(
    case: Path, made: Callable[[httpx.Client], Write], headers: dict[str, str]
) -> Write:
    """Send a write to a desk that is killed once it is recorded; return the write."""
    words = [sys.executable, "-m", "tests.faults.stalled_desk", str(case)]
    unkeyed = {name: value for name, value in headers.items() if name != "idempotency-key"}
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            address = child.stdout.readline().strip()
            with client_at(address, unkeyed) as client, ThreadPoolExecutor(1) as pool:
                path, sent = write = made(client)
                size = len(entries_of(case))
                unanswered: Future[httpx.Response] = pool.submit(
                    client.post, path, headers=headers, **sent
                )
                # A write that is answered after all ends the wait for the line.
                unanswered.add_done_callback(lambda _: child.kill())
                said = child.stdout.readline()
                assert said == "recorded\n", unanswered.result(PATIENCE_S).text
                child.kill()
                with pytest.raises(httpx.TransportError):
                    unanswered.result(PATIENCE_S)
        finally:
            child.kill()
    assert len(entries_of(case)) > size
    return write


def signed_in(case: Path) -> dict[str, str]:
    """Return what a reviewer sends who has signed in, before a kill and after it."""
    store = PeopleStore(Casefile.open(case).people_path, clock=lambda: datetime.now(UTC))
    try:
        secret = sessions.begin(store, somebody(store, Role.REVIEWER).id)
    finally:
        store.close()
    cookie = f"{sessions.cookie_name(secure=False)}={secret}"
    return {"cookie": cookie, csrf.HEADER: csrf.token_for(secret)}


@contextmanager
def client_at(address: str, headers: dict[str, str]) -> Iterator[httpx.Client]:
    """Yield a client of the API at an address."""
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=PATIENCE_S) as client:
        yield client


def entries_of(case: Path) -> list[Entry]:
    """Return all that is recorded."""
    with Casefile.open(case).ledger() as ledger:
        return list(ledger.entries())


def ids_in(entries: list[Entry]) -> set[str]:
    """Return the ids that an answer may name: keys, what is taken back, and findings reviewed."""
    said = ("key", "finding")
    return {one.key for one in entries} | {
        str(one.record[name]) for one in entries for name in said if name in one.record
    }
