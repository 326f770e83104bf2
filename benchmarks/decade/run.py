"""A decade: python -m benchmarks.decade.run [--observations 100000] [--weeks 520] [--check].

Gathers invented reports, judges them by forty provisions of 1974 week by week, then takes in one
report more, and prints what that costs beside the whole. With ``--check`` the whole is judged again
with that report, and must be the same.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from benchmarks.decade.world import looks, one_more, reports, week_of
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy_file import load_policy
from truceline.assessment.reassess import reassess
from truceline.observation.corroborate import incidents_from
from truceline.observation.gathering import Gathering

T = TypeVar("T")
PROVISIONS = 40


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--weeks", type=int, default=520)
    parser.add_argument("--check", action="store_true")
    wanted = parser.parse_args()
    agreement = forty()
    bench = Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())
    rest: dict[str, Any] = {
        "coverage": looks(wanted.weeks),
        "duties": (),
        "claims": (),
        "reviews": (),
        "as_of": "2026-01-01",
        "policy": load_policy(None),
        "bench": bench,
    }
    periods = tuple(week_of(number) for number in range(wanted.weeks))
    known = tuple(reports(wanted.observations, weeks=wanted.weeks))
    gathering = Gathering()
    _, gather_s = timed(lambda: gathering.change(came=known))
    held = {one.id: one for one in incidents_from(gathering.groups)}
    before, whole_s = timed(
        lambda: assess(agreement, incidents=held.values(), periods=periods, **rest)
    )
    print(f"{len(known)} reports, {len(held)} incidents, {len(agreement.provisions)} provisions, "
          f"{wanted.weeks} weeks, {len(before)} findings")  # fmt: skip
    print(f"gathering takes {gather_s / whole_s:.3f} of judging; peak memory {peak_mb()} MB")

    def take_in() -> tuple[Any, ...]:
        gone, new = gathering.change(came=[one_more(wanted.weeks)])
        changed = (*incidents_from(gone), *incidents_from(new))
        for one in incidents_from(gone):
            del held[one.id]
        held.update((one.id, one) for one in incidents_from(new))
        return reassess(
            agreement, findings=before, changed=changed, incidents=held.values(), **rest
        )

    after, one_s = timed(take_in)
    moved = sum(a != b for a, b in zip(before, after, strict=True))
    print(f"one report more changes {moved} findings; the whole takes "
          f"{(gather_s + whole_s) / one_s:.0f} times as long")  # fmt: skip
    if wanted.check:
        again = assess(agreement, incidents=held.values(), periods=periods, **rest)
        assert again == after
        print("the same as from the whole")


def forty() -> Agreement:
    """Return the papers of 1974 with their first forty provisions."""
    agreement = load_agreement("undof-1974")
    return replace(agreement, provisions=agreement.provisions[:PROVISIONS])


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """Return what an action gives, and the processor seconds it took."""
    start = time.process_time()
    result = action()
    return result, time.process_time() - start


def peak_mb() -> int:
    """Return the most memory that this process held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
