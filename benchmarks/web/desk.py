"""A desk under load, in a process of its own: desk.py CASE PORT.

Each answer says in ``Server-Timing`` how much processor time its handler took. On a machine that
others use that is what can be compared: the clock counts what waited for others as well.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import fastapi.routing
import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from truceline.web.app import desk
from truceline.web.serve import config_of
from truceline.web.settings import Settings

_taken_s: ContextVar[list[float]] = ContextVar("taken_s")


def main(case: str, port: str) -> None:
    """Serve until ended."""
    settings = Settings(casefile=Path(case), origin=f"http://127.0.0.1:{port}")
    setattr(fastapi.routing, "run_in_threadpool", _timed(run_in_threadpool))  # noqa: B010
    app = desk(settings)
    app.add_middleware(_Told)
    uvicorn.Server(config_of(app, port=int(port))).run()


def _timed(in_thread: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def timed(handler: Callable[..., Any], *args: Any, **rest: Any) -> Any:
        taken_s = _taken_s.get([])

        def work() -> Any:
            begun = time.thread_time()
            try:
                return handler(*args, **rest)
            finally:
                taken_s.append(time.thread_time() - begun)

        return await in_thread(work)

    return timed


class _Told:
    """Middleware: tells what the handlers of a request took."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken_s: list[float] = []
        _taken_s.set(taken_s)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = f"handler;dur={1000 * sum(taken_s):.1f}".encode()
                message["headers"] = [*message.get("headers", ()), (b"server-timing", took)]
            await send(message)

        await self._app(scope, receive, telling)


if __name__ == "__main__":
    main(*sys.argv[1:])
