"""Group: many threads of one process append through one writer, and share its commits.

A commit costs some syncs of the disk, whatever it holds. So what was asked for while the last
commit was under way is recorded with the next one, in the order in which it was asked for.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from types import TracebackType
from typing import Self

from truceline.errors import LedgerBusy
from truceline.evidence.ledger import Appended, Draft, Submission
from truceline.evidence.sealed import SealedLedger

# Who would be the next to wait is refused at once: at some hundred appends a second these wait for
# less than a second, and a door that cannot keep up should say so.
MOST_WAITING = 128

# Drafts in one commit, so that it takes some hundredths of a second and other processes get a turn.
_MOST_DRAFTS = 1_000

_Asked = tuple[Submission, "Future[Appended]"]


class GroupWriter:
    """A thread that opens a ledger and appends for all others; close it, or use ``with``.

    ``opened`` opens the ledger; it is called in the thread, which alone uses it.
    """

    def __init__(
        self, opened: Callable[[], SealedLedger], *, most_waiting: int = MOST_WAITING
    ) -> None:
        self._opened, self._most = opened, most_waiting
        self._waiting: queue.Queue[_Asked | None] = queue.Queue(most_waiting)
        self._open, self._door = True, threading.Lock()
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.result()

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        author: str,
        recorded_at: datetime,
        request: str | None = None,
    ) -> Appended:
        """Append all drafts or none, durably; as ``Ledger.append``, from any thread.

        Raises:
            LedgerBusy: too many wait already, or the writer was closed; nothing was recorded.
        """
        asked = Submission(drafts=drafts, author=author, recorded_at=recorded_at, request=request)
        answer: Future[Appended] = Future()
        with self._door:
            if not self._open:
                raise LedgerBusy("the writer of this ledger was closed; nothing was recorded")
            try:
                self._waiting.put_nowait((asked, answer))
            except queue.Full:
                raise LedgerBusy(
                    f"{self._most} others wait already to record something; nothing was recorded, "
                    "do the same again in a moment"
                ) from None
        return answer.result()

    def close(self) -> None:
        """Record what was asked for, and let go of the ledger."""
        with self._door:
            if self._open:
                self._open = False
                self._waiting.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, ready: Future[None]) -> None:
        try:
            ledger = self._opened()
        except BaseException as error:  # it is raised where the writer is made
            ready.set_exception(error)
            return
        ready.set_result(None)
        with ledger:
            while self._record(ledger):
                pass

    def _record(self, ledger: SealedLedger) -> bool:
        """Record what waits, together; return whether there may be more."""
        together, more = self._together()
        if together:
            try:
                done = ledger.append_each([asked for asked, _ in together])
            except BaseException as error:  # it is raised where it was asked for
                done = [error for _ in together]  # type: ignore[misc]
            for (_, answer), outcome in zip(together, done, strict=True):
                if isinstance(outcome, BaseException):
                    answer.set_exception(outcome)
                else:
                    answer.set_result(outcome)
        return more

    def _together(self) -> tuple[list[_Asked], bool]:
        together: list[_Asked] = []
        drafts = 0
        while drafts < _MOST_DRAFTS:
            try:
                asked = self._waiting.get(block=not together)
            except queue.Empty:
                break
            if asked is None:
                return together, False
            together.append(asked)
            drafts += len(asked[0].drafts)
        return together, True
