"""Worked case: given this evidence, this provision reads so; kept beside an agreement, and run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from truceline.agreement.agreement import Agreement
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.finding import Finding, Status
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy import Policy
from truceline.assessment.policy_file import load_policy
from truceline.assessment.review import Review, Verdict
from truceline.assessment.rivals import read_as
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan

# A review in a worked case needs a moment; which one it is decides nothing.
_REVIEWED_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a case expects: a status, and as much of the rest as its author cares to fix.

    ``reasons`` must be among the finding's. The probability must lie in ``p``, ends included.
    With ``in_force`` and no status, any answer will do that says whether the provision holds then.
    """

    status: Status | None = None
    in_force: bool | None = None
    reasons: tuple[str, ...] = ()
    p: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """One case, with the file and line that it stands at.

    ``reading`` is the place, among the provision's readings, of the one that it is judged under.
    """

    name: str
    file: str
    line: int
    provision: str
    party: str
    period: Timespan
    incidents: tuple[Incident, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    duties: tuple[Observation, ...] = ()
    confirmed_by: str | None = None
    reading: int | None = None
    expected: Expected
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A case as it came out. ``differences`` is empty where it came out as expected."""

    case: WorkedCase
    finding: Finding
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether the case came out as expected."""
        return not self.differences


def run_cases(
    agreement: Agreement, cases: Iterable[WorkedCase], *, policy: Policy | None = None
) -> Iterator[CaseResult]:
    """Yield each case as it came out, in the order given.

    Args:
        agreement: The agreement that the cases were written for.
        cases: From ``read_cases.read_cases``.
        policy: The policy to judge by; the shipped one if none is given.
    """
    judged_by = policy or load_policy(None)
    bench = Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())
    for case in cases:
        read = _as_read(agreement, case)
        found = _finding(read, case, judged_by, bench, ())
        if case.confirmed_by is not None:
            review = Review(
                finding=found.id,
                inputs_digest=found.inputs_digest,
                verdict=Verdict.CONFIRM,
                reviewer=case.confirmed_by,
                reason="a worked case",
                at=_REVIEWED_AT,
            )
            found = _finding(read, case, judged_by, bench, (review,))
        yield CaseResult(case=case, finding=found, differences=tuple(_differences(case, found)))


def as_told(result: CaseResult) -> str:
    """Return a result in words: one line where it passed, and what differs where it did not."""
    case = result.case
    where = f"{case.file}:{case.line}"
    if result.passed:
        return f"{where}: ok: {case.name}"
    lines = [f"{where}: FAILED: {case.name}", f"  {case.provision}, {case.party}, {case.period}"]
    lines += [f"  {difference}" for difference in result.differences]
    lines.append(f"  the finding: {result.finding.summary}")
    for one in result.finding.weighed[:1]:
        lines += [
            f"    {factor.name} {factor.probability:.3f}: {factor.why}" for factor in one.factors
        ]
    if case.why:
        lines.append(f"  the case says: {case.why}")
    return "\n".join(lines)


def _as_read(agreement: Agreement, case: WorkedCase) -> Agreement:
    """Return the agreement with the provision of a case as the reading of the case has it."""
    if case.reading is None:
        return agreement
    asked = agreement.provision(case.provision)
    rival = read_as(asked, asked.readings[case.reading])
    provisions = tuple(rival if one is asked else one for one in agreement.provisions)
    return replace(agreement, provisions=provisions)


def _finding(
    agreement: Agreement,
    case: WorkedCase,
    policy: Policy,
    bench: Bench,
    reviews: tuple[Review, ...],
) -> Finding:
    found = assess(
        agreement,
        incidents=case.incidents,
        coverage=case.coverage,
        duties=case.duties,
        claims=(),
        reviews=reviews,
        periods=(case.period,),
        as_of="",
        policy=policy,
        only=((case.provision, case.party),),
        bench=bench,
    )
    return found[0]


def _differences(case: WorkedCase, found: Finding) -> Iterator[str]:
    wanted = case.expected
    holds = found.status is not Status.NOT_IN_FORCE
    if wanted.in_force is not None and holds is not wanted.in_force:
        words = {True: "in force", False: "not in force"}
        yield f"expected {words[wanted.in_force]}, came out {words[holds]}"
    if wanted.status is not None and found.status is not wanted.status:
        yield (
            f"status: expected {wanted.status.letter} ({wanted.status.value}), "
            f"came out {found.status.letter} ({found.status.value})"
        )
    told = [reason.value for reason in found.reasons]
    missing = [reason for reason in wanted.reasons if reason not in told]
    if missing:
        yield f"reason: expected {', '.join(missing)}, came out {', '.join(told) or 'none'}"
    # A case is worked from its own evidence; only where none weighs is the prior its answer.
    p = found.p_told or found.p_breach
    if wanted.p is not None and not wanted.p[0] <= p <= wanted.p[1]:
        low, high = wanted.p
        yield f"p: expected {low:g} to {high:g}, came out {p:.4f}"
