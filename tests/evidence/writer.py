"""A process that appends without end and says what it was told is kept; made to be killed.

Usage: python -I writer.py SRC LEDGER NAME MODE [BATCHES]. Prints the number of a batch once its
three entries are kept. The modes other than "sound" are broken on purpose: a harness that passes
them proves nothing.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

BATCH = 3
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)


def main(source: str, path: str, name: str, mode: str, batches: str = "") -> None:
    """Append batches of three until somebody ends it."""
    sys.path.insert(0, source)
    from truceline.evidence.ledger import Draft, EntryKind
    from truceline.evidence.stores.sqlite import SqliteLedger

    with SqliteLedger.open(Path(path)) as ledger:
        for number in range(int(batches)) if batches else count():
            drafts = [
                Draft(
                    kind=EntryKind.CLAIM,
                    key=f"{name}-{number}-{part}",
                    record={"n": number, "words": "a truce held " * 20},
                )
                for part in range(BATCH)
            ]
            if mode == "acknowledges before it commits":
                print(number, flush=True)
            if mode == "commits one by one":
                for draft in drafts:
                    ledger.append([draft], author="w", recorded_at=MOMENT)
            else:
                ledger.append(drafts, author="w", recorded_at=MOMENT)
            if mode != "acknowledges before it commits":
                print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
