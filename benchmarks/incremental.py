"""What one new report costs: python -m benchmarks.incremental [--observations N] [--weeks N].

Judges a record of invented reports by the papers of 1974, week by week, whole and then again with
one report more, and prints the ratio. The two results are compared and must be the same.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from truceline.agreement.load import load_agreement
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy import load_policy
from truceline.assessment.reassess import reassess
from truceline.observation.corroborate import incident_of
from truceline.observation.grade import Grade
from truceline.observation.incident import Incident
from truceline.observation.observation import (
    ActorShare,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
)
from truceline.reading.claim import Teller
from truceline.timespan import Precision, Timespan

START = datetime(2013, 1, 7, tzinfo=UTC)


def report(number: int, draw: random.Random, weeks: int) -> Incident:
    """Return an invented report as an incident of its own."""
    day = START + timedelta(days=draw.randrange(7 * weeks))
    fire = draw.random() < 0.5
    one = Observation(
        id=f"o-{number:06d}",
        kind=ObservationKind.EVENT if fire else ObservationKind.PRESENCE,
        what="artillery fire" if fire else "battle tank",
        relation=Relation.ACROSS if fire else None,
        actors=(ActorShare(draw.choice(("Israel", "Syria")), None, 1.0),),
        side=draw.choice(("alpha", "bravo")),
        areas=("ceasefire line",) if fire else ("area of separation",),
        when=Timespan(day, day + timedelta(days=1), Precision.DAY),
        method=Method.SEEN,
        grade=Grade.parse(draw.choice(("B2", "C3", "D3"))),
        chain=(Teller(span=None, name="UNDOF", named=True, how="observed"),),
        origin="UNDOF",
        basis=LogRow(document="d", row=number, quote="q", cites="log"),
    )
    return replace(incident_of([one]), id=f"i-{number:06d}")


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=1000)
    parser.add_argument("--weeks", type=int, default=26)
    wanted = parser.parse_args()
    draw = random.Random(1974)  # noqa: S311
    incidents = [report(n, draw, wanted.weeks) for n in range(wanted.observations)]
    new = report(wanted.observations, draw, wanted.weeks)
    agreement, policy = load_agreement("undof-1974"), load_policy(None)
    bench = Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())
    weeks = tuple(
        Timespan(START + timedelta(weeks=n), START + timedelta(weeks=n + 1), Precision.WEEK)
        for n in range(wanted.weeks)
    )
    rest = {"coverage": (), "duties": (), "claims": (), "reviews": (), "as_of": "2026-01-01"}
    before = assess(
        agreement,
        incidents=incidents,
        periods=weeks,
        policy=policy,
        bench=bench,
        **rest,  # type: ignore[arg-type]
    )
    start = time.perf_counter()
    whole = assess(
        agreement,
        incidents=[*incidents, new],
        periods=weeks,
        policy=policy,
        bench=bench,
        **rest,  # type: ignore[arg-type]
    )
    middle = time.perf_counter()
    again = reassess(
        agreement, findings=before, changed=[new], incidents=[*incidents, new], policy=policy,
        bench=bench, **rest,  # type: ignore[arg-type]
    )  # fmt: skip
    end = time.perf_counter()
    assert again == whole
    print(
        f"{wanted.observations} reports, {len(agreement.provisions)} provisions, {wanted.weeks} "
        f"weeks, {len(whole)} findings: the whole takes {(middle - start) / (end - middle):.0f} "
        "times as long as one new report"
    )


if __name__ == "__main__":
    main()
