"""Works at texts when asked, and tells the processor time: python -m benchmarks.reading.worker WHO.

WHO is ``ours`` or ``peers``. Each line on standard input is a JSON object with ``stage``, the name
of a stage or of a peer, and ``texts``; each line of the answer is a number of seconds. It runs in
the environment of whoever works, and imports nothing of the other.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

Work = Callable[[str, str], object]
_PUBLISHED = "2024-06-05"


def ours() -> Work:
    """Return our work: the whole record of claims, or one stage's."""
    passages: Any = import_module("truceline.casework.read_passages")

    def work(stage: str, text: str) -> object:
        line = json.dumps({"text": text, "published": _PUBLISHED})
        asked = None if stage == "claims" else stage
        source = passages.Source(number=1, line=line)
        record = passages.record_of(source, stage=asked, reader="grammar")
        if "error" in record:
            raise RuntimeError(record["error"])
        return record

    return work


def peers() -> Work:
    """Return the peers' work, by the name of the peer."""
    held: Any = import_module("tests.accuracy.run_peer")
    return lambda peer, text: held.PEERS[peer]({"id": "1", "text": text, "published": _PUBLISHED})


def main() -> None:
    """Answer until there is nothing more to do."""
    work = {"ours": ours, "peers": peers}[sys.argv[1]]()
    for line in sys.stdin:
        asked = json.loads(line)
        start = time.process_time()
        try:
            for text in asked["texts"]:
                work(asked["stage"], text)
            answer = json.dumps(time.process_time() - start)
        except Exception as fault:
            answer = json.dumps(f"{type(fault).__name__}: {fault}"[:200])
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
