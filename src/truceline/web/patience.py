"""Patience: a page that takes long says so at once, and comes when it is ready.

The first look at a large casefile judges it whole. A browser that opens a page waits a moment; then
it gets a page that loads itself again, while the work goes on. Programs wait as they always did.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a person waits for without wondering whether anything happens.
MOMENT_S = 3.0
_REFRESH_S = "2"
# Answers that nobody came back for are dropped beyond these.
_MOST_PENDING = 64
# An answer that nobody fetched for so long would show the record as it was.
_STALE_S = 300.0
# Whoever asks, and for what: nobody gets another's page.
_TELLING = (b"cookie", b"authorization", b"accept-language")


@dataclass(slots=True)
class _Pending:
    """A page in the making, and what was said of it so far."""

    task: asyncio.Task[None]
    begun: float
    messages: list[Message] = field(default_factory=list)


class Patience:
    """Middleware: answers a look at a page within a moment, if only that it takes time."""

    def __init__(self, app: ASGIApp, *, moment_s: float = MOMENT_S) -> None:
        self.app = app
        self._moment_s = moment_s
        self._pending: dict[tuple[Hashable, ...], _Pending] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and wait no longer than a moment where a person looks."""
        if not _is_a_look(scope):
            if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
                # Whoever changed something must not be shown how it was before.
                self._forget(scope)
            await self.app(scope, receive, send)
            await _note_writing(scope)
            return
        key = _asker(scope)
        pending = self._pending.get(key)
        if pending is not None and time.monotonic() - pending.begun > _STALE_S:
            pending = None
        if pending is None:
            if len(self._pending) >= _MOST_PENDING:
                self._drop_the_finished()
            if len(self._pending) >= _MOST_PENDING:
                await self.app(scope, receive, send)
                return
            pending = self._pending[key] = self._begun(scope)
        await asyncio.wait({pending.task}, timeout=self._moment_s)
        if pending.task.done():
            self._pending.pop(key, None)
            pending.task.result()
            for message in pending.messages:
                await send(message)
            return
        await _working(scope, receive, send, seconds=time.monotonic() - pending.begun)

    def _begun(self, scope: Scope) -> _Pending:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        asked = asyncio.Event()

        async def nothing() -> Message:
            # A look has no body, and whoever leaves comes back: nobody hangs up on the work.
            if asked.is_set():
                await asyncio.Event().wait()
            asked.set()
            return {"type": "http.request", "body": b"", "more_body": False}

        task = asyncio.ensure_future(self._run(dict(scope), nothing, keep))
        return _Pending(task=task, begun=time.monotonic(), messages=messages)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def _forget(self, scope: Scope) -> None:
        asker = _asker(scope)[2:]
        for key in [key for key in self._pending if key[2:] == asker]:
            del self._pending[key]

    def _drop_the_finished(self) -> None:
        for key in [key for key, one in self._pending.items() if one.task.done()]:
            one = self._pending.pop(key)
            # Its failure is in the log; nobody is left to be told.
            one.task.exception()


async def _note_writing(scope: Scope) -> None:
    """Note how large the ledger is once somebody has written: they are shown no less."""
    person = scope.get("state", {}).get("person")
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or not person or not person.id:
        return
    state = scope["app"].state
    size, _ = await asyncio.to_thread(state.whole.states.now, state.settings.casefile)
    state.wrote[person.id] = size


def _is_a_look(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = dict(scope["headers"])
    return (
        headers.get(b"sec-fetch-mode") == b"navigate"
        and headers.get(b"sec-fetch-dest") == b"document"
    )


def _asker(scope: Scope) -> tuple[Hashable, ...]:
    headers = dict(scope["headers"])
    # Somebody whose role was changed meanwhile is somebody else.
    who = scope.get("state", {}).get("person")
    return (scope["path"], scope["query_string"], who, *map(headers.get, _TELLING))


async def _working(scope: Scope, receive: Receive, send: Send, *, seconds: float) -> None:
    from truceline.web.memory import Stage
    from truceline.web.page import shown

    stages = list(Stage)
    response = shown(
        Request(scope),
        "working.html",
        status_code=202,
        seconds=round(seconds),
        stages=stages,
        done=stages.index(scope["app"].state.whole.memory.stage),
    )
    response.headers["refresh"] = _REFRESH_S
    response.headers["retry-after"] = _REFRESH_S
    await response(scope, receive, send)
