"""A program that serves a casefile, and stops short of keeping the answer to any keyed write.

Usage: python -m tests.faults.stalled_desk CASEFILE. It prints its address, and a line for each
write that is recorded by then; the write stays unanswered until the program is killed.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from unittest import mock

from tests.web.served import served
from truceline.web.api.once import Once
from truceline.web.settings import Settings


def stall(*_: object) -> None:
    """Say that a write was recorded, and go no further."""
    print("recorded", flush=True)
    threading.Event().wait()


def main() -> None:
    """Serve until killed."""
    settings = Settings(casefile=Path(sys.argv[1]))
    with mock.patch.object(Once, "_keep", stall), served(settings) as address:
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
