"""Assess: every provision, for every party it binds and every period, judged.

The same evidence in any order gives the same findings, byte for byte. Nothing here reads a clock:
``as_of`` is handed in, and evidence unknown on that day is left out by whoever gathers it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Deadline, Provision, Rhythm
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.bench import Bench
from truceline.assessment.finding import Finding
from truceline.assessment.inputs import Digests, inputs_digest
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.statements import of_period, spoken, statements_on
from truceline.assessment.link.who import Parties
from truceline.assessment.policy import CENTRAL, Policy
from truceline.assessment.review import Review
from truceline.assessment.sensitivity import flips
from truceline.assessment.told import remedy, summary
from truceline.assessment.trial import Trial, not_in_force, trial
from truceline.assessment.verdict import Outcome, confirms, reasons
from truceline.assessment.weights import Weights
from truceline.digest import Digest
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.timespan import Timespan


@functools.cache
def engine() -> str:
    """Return the name and version of this engine, as it is installed."""
    from importlib.metadata import version

    return f"truceline {version('truceline')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One provision and party: a trial for each reading, and what else is shown beside it."""

    agreement: Agreement
    provision: Provision
    party: str
    trials: Mapping[str, Trial]
    rivals: tuple[Trial, ...]
    statements: tuple[Claim, ...]
    reviews: tuple[Review, ...]
    policy: Policy
    digests: Digests
    as_of: str


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
    """
    bench = Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())
    incidents = sorted(incidents, key=lambda one: one.id)
    coverage = sorted(coverage, key=lambda one: one.id)
    duties = sorted(duties, key=lambda one: one.id)
    said = spoken(tuple(claims))
    reviews = tuple(reviews)
    digests = Digests()
    spans = sorted(set(periods), key=_when)
    findings: list[Finding] = []
    for provision in sorted(agreement.provisions, key=lambda one: one.id):
        for party in sorted(provision.bound):
            trials = {
                name: trial(
                    bench,
                    provision,
                    party,
                    weights,
                    incidents=incidents,
                    coverage=coverage,
                    duties=duties,
                )
                for name, weights in policy.readings
            }
            case = _Case(
                agreement=agreement,
                provision=provision,
                party=party,
                trials=trials,
                rivals=tuple(
                    _rivals(
                        bench,
                        provision,
                        party,
                        policy.central,
                        incidents=incidents,
                        coverage=coverage,
                        duties=duties,
                    )
                ),
                statements=statements_on(trials[CENTRAL].question, said),
                reviews=reviews,
                policy=policy,
                digests=digests,
                as_of=as_of,
            )
            findings.extend(_findings(case, spans))
    return tuple(findings)


def _rivals(
    bench: Bench,
    provision: Provision,
    party: str,
    weights: Weights,
    *,
    incidents: Sequence[Incident],
    coverage: Sequence[Coverage],
    duties: Sequence[Observation],
) -> Iterator[Trial]:
    """Yield the provision as others read it, where they put it in another zone that is drawn."""
    for reading in provision.readings:
        if reading.zone is None or reading.zone == provision.zone_for(party):
            continue
        if bench.ground.is_drawn(reading.zone):
            elsewhere = replace(provision, where=((party, reading.zone),))
            yield trial(
                bench,
                elsewhere,
                party,
                weights,
                incidents=incidents,
                coverage=coverage,
                duties=duties,
            )


def _findings(case: _Case, periods: Sequence[Timespan]) -> Iterator[Finding]:
    for period in periods:
        yield _finding(case, period)


def _finding(case: _Case, period: Timespan) -> Finding:
    provision, central = case.provision, case.trials[CENTRAL]
    id_ = f"{case.agreement.id}/{provision.id}/{case.party}/{period}"
    inputs = _inputs(case, period, id_)
    confirmed = confirms(case.reviews, finding=id_, inputs_digest=inputs)
    outcomes: dict[str, Outcome] = {
        name: one.of(period, confirmed_by_review=confirmed) or not_in_force()
        for name, one in case.trials.items()
    }
    found = outcomes[CENTRAL]
    rivals = [one.of(period, confirmed_by_review=confirmed) for one in case.rivals]
    why = reasons(
        found,
        provision,
        central.question.weights,
        rivals=[rival.status for rival in rivals if rival is not None],
    )
    return Finding(
        id=id_,
        agreement=case.agreement.id,
        provision=provision.id,
        party=case.party,
        period=period,
        as_of=case.as_of,
        standing=provision.standing.value,
        status=found.status,
        reasons=why,
        p_breach=found.p_breach,
        p_happened=found.p_happened,
        readings=tuple((name, one.status) for name, one in outcomes.items()),
        weighed=found.judged.weighed,
        look=found.look,
        statements=of_period(case.statements, period),
        flips=flips(central, period, found, confirmed_by_review=confirmed),
        restore=remedy(central.question, found),
        summary=summary(found, why),
        agreement_digest=case.agreement.digest,
        policy_digest=case.policy.digest,
        engine=engine(),
        inputs_digest=inputs,
    )


def _inputs(case: _Case, period: Timespan, id_: str) -> Digest:
    """Return the digest of what bears on one finding under any reading of the policy."""
    incidents: dict[str, Incident] = {}
    records: dict[str, Coverage] = {}
    for one in case.trials.values():
        for held in one.near(period):
            incidents[held.incident.id] = held.incident
        for covered in one.covered:
            if covered.record.when.overlap(period) is not None:
                records[covered.record.id] = covered.record
    rule = case.provision.rule
    acts: tuple[Observation, ...] = ()
    if isinstance(rule, Rhythm | Deadline):
        question = case.trials[CENTRAL].question
        acts = tuple(
            seen
            for seen in case.trials[CENTRAL].duties
            if question.bench.taxonomy.is_kind_of(seen.what, rule.duty)
        )
    return inputs_digest(
        case.digests,
        agreement=case.agreement.digest,
        policy=case.policy.digest,
        finding=id_,
        incidents=incidents.values(),
        coverage=records.values(),
        duties=acts,
    )


def _when(period: Timespan) -> tuple[str, str]:
    return (
        period.start.isoformat() if period.start is not None else "",
        period.end.isoformat() if period.end is not None else "~",
    )
