"""Crowded: where more is asked at once than a desk can hold, the rest is asked to come again."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Requests in hand at once, those that wait for their turn included: fifty people with four pages
# each, and as many that listen for news.
MOST_AT_ONCE = 400
_COME_AGAIN_S = "2"


class Crowded:
    """Middleware: counts requests in hand. A connection that asks nothing is none of them."""

    def __init__(self, app: ASGIApp, *, most: int = MOST_AT_ONCE) -> None:
        self._app, self._most = app, most
        self._in_hand = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 503 and say when to come again."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._in_hand >= self._most:
            refused = PlainTextResponse(
                "too much is asked at once; come again\n",
                status_code=503,
                headers={"retry-after": _COME_AGAIN_S, "cache-control": "no-store"},
            )
            await refused(scope, receive, send)
            return
        self._in_hand += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_hand -= 1
