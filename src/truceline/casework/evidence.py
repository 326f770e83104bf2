"""Evidence: all that a casefile holds, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.assessment.review import Review
from truceline.evidence.document import Document
from truceline.evidence.ledger import EntryKind
from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow, Observation
from truceline.observation.regrouping import Regrouping
from truceline.reading.claim import Claim
from truceline.reading.decision import Decision
from truceline.reading.page import Page
from truceline.timespan import Timespan

if TYPE_CHECKING:
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What stood in a casefile on a day. ``as_of`` is that day, or when the last entry came."""

    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    coverage: tuple[Coverage, ...]
    reviews: tuple[Review, ...]
    as_of: str
    regroupings: tuple[Regrouping, ...] = ()
    decisions: tuple[Decision, ...] = ()


def gather(
    case: Casefile, *, as_of: datetime | None = None, sight: Sight | None = None
) -> Evidence:
    """Return what stands in a casefile, as recorded up to a moment.

    Without ``as_of`` the moment is that of the last entry, never the clock: the same ledger gives
    the same answer tomorrow. ``sight`` bounds it to what somebody may see; its marks are those of
    now, whatever day is asked about. Without it nothing is left out.
    """
    from truceline.evidence.view import standing

    with case.ledger() as ledger:
        moment = as_of or ledger.latest()
        evidence = Evidence(
            documents=tuple(standing(ledger, EntryKind.DOCUMENT, Document, as_of=as_of)),
            pages=tuple(standing(ledger, EntryKind.PAGE, Page, as_of=as_of)),
            claims=tuple(standing(ledger, EntryKind.CLAIM, Claim, as_of=as_of)),
            observations=tuple(standing(ledger, EntryKind.OBSERVATION, Observation, as_of=as_of)),
            coverage=tuple(standing(ledger, EntryKind.COVERAGE, Coverage, as_of=as_of)),
            reviews=tuple(standing(ledger, EntryKind.REVIEW, Review, as_of=as_of)),
            regroupings=tuple(standing(ledger, EntryKind.REGROUPING, Regrouping, as_of=as_of)),
            decisions=tuple(standing(ledger, EntryKind.DECISION, Decision, as_of=as_of)),
            as_of=f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "an empty ledger",
        )
        if sight is None:
            return evidence
        from truceline.casework.mark import marks_in
        from truceline.casework.sight import seen

        return seen(evidence, marks_in(ledger), sight)


def moments(evidence: Evidence) -> Iterator[datetime]:
    """Yield every bounded moment that the evidence speaks of: when things happened or were said."""
    spans = [
        *(observation.when for observation in evidence.observations),
        *(coverage.when for coverage in evidence.coverage),
        *(page.dating.published for page in evidence.pages if page.dating.published),
    ]
    for span in spans:
        if span.start is not None:
            yield span.start
        if span.end is not None:
            yield span.end


def published(evidence: Evidence) -> dict[str, Timespan]:
    """Return when each document was published, by its id, where its page or its adder tells."""
    dates = {one.id: one.published for one in evidence.documents}
    for page in evidence.pages:
        dates[page.document] = page.dating.published or dates.get(page.document)
    return {document: when for document, when in dates.items() if when is not None}


def basis_key(observation: Observation) -> str:
    """Return the id of what an observation rests on: its claim, or the document of its row."""
    basis = observation.basis
    return basis.document if isinstance(basis, LogRow) else basis.id
