"""A large casefile is shown as it stood before the last writes, said so, and then caught up."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as
from truceline.casework.sight import ALL, Sight
from truceline.web import keeping
from truceline.web import warm as module
from truceline.web.app import desk
from truceline.web.asked import Asked
from truceline.web.memory import Stage
from truceline.web.people.roles import Role
from truceline.web.settings import Settings
from truceline.web.shelf import Shelf
from truceline.web.warm import warm


def _documents(client: TestClient) -> tuple[int, bool]:
    page = client.get("/api/v1/documents")
    return page.json()["total"], "truceline-late" in page.headers


def _added(client: TestClient, words: str) -> None:
    sent = {"file": ("new.txt", words.encode(), "text/plain")}
    assert client.post("/api/v1/documents", files=sent).status_code == 201


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Take every casefile for a large one, and hold up what is made in the background."""
    monkeypatch.setattr(keeping, "LARGE_ENTRIES", 1)
    let_go, work = threading.Event(), Shelf._work

    def late(shelf: Shelf) -> None:
        let_go.wait(60)
        work(shelf)

    monkeypatch.setattr(Shelf, "_work", late)
    return let_go


def test_others_are_told_that_a_page_is_late_and_the_writer_sees_the_own_write(
    own_case: Path, held_up: threading.Event
) -> None:
    app = desk(Settings(casefile=own_case))
    with client_as(app, Role.REVIEWER) as writer, client_as(app, Role.ANALYST) as other:
        before, late = _documents(other)
        assert not late
        _added(writer, "A truce was agreed on 3 May 2031.")
        assert _documents(other) == (before, True)
        page = other.get("/documents")
        assert 'class="late"' not in page.text
        assert _documents(writer) == (before + 1, False)
        _added(writer, "It was broken on 4 May 2031.")
        assert 'class="late"' in other.get("/documents").text
        held_up.set()
        while (found := _documents(other))[1]:
            time.sleep(0.01)
        assert found == (before + 2, False)


def test_a_small_casefile_is_never_late(own_case: Path) -> None:
    app = desk(Settings(casefile=own_case))
    with client_as(app, Role.REVIEWER) as writer, client_as(app, Role.ANALYST) as other:
        before, _ = _documents(other)
        _added(writer, "A truce was agreed on 3 May 2031.")
        assert _documents(other) == (before + 1, False)


def test_a_line_that_fails_in_the_background_is_made_and_told_of_at_the_next_question() -> None:
    shelf, done = Shelf(), threading.Event()
    shelf.latest("a", 1, lambda _: "one")

    def fails(_before: str | None) -> str:
        done.set()
        raise ValueError("no")

    assert shelf.latest("a", 2, fails, may_be=lambda _: True) == (1, "one")
    assert done.wait(60)
    while shelf.has("a"):
        time.sleep(0.001)
    with pytest.raises(ValueError, match="no"):
        shelf.latest("a", 2, fails, may_be=lambda _: True)


def test_who_cannot_wait_makes_what_lies_in_the_queue(held_up: threading.Event) -> None:
    shelf = Shelf()
    shelf.latest("a", 1, lambda _: "one")
    assert shelf.latest("a", 2, lambda _: "two", may_be=lambda _: True) == (1, "one")
    assert shelf.latest("a", 2, lambda _: "again")[0] == 2
    assert not held_up.is_set()
    held_up.set()


def test_a_large_casefile_is_worked_out_before_anybody_asks(
    own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk(Settings(casefile=own_case)).state.whole
    assert warm(whole, at=datetime(2031, 1, 1, tzinfo=UTC)) is None
    monkeypatch.setattr(module, "LARGE_ENTRIES", 1)
    stages = [whole.memory.stage]
    begun = warm(whole, at=datetime(2031, 1, 1, tzinfo=UTC))
    assert begun is not None
    begun.join(60)
    stages.append(whole.memory.stage)

    assert stages == [Stage.READING, Stage.JUDGING]
    seen = whole.seen_by(Sight(clearance=ALL, at=datetime(2031, 2, 1, tzinfo=UTC)), care=None)
    assert seen.is_judged(Asked(path="/"))
