"""Evidence: all that a casefile holds, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.assessment.review import Review
from truceline.evidence.document import Document
from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow, Observation
from truceline.observation.regrouping import Regrouping
from truceline.reading.claim import Claim
from truceline.reading.decision import Decision
from truceline.reading.page import Page
from truceline.timespan import Timespan

if TYPE_CHECKING:
    from truceline.evidence.state import LedgerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What stood in a casefile on a day. ``as_of`` is that day, or when the last entry came.

    ``state`` names the entries of the ledger that it rests on, by their number and root.
    """

    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    coverage: tuple[Coverage, ...]
    reviews: tuple[Review, ...]
    as_of: str
    regroupings: tuple[Regrouping, ...] = ()
    decisions: tuple[Decision, ...] = ()
    state: LedgerState | None = None


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
