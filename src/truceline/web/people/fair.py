"""Fair: who is served next when more ask than can be served.

Each account waits in a line of its own, and the lines are served in turn: one that floods waits for
itself. What cannot wait is told when to come back, 429 where the account asked too much, 503 where
everybody did.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from truceline.errors import TrucelineError
from truceline.sentence import say

# The reading of a page is work for a processor: more than a few at once only wait for each other
# (p99 of reads without a bound was ten times that with one, on two cores).
AT_ONCE = 8
# One account may hold half of the places, so that there is always one near for somebody else.
OF_ONE = AT_ONCE // 2
# A line of forty is two seconds of waiting at twenty pages a second; four hundred in all bounds the
# memory that waiting requests take.
WAITING_OF_ONE, WAITING = 40, 400
RETRY_AFTER_S = 2


class Overloaded(TrucelineError):
    """More was asked than can be served; ``status`` is the answer's, 429 or 503."""

    def __init__(self, status: int, retry_after_s: int = RETRY_AFTER_S) -> None:
        self.status, self.retry_after_s = status, retry_after_s
        super().__init__(say("too many requests; try again in {seconds} s", seconds=retry_after_s))


class Fair:
    """Gives turns, line by line. One event loop alone uses it."""

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        of_one: int = OF_ONE,
        waiting_of_one: int = WAITING_OF_ONE,
        waiting: int = WAITING,
    ) -> None:
        self._at_once, self._of_one = at_once, of_one
        self._waiting_of_one, self._waiting = waiting_of_one, waiting
        self._running: dict[str, int] = {}
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it.

        Raises:
            Overloaded: the line is full.
        """
        if self._free(who) and who not in self._lines:
            self._running[who] = self._running.get(who, 0) + 1
        else:
            await self._wait(who)
        try:
            yield
        finally:
            self._leave(who)

    def _free(self, who: str) -> bool:
        return (
            sum(self._running.values()) < self._at_once and self._running.get(who, 0) < self._of_one
        )

    async def _wait(self, who: str) -> None:
        line = self._lines.get(who)
        if line is not None and len(line) >= self._waiting_of_one:
            raise Overloaded(429)
        if sum(map(len, self._lines.values())) >= self._waiting:
            raise Overloaded(503)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(who, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                # The turn came at the very moment that the asker went away.
                self._leave(who)
            else:
                self._forget(who, mine)
            raise

    def _leave(self, who: str) -> None:
        self._running[who] -= 1
        if not self._running[who]:
            del self._running[who]
        for next_ in list(self._lines):
            if sum(self._running.values()) >= self._at_once:
                return
            if self._free(next_):
                self._call(next_)

    def _call(self, who: str) -> None:
        line = self._lines.pop(who)
        mine = line.popleft()
        if line:
            # To the end of the round: the others come before its next one.
            self._lines[who] = line
        self._running[who] = self._running.get(who, 0) + 1
        mine.set_result(None)

    def _forget(self, who: str, mine: asyncio.Future[None]) -> None:
        line = self._lines.get(who)
        if line is not None and mine in line:
            line.remove(mine)
            if not line:
                del self._lines[who]
