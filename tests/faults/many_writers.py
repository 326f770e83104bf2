"""A process that appends for some seconds beside others, and says how often, and its longest wait.

Usage: python many_writers.py ROOT KIND FOLDER ADDRESS NAME SECONDS BATCH BUILD. It says "ready",
waits for a line, and prints its appends, its errors and its longest wait in seconds. The builds
other than "sound" are broken on purpose: a harness that passes them proves nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

PAUSE_S = 0.02
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)


def main() -> None:
    """Append until the time is over."""
    root, kind, folder, address, name, seconds, batch, build = sys.argv[1:]
    sys.path[:0] = [root, f"{root}/src"]
    from tests.places import PostgresqlPlace, SqlitePlace, open_ledger
    from truceline.evidence.ledger import Draft, EntryKind

    path = Path(folder)
    place = SqlitePlace(path) if kind == "sqlite" else PostgresqlPlace(path, address)
    appends, errors, longest_s = 0, 0, 0.0
    if build == "reads the head before it holds the file":
        reads_early()
    elif build == "takes no turns":
        takes_no_turns()
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


def reads_early() -> None:
    """Let a writer look at the end of the ledger first, and hold the file after."""
    from truceline.evidence.stores.sqlite import SqliteStore
    from truceline.evidence.stores.store import Head

    sound = SqliteStore.writing

    @contextmanager
    def writing(store: SqliteStore) -> Iterator[Head]:
        head = store.head()
        # What another process does between the two is what the lock is for.
        time.sleep(PAUSE_S)
        with sound(store):
            yield head

    SqliteStore.writing = writing  # type: ignore[assignment, method-assign]


def takes_no_turns() -> None:
    """Leave it to SQLite who writes next."""
    from truceline.evidence.stores.turn import Turn

    Turn._is_open = lambda _: False  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    main()
