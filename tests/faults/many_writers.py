"""A process that appends for some seconds beside others, and says how often, and its longest wait.

Usage: python many_writers.py ROOT KIND FOLDER ADDRESS NAME SECONDS BATCH. It says "ready", waits
for a line, and prints its appends, its errors and its longest wait in seconds.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

MOMENT = datetime(2031, 6, 1, tzinfo=UTC)


def main() -> None:
    """Append until the time is over."""
    root, kind, folder, address, name, seconds, batch = sys.argv[1:]
    sys.path[:0] = [root, f"{root}/src"]
    from tests.places import PostgresqlPlace, SqlitePlace, open_ledger
    from truceline.evidence.ledger import Draft, EntryKind

    path = Path(folder)
    place = SqlitePlace(path) if kind == "sqlite" else PostgresqlPlace(path, address)
    appends, errors, longest_s = 0, 0, 0.0
    with open_ledger(place) as ledger:
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.monotonic() + float(seconds)
        while (started := time.monotonic()) < end:
            drafts = [
                Draft(kind=EntryKind.CLAIM, key=f"{name}-{appends}-{part}", record={"w": "x" * 200})
                for part in range(int(batch))
            ]
            try:
                ledger.append(drafts, author="w", recorded_at=MOMENT)
                appends += 1
            except Exception as error:
                errors += 1
                print(error, file=sys.stderr)
            longest_s = max(longest_s, time.monotonic() - started)
    print(appends, errors, longest_s, flush=True)


if __name__ == "__main__":
    main()
