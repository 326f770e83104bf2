"""Assess: every provision, for every party it binds and every period, judged.

The same evidence in any order gives the same findings, byte for byte. Nothing here reads a clock:
``as_of`` is handed in, and evidence unknown on that day is left out by whoever gathers it.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Provision
from truceline.assessment.bench import Bench, laid_out
from truceline.assessment.by_time import ByTime
from truceline.assessment.finding import Finding
from truceline.assessment.inputs import Digests
from truceline.assessment.judge import Case, finding_of
from truceline.assessment.link.statements import spoken, statements_on
from truceline.assessment.policy import CENTRAL, Policy
from truceline.assessment.review import Review
from truceline.assessment.rivals import read_otherwise
from truceline.assessment.trial import trial
from truceline.geo.extent import Extent
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.timespan import Timespan

# Incidents of a run of periods: what was worked out of each for one provision is kept in memory for
# all the others, some ten kilobytes an incident.
_MOST_IN_A_RUN = 10_000


def assess(
    agreement: Agreement,
    *,
    incidents: Iterable[Incident],
    coverage: Iterable[Coverage],
    duties: Iterable[Observation],
    claims: Iterable[Claim],
    reviews: Iterable[Review],
    periods: Iterable[Timespan],
    as_of: str,
    policy: Policy,
    published: Mapping[str, Timespan] = MappingProxyType({}),
    only: Collection[tuple[str, str]] | None = None,
    bench: Bench | None = None,
    extents: tuple[Extent, ...] = (),
) -> tuple[Finding, ...]:
    """Return a finding for each provision, each party it binds and each period, in that order.

    Args:
        incidents: Happenings, as corroborated; never an act of a duty.
        coverage: Who looked where, when and how well.
        duties: The log of acts that somebody owes, as observations of kind duty.
        claims: What was said; pledges and warnings among it are shown beside findings.
        reviews: People's decisions; one counts for a finding made of the same inputs.
        periods: Weeks, months, quarters or years; each is judged by itself.
        as_of: The day of knowledge, as text; it is written into the findings and decides nothing.
        policy: Priors, weights and thresholds.
        published: When each document was published, by id; dates statements without a date.
        only: Judge these pairs of provision and party alone.
        bench: The agreement laid out already, so that its ground is not measured anew.
        extents: Named districts, roads and lines that reports speak of and no paper draws.
    """
    bench = bench or laid_out(agreement, extents=extents)
    looks = sorted(coverage, key=lambda one: one.id)
    acts = sorted(duties, key=lambda one: one.id)
    happened = sorted(incidents, key=lambda one: one.id)
    said, reviews, digests = spoken(tuple(claims)), tuple(reviews), Digests()
    beside: dict[tuple[str, str], tuple[Claim, ...]] = {}
    findings: list[Finding] = []
    for spans, near in _runs(by_start(periods), happened):
        weigh = functools.partial(trial, bench, incidents=near, coverage=looks, duties=acts)
        for provision, party in _pairs(agreement, only):
            trials = {name: weigh(provision, party, own) for name, own in policy.readings}
            pair = (provision.id, party)
            if pair not in beside:
                beside[pair] = statements_on(trials[CENTRAL].question, said)
            case = Case(
                agreement=agreement,
                provision=provision,
                party=party,
                trials=trials,
                rivals=tuple(
                    weigh(elsewhere, party, policy.central)
                    for elsewhere in read_otherwise(bench, provision, party)
                ),
                statements=beside[pair],
                reviews=reviews,
                policy=policy,
                digests=digests,
                as_of=as_of,
                published=published,
            )
            findings.extend(finding_of(case, span) for span in spans)
        bench.memo.empty()
    return in_order(findings)


def _pairs(
    agreement: Agreement, only: Collection[tuple[str, str]] | None
) -> Iterator[tuple[Provision, str]]:
    """Yield each provision with each party that it binds, or the wanted pairs alone."""
    for provision in agreement.provisions:
        for party in provision.bound:
            if only is None or (provision.id, party) in only:
                yield provision, party


def _runs(
    spans: Sequence[Timespan], incidents: Sequence[Incident]
) -> Iterator[tuple[Sequence[Timespan], Sequence[Incident]]]:
    """Yield periods with the incidents that meet them, so few that all can be kept in mind.

    A finding rests on nothing that happened at another time.
    """
    many = -(-len(incidents) // _MOST_IN_A_RUN)
    if many < 2:
        yield spans, incidents
        return
    by_time = ByTime(incidents, when=lambda one: one.lead.when)
    length = -(-len(spans) // many)
    for first in range(0, len(spans), length):
        run = spans[first : first + length]
        near = {one.id: one for span in run for one in by_time.meeting(span)}
        yield run, [near[id_] for id_ in sorted(near)]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of one agreement in the order in which ``assess`` gives them."""
    return tuple(sorted(findings, key=lambda one: (one.provision, one.party, *_when(one.period))))


def by_start(periods: Iterable[Timespan]) -> list[Timespan]:
    """Return each period once, by when they begin."""
    return sorted(set(periods), key=_when)


def _when(period: Timespan) -> tuple[str, str]:
    return (
        period.start.isoformat() if period.start is not None else "",
        period.end.isoformat() if period.end is not None else "~",
    )
