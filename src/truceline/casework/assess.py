"""Assess: judge a casefile's evidence by its agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status
from truceline.casework.evidence import Evidence, moments, published
from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.casework.places import extents_of
from truceline.errors import NotFound
from truceline.observation.incident import Incident
from truceline.observation.observation import ObservationKind
from truceline.timespan import Timespan

if TYPE_CHECKING:
    from truceline.assessment.policy import Policy
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.evidence.state import LedgerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A casefile's evidence, the agreements it was held against, and every finding."""

    name: str
    agreements: tuple[Agreement, ...]
    evidence: Evidence
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    policy: Policy
    period: Timespan
    as_of: str

    @property
    def rests_on(self) -> LedgerState | None:
        """Return the entries of the ledger that every finding here rests on."""
        return self.evidence.state

    def agreement(self, wanted: str) -> Agreement:
        """Return one of the agreements by its id."""
        for agreement in self.agreements:
            if agreement.id == wanted:
                return agreement
        raise NotFound("agreement", wanted, known=(agreement.id for agreement in self.agreements))

    def of(self, wanted: str) -> Judged:
        """Return what was judged by one of the agreements alone."""
        return replace(
            self,
            agreements=(self.agreement(wanted),),
            findings=tuple(one for one in self.findings if one.agreement == wanted),
        )


def assess_case(
    case: Casefile,
    *,
    period: Timespan | None = None,
    step: str = "quarter",
    as_of: datetime | None = None,
    agreements: Sequence[str] = (),
    among: Sequence[str] | None = None,
    policy: Path | None = None,
    sight: Sight | None = None,
    sealed: bool = False,
    workers: int = 1,
) -> Judged:
    """Return every finding of a casefile.

    Args:
        period: The time judged; without it, from the first to the last moment of the evidence.
        step: The length of one period: week, month, quarter or year.
        as_of: Judge as known at this moment; without it, by all that is recorded.
        agreements: Ids of the casefile's agreements; empty for all.
        among: Ids or folders of agreements to judge by, in place of the casefile's own.
        policy: A policy file; without it the casefile's own, or the shipped one.
        sight: Judge by what somebody may see; without it, by all there is.
        sealed: Judge by what the last checkpoint of that moment holds, and by nothing else.
        workers: So many processes judge at once; the findings are the same for any number.

    Raises:
        NotFound: ``sealed``, and nothing was sealed by then; or nothing recorded is dated.
    """
    from truceline.assessment.policy_file import load_policy
    from truceline.assessment.workers import assess_by

    evidence = gather(case, as_of=as_of, sight=sight, sealed=sealed)
    chosen = _agreements(among or case.settings.agreements, agreements)
    judged_by = load_policy(policy or case.policy_path)
    span = period or _span_of(evidence)
    duties = tuple(o for o in evidence.observations if o.kind is ObservationKind.DUTY)
    incidents = incidents_of(evidence)
    findings = tuple(
        finding
        for agreement in chosen
        for finding in assess_by(
            agreement,
            workers=workers,
            incidents=incidents,
            coverage=evidence.coverage,
            duties=duties,
            claims=evidence.claims,
            reviews=evidence.reviews,
            periods=tuple(span.periods(step)),
            as_of=evidence.as_of,
            policy=judged_by,
            published=published(evidence),
            extents=extents_of(case),
        )
    )
    return Judged(
        name=case.settings.name,
        agreements=chosen,
        evidence=evidence,
        incidents=incidents,
        findings=findings,
        policy=judged_by,
        period=span,
        as_of=evidence.as_of,
    )


def judged_finding(
    case: Casefile,
    finding: str,
    *,
    as_of: datetime | None = None,
    policy: Path | None = None,
    sight: Sight | None = None,
) -> tuple[Judged, Finding]:
    """Return one finding by its id, with the judgement it is part of.

    Raises:
        NotFound: the id names no agreement, provision, party or period of this casefile.
    """
    parts = finding.split("/", 3)
    if len(parts) != 4:
        raise NotFound("finding", finding, known=("undof-1974/DA-B4/syria/2013-Q2",))
    span = Timespan.parse(parts[3])
    judged = assess_case(
        case,
        period=span,
        step=_step_of(span),
        as_of=as_of,
        agreements=(parts[0],),
        policy=policy,
        sight=sight,
    )
    judged.agreement(parts[0]).provision(parts[1])
    for one in judged.findings:
        if one.id == finding:
            return judged, one
    raise NotFound("finding", finding, known=(one.id for one in judged.findings))


def rows_that_tell(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of those provisions and parties that have anything to show.

    A row says nothing when in every period nobody looked and nothing was told.
    """
    telling = {
        (one.agreement, one.provision, one.party)
        for one in findings
        if one.weighed or one.status not in (Status.INDETERMINATE, Status.NOT_IN_FORCE)
    }
    return tuple(f for f in findings if (f.agreement, f.provision, f.party) in telling)


def _agreements(given: Sequence[str], wanted: Sequence[str]) -> tuple[Agreement, ...]:
    from truceline.agreement.load import load_agreement

    loaded = tuple(load_agreement(name) for name in given)
    known = [agreement.id for agreement in loaded]
    for name in wanted:
        if name not in known:
            raise NotFound("agreement", name, known=known)
    return tuple(one for one in loaded if not wanted or one.id in wanted)


def _span_of(evidence: Evidence) -> Timespan:
    bounds = sorted(moments(evidence))
    if not bounds:
        raise NotFound(
            "evidence to judge",
            "the ledger holds nothing dated; add and read a document, "
            "import a record, or name a period",
        )
    return Timespan(bounds[0], bounds[-1])


def _step_of(span: Timespan) -> str:
    step = span.precision.value
    return step if step in ("week", "month", "quarter", "year") else "month"
