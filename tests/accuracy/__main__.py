"""Print the table: ``python -m tests.accuracy``."""

from __future__ import annotations

import sys

from tests.accuracy import attribution, plover
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
    sets = {
        "attribution (GUM, train)": attribution.score(
            attribution.documents(SHARED / "corpora" / "gum" / "train.jsonl.gz")
        ),
        "event coding (PLOVER, half)": plover.score(
            plover.records(SHARED / "corpora" / "plover" / "half.jsonl")
        ),
    }
    for title, figures in sets.items():
        sys.stdout.write(f"\n{title}\n")
        for name, value in figures.items():
            sys.stdout.write(f"{name:30} {value:7.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
