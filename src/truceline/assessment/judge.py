"""Judge: one provision, for one party, in one period; what was found and what stands beside it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Deadline, Permission, Provision, duties_of
from truceline.assessment.changed import narrowed
from truceline.assessment.finding import Finding, Flip, Status
from truceline.assessment.inputs import Digests, inputs_digest
from truceline.assessment.link.statements import of_period
from truceline.assessment.otherwise import Otherwise
from truceline.assessment.policy import CENTRAL, Policy
from truceline.assessment.remedy import remedy
from truceline.assessment.review import Review
from truceline.assessment.reviewed import reviewed
from truceline.assessment.rules.permission import NOTICE
from truceline.assessment.sensitivity import flips
from truceline.assessment.single_record import deciding_records
from truceline.assessment.told import summary
from truceline.assessment.trial import Trial, not_in_force
from truceline.assessment.verdict import Outcome, reasons
from truceline.digest import Digest
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.sentence import in_turn
from truceline.timespan import Timespan


@functools.cache
def engine() -> str:
    """Return the name and version of this engine, as it is installed."""
    from importlib.metadata import version

    return f"truceline {version('truceline')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
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
    published: Mapping[str, Timespan]


def finding_of(case: Case, period: Timespan) -> Finding:
    """Return the finding of one period."""
    provision, central = case.provision, case.trials[CENTRAL]
    id_ = f"{case.agreement.id}/{provision.id}/{case.party}/{period}"
    inputs = _inputs(case, period, id_)
    people = reviewed(case.reviews, finding=id_, inputs_digest=inputs)
    needed = central.question.weights.confirmations
    confirmed = people.confirms(needed=needed)
    outcomes: dict[str, Outcome] = {
        name: one.of(period, confirmed_by_review=confirmed) or not_in_force()
        for name, one in case.trials.items()
    }
    found = outcomes[CENTRAL]
    log = _logged(case, period)
    rivals = [one.of(period, confirmed_by_review=confirmed) for one in case.rivals]
    short_of = None if found.status is Status.CONFIRMED else central.question.weights.confirmed
    said = people.in_words(needed=needed, short_of=short_of)
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
        p_told=found.p_told,
        p_happened=found.p_happened,
        readings=tuple((name, one.status) for name, one in outcomes.items()),
        weighed=found.judged.weighed,
        look=found.look,
        log=log,
        statements=of_period(case.statements, period, published=case.published),
        flips=_nearest_first(central, period, found, confirmed, log),
        restore=remedy(central, period, found),
        summary=in_turn([summary(found, why), said]),
        agreement_digest=case.agreement.digest,
        policy_digest=case.policy.digest,
        engine=engine(),
        inputs_digest=inputs,
    )


def _nearest_first(
    trial: Trial, period: Timespan, found: Outcome, confirmed: bool, log: tuple[Observation, ...]
) -> tuple[Flip, ...]:
    """Return what would change the status: a number that moves, or a record that goes.

    Nothing is returned for what is not in force, not due or cannot be tested.
    """
    span = trial.question.provision.in_force.overlap(period)
    if span is None or not found.judged.testable or not found.judged.due:
        return ()
    own = narrowed(trial, period)
    case = Otherwise(
        trial=own, near=own.near(span), span=span, period=period, found=found, confirmed=confirmed
    )
    both = (*flips(case), *deciding_records(case, log=log))
    return tuple(sorted(both, key=lambda flip: (flip.distance, flip.what, flip.flips_at)))


def _inputs(case: Case, period: Timespan, id_: str) -> Digest:
    """Return the digest of what bears on one finding under any reading of the policy."""
    incidents: dict[str, Incident] = {}
    records: dict[str, Coverage] = {}
    for one in (part for trial in case.trials.values() for part in trial.all_parts()):
        for held in one.near(period):
            incidents[held.incident.id] = held.incident
        for covered in one.covered.meeting(period):
            records[covered.record.id] = covered.record
    return inputs_digest(
        case.digests,
        agreement=case.agreement.digest,
        policy=case.policy.digest,
        finding=id_,
        incidents=incidents.values(),
        coverage=records.values(),
        duties=_acts(case),
        extents=case.trials[CENTRAL].question.bench.ground.extents_digest,
    )


def _acts(case: Case) -> list[Observation]:
    """Return the acts of the log that bear on a provision, in whatever period."""
    owed = _owed(case)
    taxonomy = case.trials[CENTRAL].question.bench.taxonomy
    return [
        seen
        for seen in (case.trials[CENTRAL].duties if owed else ())
        if any(taxonomy.is_kind_of(seen.what, duty) for duty in owed)
    ]


def _logged(case: Case, period: Timespan) -> tuple[Observation, ...]:
    """Return the acts logged in a period, and the nearest before and after: a gap has two ends."""
    acts = sorted(_acts(case), key=lambda seen: (str(seen.when), seen.id))
    within = [seen for seen in acts if seen.when.meets(period)]
    before = [seen for seen in acts if _ends_before(seen.when, period)]
    shown = {seen.id for seen in (*within, *before)}
    after = [seen for seen in acts if seen.id not in shown]
    return (*before[-1:], *within, *after[:1])


def _ends_before(when: Timespan, period: Timespan) -> bool:
    return when.end is not None and period.start is not None and when.end <= period.start


def _owed(case: Case) -> frozenset[str]:
    """Return the duties of the log that bear on a provision, and on those that it waits for."""
    rule = case.provision.rule
    duties = set(duties_of(rule))
    if isinstance(rule, Deadline):
        for name in rule.after:
            duties.update(duties_of(case.agreement.provision(name).rule))
    lifting = case.trials[CENTRAL].question.bench.lifts.get(case.provision.id, ())
    if any(isinstance(one.rule, Permission) and one.rule.notice is not None for one in lifting):
        duties.add(NOTICE)
    return frozenset(duties)
