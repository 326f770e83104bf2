"""Waiting: what a person has yet to decide on: suggested claims, and findings half reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.assessment.review import Verdict

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.assessment.review import Review
    from truceline.assessment.reviewed import Reviewed
    from truceline.casework.evidence import Evidence
    from truceline.evidence.document import Document
    from truceline.reading.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A document whose claims wait: read by rule and standing, or proposed and not yet taken."""

    document: Document
    suggested: int
    proposed: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """A finding that somebody reviewed and that asks for another person.

    ``standing`` is what people say of it as it reads now; ``outdated`` counts the reviews that were
    made on other inputs.
    """

    finding: Finding
    standing: Reviewed
    outdated: int


def undecided(evidence: Evidence, proposed: Iterable[Claim]) -> tuple[Undecided, ...]:
    """Return the documents with claims that nobody decided on, most waiting first.

    A standing claim that a model had proposed was taken by a person, and waits no longer.
    """
    decided = {one.claim for one in evidence.decisions}
    offered = {one.id: one for one in proposed}
    standing = {one.id for one in evidence.claims}
    suggested = Counter(
        one.document for one in evidence.claims if one.id not in decided and one.id not in offered
    )
    open_ = Counter(
        one.document for one in offered.values() if one.id not in decided and one.id not in standing
    )
    every = Counter(one.document for one in evidence.claims)
    rows = (
        Undecided(
            document=one,
            suggested=suggested[one.id],
            proposed=open_[one.id],
            claims=every[one.id] + open_[one.id],
        )
        for one in evidence.documents
        if suggested[one.id] or open_[one.id]
    )
    return tuple(sorted(rows, key=lambda row: (-row.suggested - row.proposed, row.document.id)))


def second_looks(
    findings: Iterable[Finding], reviews: Sequence[Review], *, needed: float
) -> tuple[SecondLook, ...]:
    """Return the findings that were reviewed and wait for another person.

    That is: fewer confirm than the policy needs, somebody asks for more, people differ, or every
    review was made on other inputs.
    """
    from truceline.assessment.reviewed import reviewed

    by_finding: dict[str, list[Review]] = {}
    for one in reviews:
        by_finding.setdefault(one.finding, []).append(one)
    looks = []
    for finding in findings:
        own = by_finding.get(finding.id)
        if own is None:
            continue
        digest = str(finding.inputs_digest)
        standing = reviewed(own, finding=finding.id, inputs_digest=digest)
        if _waits(standing, needed=needed):
            outdated = sum(each.inputs_digest != digest for each in own)
            looks.append(SecondLook(finding=finding, standing=standing, outdated=outdated))
    return tuple(sorted(looks, key=lambda look: look.finding.id))


def _waits(standing: Reviewed, *, needed: float) -> bool:
    confirming, dissenting = standing.of(Verdict.CONFIRM), standing.of(Verdict.DISSENT)
    if not standing.last_words or standing.of(Verdict.ASK_FOR_MORE):
        return True
    # Where all who looked dissent, nothing more is asked.
    return bool(confirming) and (bool(dissenting) or len(confirming) < needed)
