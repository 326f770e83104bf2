"""Group: many threads of one process append through one writer, and share its commits.

A commit costs some syncs of the disk, whatever it holds. So what was asked for while the last
commit was under way is recorded with the next one, in the order in which it was asked for.
"""

from __future__ import annotations

import threading
from collections import deque
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
    """Appends for all threads of a process; close it, or use ``with``, to wait for the last.

    ``opened`` opens the ledger. It is called for each commit, in a thread that lives while there is
    something to record: so what is recorded goes where the ledger is now, though somebody moved it
    or sealed it meanwhile, and a writer at rest holds nothing open.
    """

    def __init__(
        self, opened: Callable[[], SealedLedger], *, most_waiting: int = MOST_WAITING
    ) -> None:
        self._opened, self._most = opened, most_waiting
        self._waiting: deque[_Asked] = deque()
        self._is_open, self._is_working = True, False
        self._door = threading.Condition()

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
            if not self._is_open:
                raise LedgerBusy("the writer of this ledger was closed; nothing was recorded")
            if len(self._waiting) >= self._most:
                raise LedgerBusy(
                    f"{self._most} others wait already to record something; nothing was recorded, "
                    "do the same again in a moment"
                )
            self._waiting.append((asked, answer))
            if not self._is_working:
                self._is_working = True
                threading.Thread(target=self._work, daemon=True).start()
        return answer.result()

    def close(self) -> None:
        """Take nothing more, and return when everything that was asked for is recorded."""
        with self._door:
            self._is_open = False
            self._door.wait_for(lambda: not self._is_working)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _work(self) -> None:
        while together := self._together():
            self._record(together)

    def _together(self) -> list[_Asked]:
        """Return what waits, as far as one commit takes it; nothing where the work is done."""
        together: list[_Asked] = []
        drafts = 0
        with self._door:
            while self._waiting and drafts < _MOST_DRAFTS:
                together.append(self._waiting.popleft())
                drafts += len(together[-1][0].drafts)
            if not together:
                self._is_working = False
                self._door.notify_all()
        return together

    def _record(self, together: list[_Asked]) -> None:
        done: Sequence[Appended | BaseException]
        try:
            with self._opened() as ledger:
                done = ledger.append_each([asked for asked, _ in together])
        except BaseException as error:  # it is raised where it was asked for
            done = [error] * len(together)
        for (_, answer), outcome in zip(together, done, strict=True):
            if isinstance(outcome, BaseException):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
