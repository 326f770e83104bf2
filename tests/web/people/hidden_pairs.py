"""Hidden pairs: what is hidden beside what never was, asked in turn; how alike the answers are.

``python -m tests.web.people.hidden_pairs --pairs 1000`` measures them and prints a table.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from fastapi.testclient import TestClient

from tests.web.entering import client_as
from tests.web.people.objects import Objects, objects_in
from tests.web.riverton import riverton_in
from truceline.web.people.roles import Role, State

# The kinds of things with an address of their own, and the letter that their ids begin with.
ADDRESSES = {
    "/documents/{}": "document",
    "/api/v1/documents/{}": "document",
    "/api/v1/claims/{}": "claim",
    "/api/v1/observations/{}": "observation",
    "/incidents/{}": "incident",
    "/api/v1/incidents/{}": "incident",
    "/ogc/collections/incidents/items/{}": "incident",
}
# Two-sided p = 0.001 of a rank test in its normal form.
FAR = 3.29
_OURS = "/truceline/"


def pair_of(objects: Objects, address: str, state: State) -> tuple[str, str]:
    """Return the address of something hidden, and that of something that never was."""
    hidden = objects.ids[ADDRESSES[address], state]
    return address.format(hidden), address.format(hidden[:2] + "f" * (len(hidden) - 2))


def work_of(client: TestClient, address: str) -> Counter[str]:
    """Return how often each function of ours, and each statement of a store, ran for an answer."""
    with _counted() as count:
        client.get(address, follow_redirects=False)
    return count


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    count: Counter[str] = Counter()

    def seen(frame: FrameType, event: str, what: object) -> None:
        code = frame.f_code
        if event == "call" and _OURS in code.co_filename:
            count[f"{code.co_filename.rpartition(_OURS)[2]}:{code.co_qualname}"] += 1
        elif event == "c_call" and getattr(what, "__name__", "") in ("execute", "executemany"):
            count["a statement of a store"] += 1

    # A client without a portal of its own has its requests answered by new threads.
    threading.setprofile(seen)
    try:
        yield count
    finally:
        threading.setprofile(None)


def gaps_s(ask: Callable[[str], object], hidden: str, missing: str, *, pairs: int) -> list[float]:
    """Return by how much longer the hidden one took, pair by pair; who goes first alternates."""
    gaps = []
    for number in range(pairs):
        took = {}
        for address in (hidden, missing) if number % 2 else (missing, hidden):
            begun = time.perf_counter()
            ask(address)
            took[address] = time.perf_counter() - begun
        gaps.append(took[hidden] - took[missing])
    return gaps


def rank_score(gaps: Sequence[float]) -> float:
    """Return Wilcoxon's signed-rank score of paired gaps, in standard deviations from none.

    >>> rank_score([1.0, -2.0, 3.0, -4.0])
    -0.3651483716701107
    """
    pairs = len(gaps)
    ranked = sorted(range(pairs), key=lambda index: abs(gaps[index]))
    above = sum(rank for rank, index in enumerate(ranked, 1) if gaps[index] > 0)
    mean = pairs * (pairs + 1) / 4
    deviation = float((pairs * (pairs + 1) * (2 * pairs + 1) / 24) ** 0.5)
    return (above - mean) / deviation


def main() -> None:
    """Measure and print one line for each address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        objects = objects_in(riverton_in(Path(folder) / "case"))
        with client_as(objects.app, Role.ANALYST) as client:
            for address in ADDRESSES:
                hidden, missing = pair_of(objects, address, State.RESTRICTED)
                gaps_s(client.get, hidden, missing, pairs=20)
                gaps = gaps_s(client.get, hidden, missing, pairs=pairs)
                middle, score = statistics.median(gaps) * 1e6, rank_score(gaps)
                verdict = "told apart" if abs(score) > FAR else "alike"
                print(f"{address:40} {pairs} pairs  median gap {middle:+7.1f} us  "
                      f"rank score {score:+.2f}  {verdict}")  # fmt: skip


if __name__ == "__main__":
    main()
