"""Reassess: judge again only what some changed incidents bear on; the rest stays as it was.

A finding depends on the incidents whose time meets its period and which its rule can hold; so a new
report touches few findings of many, and the result is byte for byte that of a whole assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from truceline.agreement.agreement import Agreement
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench, laid_out
from truceline.assessment.finding import Finding
from truceline.assessment.policy import Policy
from truceline.assessment.review import Review
from truceline.assessment.rivals import read_otherwise
from truceline.assessment.trial import trial
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.timespan import Timespan


def reassess(
    agreement: Agreement,
    *,
    findings: Sequence[Finding],
    changed: Iterable[Incident],
    incidents: Iterable[Incident],
    coverage: Iterable[Coverage],
    duties: Iterable[Observation],
    claims: Iterable[Claim],
    reviews: Iterable[Review],
    as_of: str,
    policy: Policy,
    published: Mapping[str, Timespan] = MappingProxyType({}),
    bench: Bench | None = None,
) -> tuple[Finding, ...]:
    """Return all findings anew, judging only those that the changed incidents bear on.

    Coverage, duties, claims, reviews, policy and agreement must be those that ``findings`` were
    made with; where one of them changed, assess the whole.

    Args:
        findings: What was found before, of this agreement alone.
        changed: The incidents that came, went or grew: both as they were and as they are.
        incidents: All incidents as they are now.
        bench: The agreement laid out already, so that its ground is not measured anew.
    """
    bench = bench or laid_out(agreement)
    moved = tuple(changed)
    periods = {
        period
        for period in {one.period for one in findings}
        if any(incident.lead.when.meets(period) for incident in moved)
    }
    only = touched(bench, moved, policy)
    anew: dict[str, Finding] = {}
    if periods and only:
        near = [one for one in incidents if any(one.lead.when.meets(period) for period in periods)]
        found = assess(
            agreement,
            incidents=near,
            coverage=coverage,
            duties=duties,
            claims=claims,
            reviews=reviews,
            periods=periods,
            as_of=as_of,
            policy=policy,
            published=published,
            only=only,
            bench=bench,
        )
        anew = {one.id: one for one in found}
    return tuple(anew.get(one.id) or _known_on(one, as_of) for one in findings)


def _known_on(finding: Finding, as_of: str) -> Finding:
    return finding if finding.as_of == as_of else replace(finding, as_of=as_of)


def touched(
    bench: Bench, incidents: Sequence[Incident], policy: Policy
) -> frozenset[tuple[str, str]]:
    """Return the provisions and parties that some incidents bear on, under any reading."""
    return frozenset(
        (provision.id, party)
        for provision in bench.agreement.provisions
        for party in provision.bound
        if any(
            any(len(part.held) for part in held.all_parts())
            for _, weights in policy.readings
            for read in (provision, *read_otherwise(bench, provision, party))
            for held in [
                trial(bench, read, party, weights, incidents=incidents, coverage=(), duties=())
            ]
        )
    )
