"""Clients that say little, or nothing, or hang up half way: everybody else is served meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.served import served
from truceline.web import connection
from truceline.web.crowded import Crowded
from truceline.web.settings import Settings

# No answer takes so long on any machine; without it a test that fails would hang.
_PATIENCE_S = 60.0
_HALF_OPEN = 300
_HEAD = b"GET /health HTTP/1.1\r\nHost: %s\r\n"


@pytest.fixture
def origin(riverton_case: Path) -> Iterator[str]:
    with served(Settings(casefile=riverton_case)) as found:
        yield found


def _line(origin: str) -> socket.socket:
    at = urlsplit(origin)
    return socket.create_connection((at.hostname or "", at.port or 0), timeout=_PATIENCE_S)


def _head(origin: str) -> bytes:
    return _HEAD % urlsplit(origin).netloc.encode()


def _is_well(origin: str) -> bool:
    return httpx.get(f"{origin}/health", timeout=_PATIENCE_S).text == "ok\n"


def _all(line: socket.socket) -> bytes:
    parts = []
    while part := line.recv(65_536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.slow
@pytest.mark.parametrize("said", [b"", b"GET /health HTTP/1.1\r\nHost:", b"GET"])
def test_hundreds_of_lines_on_which_nothing_comes_stop_nobody(origin: str, said: bytes) -> None:
    with ExitStack() as held:
        for _ in range(_HALF_OPEN):
            held.enter_context(closing(_line(origin))).sendall(said)
        assert _is_well(origin)


@pytest.mark.slow
def test_a_head_that_comes_letter_by_letter_is_answered(origin: str) -> None:
    with closing(_line(origin)) as line:
        for letter in _head(origin) + b"Connection: close\r\n\r\n":
            line.sendall(bytes([letter]))
        assert _all(line).startswith(b"HTTP/1.1 200")


@pytest.mark.slow
def test_a_body_that_stays_away_stops_nobody(origin: str) -> None:
    with ExitStack() as held:
        for _ in range(50):
            line = held.enter_context(closing(_line(origin)))
            line.sendall(
                _head(origin).replace(b"GET /health", b"POST /sign-in")
                + b"Content-Type: application/x-www-form-urlencoded\r\n"
                + b"Content-Length: 100000\r\n\r\nname="
            )
        assert _is_well(origin)


@pytest.mark.slow
def test_who_has_asked_and_says_no_more_is_answered(origin: str) -> None:
    with closing(_line(origin)) as line:
        line.sendall(_head(origin) + b"\r\n")
        line.shutdown(socket.SHUT_WR)
        assert b"200 OK" in _all(line)


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [b"", b"GET /hea", b"POST /sign-in HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nname="],
)
def test_a_line_on_which_nothing_comes_is_let_go(
    riverton_case: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(connection, "HEAD_S", 0.05)
    monkeypatch.setattr(connection, "SILENCE_S", 0.05)
    with served(Settings(casefile=riverton_case)) as origin, closing(_line(origin)) as line:
        line.sendall(said)
        # It ends; whatever was answered before, nobody waits for it any longer.
        _all(line)
        assert _is_well(origin)


def test_more_than_can_be_held_at_once_is_asked_to_come_again() -> None:
    app = FastAPI()

    @app.get("/")
    def within() -> list[object]:
        refused = inner.get("/")
        return [refused.status_code, refused.headers["retry-after"]]

    app.add_middleware(Crowded, most=1)
    with TestClient(app) as outer:
        inner = outer
        assert outer.get("/").json() == [503, "2"]
        assert outer.get("/").status_code == 200
