"""A page that takes long says so within a moment, and comes to whoever asked for it alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from truceline.web.patience import Patience
from truceline.web.settings import Settings
from truceline.web.view import View

_LOOK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def _app(done: asyncio.Event, asked: list[str]) -> Patience:
    app = FastAPI()
    app.state.settings = Settings(casefile=Path("case"))
    app.state.addresses = {}
    app.state.whole = View(Path("case"))

    @app.get("/slow")
    async def slow() -> PlainTextResponse:
        asked.append("slow")
        await done.wait()
        return PlainTextResponse("the page")

    return Patience(app, moment_s=0.05)


def _looks(app: Patience) -> httpx.AsyncClient:
    # The app of the scope is set by the app inside, which the page of waiting needs as well.
    async def with_app(scope, receive, send):  # type: ignore[no-untyped-def]
        scope["app"] = app.app
        await app(scope, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(with_app), base_url="http://127.0.0.1")


def test_a_look_is_told_to_wait_and_gets_the_page_without_asking_twice() -> None:
    async def looked() -> None:
        done = asyncio.Event()
        asked: list[str] = []
        async with _looks(_app(done, asked)) as browser:
            first = await browser.get("/slow", headers=_LOOK)
            assert first.status_code == 202
            assert first.headers["refresh"] == "2"
            assert "comes by itself" in first.text
            assert '<li aria-current="step">The record is read' in first.text
            done.set()
            second = await browser.get("/slow", headers=_LOOK)
            assert (second.status_code, second.text) == (200, "the page")
        assert asked == ["slow"]

    asyncio.run(looked())


def test_nobody_gets_the_page_that_another_asked_for() -> None:
    async def looked() -> None:
        done = asyncio.Event()
        asked: list[str] = []
        async with _looks(_app(done, asked)) as browser:
            await browser.get("/slow", headers={**_LOOK, "cookie": "session=ann"})
            done.set()
            await browser.get("/slow", headers={**_LOOK, "cookie": "session=bea"})
        assert asked == ["slow", "slow"]

    asyncio.run(looked())


def test_a_program_waits_for_its_answer() -> None:
    async def asked_by_a_program() -> None:
        done = asyncio.Event()
        async with _looks(_app(done, [])) as program:
            asyncio.get_running_loop().call_later(0.2, done.set)
            answer = await program.get("/slow")
        assert (answer.status_code, answer.text) == (200, "the page")

    asyncio.run(asked_by_a_program())
