"""Gather: everything that stands in a casefile, as known on a day, for whoever may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from truceline.assessment.review import Review
from truceline.casework.evidence import Evidence
from truceline.casework.standing import Stood, stood_in
from truceline.evidence.document import Document
from truceline.evidence.ledger import EntryKind
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation
from truceline.observation.regrouping import Regrouping
from truceline.reading.claim import Claim
from truceline.reading.decision import Decision
from truceline.reading.page import Page

if TYPE_CHECKING:
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.evidence.sealed import SealedLedger
    from truceline.evidence.seals import Seals


def gather(
    case: Casefile,
    *,
    as_of: datetime | None = None,
    sight: Sight | None = None,
    sealed: bool = False,
) -> Evidence:
    """Return what stands in a casefile, as recorded up to a moment.

    Without ``as_of`` the moment is that of the last entry, never the clock: the same ledger gives
    the same answer tomorrow. ``sight`` bounds it to what somebody may see; its marks are those of
    now, whatever day is asked about. Without it nothing is left out. ``sealed`` takes only what
    the last checkpoint of that moment holds.

    Raises:
        NotFound: ``sealed``, and nothing was sealed by then.
    """
    with case.ledger() as ledger:
        kept = stood_in(case, ledger) if as_of is None and not sealed else None
        return gathered(ledger, case.seals, as_of=as_of, sight=sight, sealed=sealed, kept=kept)


def gathered(
    ledger: SealedLedger,
    seals: Seals,
    *,
    as_of: datetime | None = None,
    sight: Sight | None = None,
    sealed: bool = False,
    kept: Stood | None = None,
) -> Evidence:
    """Return what stands in an open ledger; see ``gather``.

    What is ``kept`` of it is taken and not read again; its number of entries is not told then.
    """
    evidence = _read(ledger, seals, as_of=as_of, sealed=sealed) if kept is None else kept.evidence()
    if sight is None:
        return evidence
    from truceline.casework.marks import marks_in
    from truceline.casework.sight import seen

    # How many entries there are, hidden ones too, is told where a checkpoint tells it already.
    shown = evidence if sealed else replace(evidence, state=None)
    return seen(shown, marks_in(ledger), sight)


def _read(ledger: SealedLedger, seals: Seals, *, as_of: datetime | None, sealed: bool) -> Evidence:
    from truceline.evidence.state import state_of
    from truceline.evidence.view import standing

    state = state_of(ledger, seals, as_of=as_of, sealed=sealed)
    moment = (state.sealed_at if sealed else as_of) or ledger.latest()
    stands = partial(standing, ledger, as_of=None if sealed else as_of, size=state.size)
    return Evidence(
        documents=tuple(stands(EntryKind.DOCUMENT, Document)),
        pages=tuple(stands(EntryKind.PAGE, Page)),
        claims=tuple(stands(EntryKind.CLAIM, Claim)),
        observations=tuple(stands(EntryKind.OBSERVATION, Observation)),
        coverage=tuple(stands(EntryKind.COVERAGE, Coverage)),
        reviews=tuple(stands(EntryKind.REVIEW, Review)),
        regroupings=tuple(stands(EntryKind.REGROUPING, Regrouping)),
        decisions=tuple(stands(EntryKind.DECISION, Decision)),
        as_of=f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "an empty ledger",
        state=state,
    )
