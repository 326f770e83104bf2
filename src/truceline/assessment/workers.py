"""Workers: several processes judge at once; what they find is the same for any number of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from truceline.agreement.agreement import Agreement
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.finding import Finding
from truceline.assessment.policy import Policy
from truceline.assessment.review import Review
from truceline.geo.extent import Extent
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.timespan import Timespan


def assess_by(
    agreement: Agreement,
    *,
    workers: int,
    incidents: Iterable[Incident],
    coverage: Iterable[Coverage],
    duties: Iterable[Observation],
    claims: Iterable[Claim],
    reviews: Iterable[Review],
    periods: Iterable[Timespan],
    as_of: str,
    policy: Policy,
    published: Mapping[str, Timespan] = MappingProxyType({}),
    extents: tuple[Extent, ...] = (),
    bench: Bench | None = None,
    only: Collection[tuple[str, str]] | None = None,
) -> tuple[Finding, ...]:
    """Return what ``assess`` returns; the provisions are dealt out to so many processes.

    ``bench`` is of use to one process alone: others lay the agreement out themselves.

    Raises:
        ValueError: ``workers`` is less than one.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers judge nothing; give one or more")
    evidence: dict[str, Any] = {
        "incidents": tuple(incidents),
        "coverage": tuple(coverage),
        "duties": tuple(duties),
        "claims": tuple(claims),
        "reviews": tuple(reviews),
        "periods": tuple(periods),
        "as_of": as_of,
        "policy": policy,
        "published": dict(published),
        "extents": extents,
    }
    pairs = [
        (provision.id, party)
        for provision in sorted(agreement.provisions, key=lambda one: one.id)
        for party in sorted(provision.bound)
        if only is None or (provision.id, party) in only
    ]
    if workers == 1 or len(pairs) < 2:
        return assess(agreement, only=only, bench=bench, **evidence)
    return _dealt_out(agreement, evidence, pairs, workers)


def _dealt_out(
    agreement: Agreement, evidence: dict[str, Any], pairs: list[tuple[str, str]], workers: int
) -> tuple[Finding, ...]:
    from concurrent.futures import ProcessPoolExecutor

    # Provisions that stand together are alike in cost, so that each worker gets every so-manieth.
    hands = [pairs[first::workers] for first in range(min(workers, len(pairs)))]
    with ProcessPoolExecutor(max_workers=len(hands)) as pool:
        parts = pool.map(_judged, ((agreement, evidence, hand) for hand in hands))
        found: dict[tuple[str, str], list[Finding]] = {pair: [] for pair in pairs}
        for part in parts:
            for one in part:
                found[one.provision, one.party].append(one)
    return tuple(one for pair in pairs for one in found[pair])


def _judged(task: tuple[Agreement, dict[str, Any], list[tuple[str, str]]]) -> tuple[Finding, ...]:
    agreement, evidence, hand = task
    return assess(agreement, only=frozenset(hand), **evidence)
