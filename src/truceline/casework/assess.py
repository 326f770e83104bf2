"""Assess: judge a casefile's evidence by its agreements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status
from truceline.assessment.judge_again import judge_again
from truceline.assessment.remembered import Remembered
from truceline.casework.briefs import briefs_on
from truceline.casework.evidence import Evidence, moments
from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.casework.kept_findings import Keep, judged_with_kept, keeping
from truceline.casework.places import extents_of
from truceline.errors import NotFound
from truceline.observation.incident import Incident
from truceline.timespan import Timespan

if TYPE_CHECKING:
    from truceline.assessment.bench import Bench
    from truceline.assessment.brief import Brief
    from truceline.assessment.policy import Policy
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.evidence.state import LedgerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A casefile's evidence, the agreements it was held against, and every finding.

    ``briefs`` are what the findings were made from, where the whole of an agreement was judged.
    """

    name: str
    agreements: tuple[Agreement, ...]
    evidence: Evidence
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    policy: Policy
    period: Timespan
    as_of: str
    briefs: tuple[Brief, ...] = ()

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
            briefs=tuple(one for one in self.briefs if one.agreement.id == wanted),
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
    keep: bool = False,
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
        keep: Judge only what does not stand since the last time, and keep what is found; of what
            ``sight`` bounds, and of what is sealed, nothing is kept or taken from there.

    Raises:
        NotFound: ``sealed``, and nothing was sealed by then; or nothing recorded is dated.
    """
    return judge(
        case,
        gather(case, as_of=as_of, sight=sight, sealed=sealed),
        period=period,
        step=step,
        chosen=_agreements(among or case.settings.agreements, agreements),
        policy=policy,
        workers=workers,
        keep=keeping(keep and sight is None and not sealed, as_of),
    )


def judge(
    case: Casefile,
    evidence: Evidence,
    *,
    chosen: tuple[Agreement, ...],
    incidents: tuple[Incident, ...] | None = None,
    period: Timespan | None = None,
    step: str = "quarter",
    policy: Path | None = None,
    workers: int = 1,
    before: Judged | None = None,
    benches: Mapping[str, Bench] = MappingProxyType({}),
    only: Collection[tuple[str, str]] | None = None,
    keep: Keep = Keep.NO,
) -> Judged:
    """Return every finding that some evidence of a casefile comes to.

    Args:
        chosen: The agreements judged by.
        incidents: What the reports come to, where somebody worked it out already.
        before: A judgement of the same casefile: what nothing bears on anew is taken from it.
        benches: Agreements laid out already, by id.
        only: Judge these pairs of provision and party alone.
        keep: Whether to use what was kept; all the evidence must be handed in then.

    Raises:
        NotFound: nothing recorded is dated, and no period was given.
    """
    from truceline.assessment.policy_file import load_policy

    span = period or _span_of(evidence)
    known = incidents_of(evidence) if incidents is None else incidents
    by = load_policy(policy or case.policy_path)
    briefs = briefs_on(
        evidence, agreements=chosen, incidents=known, policy=by, extents=extents_of(case)
    )
    periods = tuple(span.periods(step))
    findings: list[Finding] = []
    for brief in briefs:
        if keep is not Keep.NO:
            findings += judged_with_kept(
                case, brief, periods=periods, only=only, workers=workers,
                write=keep is Keep.WRITE, bench=benches.get(brief.agreement.id),
            )  # fmt: skip
            continue
        again = judge_again(
            brief, periods=periods, before=_remembered(before, brief), only=only,
            workers=workers, bench=benches.get(brief.agreement.id),
        )  # fmt: skip
        findings += again.findings
    return Judged(
        name=case.settings.name,
        agreements=chosen,
        evidence=evidence,
        incidents=known,
        findings=tuple(findings),
        policy=by,
        period=span,
        as_of=evidence.as_of,
        briefs=briefs if only is None else (),
    )


def _remembered(before: Judged | None, brief: Brief) -> Remembered | None:
    """Return what an earlier judgement found by the agreement of a brief, or None."""
    wanted = brief.agreement.id
    for was in before.briefs if before is not None else ():
        if was.agreement.id == wanted and before is not None:
            own = tuple(one for one in before.findings if one.agreement == wanted)
            return Remembered(brief=was, findings=own)
    return None


def judged_finding(
    case: Casefile,
    finding: str,
    *,
    as_of: datetime | None = None,
    policy: Path | None = None,
    sight: Sight | None = None,
    keep: bool = False,
) -> tuple[Judged, Finding]:
    """Return one finding by its id, with the judgement it is part of; ``keep`` as for the whole.

    Raises:
        NotFound: the id names no agreement, provision, party or period of this casefile.
    """
    _parts_of(finding)
    evidence = gather(case, as_of=as_of, sight=sight)
    among = _agreements(case.settings.agreements, ())
    return judged_finding_of(
        case, finding, evidence=evidence, among=among, policy=policy,
        keep=keeping(keep and sight is None, as_of),
    )  # fmt: skip


def judged_finding_of(
    case: Casefile,
    finding: str,
    *,
    evidence: Evidence,
    among: tuple[Agreement, ...],
    incidents: tuple[Incident, ...] | None = None,
    policy: Path | None = None,
    benches: Mapping[str, Bench] = MappingProxyType({}),
    keep: Keep = Keep.NO,
) -> tuple[Judged, Finding]:
    """Return one finding on some evidence, with the judgement of its provision and party alone.

    Raises:
        NotFound: the id names no agreement, provision, party or period of this casefile.
    """
    agreement, provision, party, when = _parts_of(finding)
    chosen = chosen_among(among, (agreement,))
    known = chosen[0].provision(provision)
    span = Timespan.parse(when)
    only = frozenset({(provision, party)} if party in known.bound else ())
    judged = judge(
        case, evidence, chosen=chosen, incidents=incidents, period=span, step=_step_of(span),
        policy=policy, benches=benches, only=only, keep=keep,
    )  # fmt: skip
    for one in judged.findings:
        if one.id == finding:
            return judged, one
    others = (f"{agreement}/{provision}/{one}/{when}" for one in known.bound)
    raise NotFound("finding", finding, known=(*(one.id for one in judged.findings), *others))


def _parts_of(finding: str) -> tuple[str, str, str, str]:
    parts = finding.split("/", 3)
    if len(parts) != 4:
        raise NotFound("finding", finding, known=("undof-1974/DA-B4/syria/2013-Q2",))
    return parts[0], parts[1], parts[2], parts[3]


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

    return chosen_among(tuple(load_agreement(name) for name in given), wanted)


def chosen_among(loaded: tuple[Agreement, ...], wanted: Sequence[str]) -> tuple[Agreement, ...]:
    """Return the agreements of some ids, or all where none is named.

    Raises:
        NotFound: there is none of such an id.
    """
    known = [agreement.id for agreement in loaded]
    for name in wanted:
        if name not in known:
            raise NotFound("agreement", name, known=known)
    return tuple(one for one in loaded if not wanted or one.id in wanted)


def _span_of(evidence: Evidence) -> Timespan:
    bounds = tuple(moments(evidence))
    if not bounds:
        mend = "the ledger holds nothing dated; read a document, import a record, or name a period"
        raise NotFound("evidence to judge", mend)
    return Timespan(min(bounds), max(bounds))


def _step_of(span: Timespan) -> str:
    step = span.precision.value
    return step if step in ("week", "month", "quarter", "year") else "month"
