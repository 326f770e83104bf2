"""A decade: python -m benchmarks.decade.run [--observations N] [--weeks N] [--check] [--kept].

Gathers invented reports, judges them by forty provisions of 1974 week by week, then takes in one
report more, and prints what that costs beside the whole. With ``--check`` the whole is judged again
with that report, and must be the same. With ``--kept`` the first result is kept in a file, as the
command line keeps it, and the report is taken in from there.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.decade.world import looks, one_more, reports, week_of
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.brief import Brief, made_from
from truceline.assessment.finding import Finding
from truceline.assessment.from_kept import judge_from_kept
from truceline.assessment.kept import Kept, as_kept
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy_file import load_policy
from truceline.assessment.reassess import reassess
from truceline.casework.kept_findings import read_kept, write_kept
from truceline.observation.corroborate import corroborate, incidents_from
from truceline.observation.gathering import Gathering
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

T = TypeVar("T")
PROVISIONS = 40


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--weeks", type=int, default=520)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--kept", action="store_true")
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
    if wanted.kept:
        _from_a_file(agreement, rest, known, before, after, periods, whole_s=gather_s + whole_s)
    if wanted.check:
        again = assess(agreement, incidents=held.values(), periods=periods, **rest)
        assert again == after
        print("the same as from the whole")


def _from_a_file(  # noqa: PLR0917
    agreement: Agreement, rest: dict[str, Any], known: tuple[Observation, ...],
    before: tuple[Finding, ...], after: tuple[Finding, ...], periods: tuple[Timespan, ...],
    *, whole_s: float,
) -> None:  # fmt: skip
    """Take one report more in by way of a file, and print what that costs beside the whole."""
    given = {name: value for name, value in rest.items() if name != "bench"}

    def brief(reports: tuple[Observation, ...]) -> Brief:
        return Brief(
            agreement=agreement, incidents=corroborate(reports), published={}, extents=(), **given
        )

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "judged" / "kept"
        first = Kept(
            made=made_from(brief(known)), findings={one.id: as_kept(one) for one in before}
        )
        write_kept(path, first, index_key=bytes(32))

        def take_in() -> tuple[Finding, ...]:
            found, kept = judge_from_kept(
                brief((*known, one_more(len(periods)))), periods=periods,
                before=read_kept(path, index_key=bytes(32)),
            )  # fmt: skip
            write_kept(path, kept, index_key=bytes(32))
            return found

        found, once_s = timed(take_in)
        assert found == after
        print(f"from a file of {path.stat().st_size / 1e6:.0f} MB, with all reports gathered anew, "
              f"the whole takes {whole_s / once_s:.0f} times as long")  # fmt: skip


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
