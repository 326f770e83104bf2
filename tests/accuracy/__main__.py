"""Print the table: ``python -m tests.accuracy``."""

from __future__ import annotations

import sys

from tests.accuracy.ceasefire import halves, passages, score
from tests.conftest import SHARED


def main() -> int:
    """Print every figure for the whole corpus and for its two halves."""
    corpus = passages(SHARED / "corpora" / "ceasefire" / "dev.jsonl")
    odd, even = halves(corpus)
    tables = [score(part) for part in (corpus, odd, even)]
    sys.stdout.write(f"{'figure':30} {'all':>7} {'odd':>7} {'even':>7}\n")
    for name in tables[0]:
        row = " ".join(f"{table[name]:7.3f}" for table in tables)
        sys.stdout.write(f"{name:30} {row}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
