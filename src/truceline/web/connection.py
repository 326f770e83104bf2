"""Connection: one client's line to the desk, which is let go where nothing comes over it."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# The head of a request is a packet or two: over the poorest line it is here within this.
HEAD_S = 20.0
# A body may take as long as it takes, as long as something of it comes.
SILENCE_S = 30.0


class Connection(H11Protocol):
    """A connection that ends where the head of a request is late, or a body stays silent.

    Without it whoever opens connections and says nothing takes every file handle there is.
    """

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the first request its time."""
        super().connection_made(transport)
        self._wait(HEAD_S)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, and see what is waited for now."""
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY:
            self._wait(SILENCE_S)
        elif self.conn.their_state is not h11.IDLE:
            self._wait(None)
        elif self._patience is None:
            # The beginning of another head, on a line that was kept open.
            self._wait(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._wait(None)
        super().connection_lost(exc)

    def _wait(self, seconds: float | None) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = None if seconds is None else self.loop.call_later(seconds, self._let_go)

    def _let_go(self) -> None:
        transport: Any = self.transport
        if transport is not None and not transport.is_closing():
            transport.close()
