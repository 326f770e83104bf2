"""Ledger states: what tells one state of a casefile from another, asked many times a second.

To open a ledger takes some milliseconds; to ask its files when they were written takes none. A
state is taken from memory while neither the settings nor the files of the ledger were written.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from truceline.evidence.layout import LEDGER_FILE, SETTINGS_FILE, Casefile

State = tuple[int, str]
_Written = tuple[tuple[int, int, int] | None, ...]

# Two commits within one tick of a file system's clock cannot be told apart by their times: what was
# written this lately is asked anew. The coarsest clock in use ticks every ten milliseconds.
_FRESH_S = 0.05
_FILES = (SETTINGS_FILE, LEDGER_FILE, f"{LEDGER_FILE}-wal")


@dataclass(slots=True)
class LedgerStates:
    """The last state of one casefile, and when its files were written then."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _written: _Written = ()
    _state: State = (-1, "")

    def now(self, path: Path) -> State:
        """Return the size of the ledger and the settings, as they are now."""
        before = _written(path)
        with self._lock:
            if before and before == self._written:
                return self._state
        case = Casefile.open(path)
        with case.ledger(with_keys=False) as ledger:
            state = ledger.size(), repr(case.settings)
        # A ledger on a server is in no file here; it is asked each time.
        in_file = case.settings.ledger is None
        latest_ns = max(one[0] for one in before if one is not None)
        settled = time.time_ns() - latest_ns > _FRESH_S * 1e9
        with self._lock:
            self._written = before if in_file and settled else ()
            self._state = state
        return state


def _written(path: Path) -> _Written:
    return tuple(_of_file(path / name) for name in _FILES)


def _of_file(path: Path) -> tuple[int, int, int] | None:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    # Whoever opens the ledger to read makes an empty log beside it, and takes it away again.
    if not told.st_size:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
