"""Turn: processes that write to one file take turns, so that none of them starves.

SQLite's own waiting is not fair: who is refused sleeps ever longer, and who has just written comes
back first. Here a waiter holds the place of the next one, and whoever has just written has to stand
in line for that place like the others.

It makes writing fair; what excludes two writers is SQLite's own lock. So where locks of this kind
do not exist, or the file of the locks cannot be made, everything goes on without, but with an older
SQLite and a write-ahead log: there it keeps a fault of theirs away (``stores/write_ahead.py``).

On Linux the locks belong to the open file and not to the process, so threads take turns as well.
The line has so many places and no more: who finds none is told at once.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.errors import LedgerBusy

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".turn"

# Two bytes of the file stand for the two places at the front, and one each for those behind.
_HELD, _NEXT, _LINE = 0, 1, 16
# Who would wait behind so many is refused: at a hundred commits a second he would wait for a second
# and a half, and a crowd that grows without end helps nobody.
MOST_WAITING = 128

# Locks of the open file part threads; those of a process do not.
_PARTS_THREADS = sys.platform == "linux"

# One process at a time waits for the ledger itself, so it may look often; the others look less.
# A commit takes one to ten milliseconds.
_LOOK_S = {_HELD: 0.0002, _NEXT: 0.001}
# Who has waited a second waits for something long.
_PATIENT_AFTER_S = 1.0
_PATIENT_LOOK_S = 0.01


class Turn:
    """A line of processes before one file."""

    def __init__(self, path: Path, *, timeout_s: float, most_waiting: int = MOST_WAITING) -> None:
        self._path = path
        self._most = most_waiting
        self._beside = path.with_suffix(_SUFFIX)
        self._timeout_s = timeout_s
        self._handle = -1

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Wait for one's turn, and let the next one in at the end of the block.

        Yields whether nobody else can have a turn meanwhile, no thread of this process either.

        Raises:
            LedgerBusy: others held it too long.
        """
        if not self._is_open():
            yield False
            return
        started = time.monotonic()
        place = self._place_in_line()
        try:
            self._wait(_NEXT, started)
        finally:
            self._release(place)
        try:
            self._wait(_HELD, started)
        finally:
            self._release(_NEXT)
        try:
            yield _PARTS_THREADS
        finally:
            self._release(_HELD)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _place_in_line(self) -> int:
        # Each begins to look where its number points, so that the first look finds a free one.
        first = self._handle + os.getpid()
        for step in range(self._most):
            place = _LINE + (first + step) % self._most
            if self._is_taken(place):
                return place
        raise LedgerBusy(
            f"{self._most} others wait already to write to {self._path}; nothing was recorded, do "
            "the same again in a moment"
        )

    def _is_open(self) -> bool:
        if sys.platform == "win32":
            return False
        if self._handle < 0:
            if not self._path.exists():  # a ledger in memory, to which nobody else can come
                return False
            try:
                self._handle = os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError:
                return False
        return True

    def _wait(self, place: int, started: float) -> None:
        while not self._is_taken(place):
            waited_s = time.monotonic() - started
            if waited_s > self._timeout_s:
                raise LedgerBusy(
                    f"other processes have held {self._path} for {self._timeout_s:g} "
                    "seconds; wait until they are done or end them, then do the same again: "
                    "nothing was recorded"
                )
            time.sleep(_LOOK_S[place] if waited_s < _PATIENT_AFTER_S else _PATIENT_LOOK_S)

    def _is_taken(self, place: int) -> bool:
        try:
            _lock(self._handle, place)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _release(self, place: int) -> None:
        _unlock(self._handle, place)


if sys.platform == "linux":
    # struct flock: type, whence, start, length, and a process that must be none.
    _FLOCK = "hhqqi"

    def _lock(handle: int, place: int) -> None:
        wanted = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)

    def _unlock(handle: int, place: int) -> None:
        wanted = struct.pack(_FLOCK, fcntl.F_UNLCK, os.SEEK_SET, place, 1, 0)
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)

elif sys.platform != "win32":

    def _lock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)

    def _unlock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_UN, 1, place)

else:

    def _lock(handle: int, place: int) -> None:
        """Nothing is locked: everything goes on without."""

    def _unlock(handle: int, place: int) -> None:
        """Nothing was locked."""
