"""Review: record a person's decision on a finding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.assessment.review import Review, Verdict
from truceline.casework.agreement_versions import record_versions
from truceline.casework.assess import judged_finding
from truceline.digest import digest_of, short_id
from truceline.errors import Problem, RecordInvalid
from truceline.evidence.ledger import Draft, EntryKind
from truceline.sentence import say, term

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.evidence.layout import Casefile


def record_review(
    case: Casefile,
    finding: str,
    *,
    verdict: str,
    reviewer: str,
    reason: str,
    policy: Path | None = None,
    at: datetime,
    kept: Callable[[], Finding] | None = None,
    request: str | None = None,
) -> tuple[Review, Finding]:
    """Record a review, and return it with the finding as it reads now.

    ``kept`` returns the finding as it reads now, where somebody keeps what was judged. ``request``
    names the append of the review: under one name one review is recorded.

    Raises:
        NotFound: there is no such finding.
        RecordInvalid: the reviewer or the reason is empty: an unsigned review is none.
    """
    from truceline.evidence.record import to_record

    missing = [
        name for name, text in (("reviewer", reviewer), ("reason", reason)) if not text.strip()
    ]
    if missing:
        raise RecordInvalid(
            Problem(
                "review",
                0,
                0,
                say("the {name} is empty", name=term(name)),
                say("A review is signed and says why"),
            )
            for name in missing
        )

    def reads() -> Finding:
        return judged_finding(case, finding, policy=policy, keep=True)[1]

    reads_now = kept or reads
    before = reads_now()
    # A decision is one on this version of the agreement, so that it is on record before it.
    record_versions(case, author=reviewer, recorded_at=at)
    review = Review(
        finding=before.id,
        inputs_digest=before.inputs_digest,
        verdict=Verdict(verdict),
        reviewer=reviewer,
        reason=reason,
        at=at,
    )
    record = to_record(review)
    draft = Draft(kind=EntryKind.REVIEW, key=short_id("r", digest_of(record)), record=record)
    with case.ledger() as ledger:
        ledger.append([draft], author=reviewer, recorded_at=at, request=request)
    return review, reads_now()
