"""Mark: say who may be shown something, on record."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from truceline.casework.evidence import Evidence
from truceline.casework.gather import gather
from truceline.casework.marks import marks_in
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.evidence.handling import Handling, Level
from truceline.evidence.ledger import Draft, EntryKind
from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow, Observation
from truceline.reading.claim import Claim
from truceline.sentence import say, term

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


def mark_entry(
    case: Casefile,
    key: str,
    *,
    level: Level,
    reason: str,
    by: str,
    at: datetime,
    until: datetime | None = None,
) -> Handling:
    """Mark a document, claim, observation or coverage record; return the mark.

    Args:
        key: The entry's id, or a beginning of it that no other id shares.
        until: When an embargo ends; it belongs to an embargo and to nothing else.

    Raises:
        NotFound: nothing that stands or is marked, or more than one thing, has such an id.
        RecordInvalid: nobody signs, no reason is given, or the end does not fit the level.
    """
    from truceline.evidence.record import to_record

    problems = list(_problems(level, reason, by, at, until))
    if problems:
        raise RecordInvalid(problems)
    evidence = gather(case)
    with case.ledger() as ledger:
        marks = marks_in(ledger)
        whereabouts = dict(_whereabouts(evidence))
        # What was withdrawn stands no more, and its mark can still be changed.
        of = _single(whereabouts.keys() | marks.keys(), key)
        where = whereabouts.get(of) or _where_of(marks[of])
        mark = Handling(of=of, level=level, until=until, reason=reason, by=by, at=at, **where)
        name = f"h-{mark.of}"
        draft = Draft(
            kind=EntryKind.HANDLING,
            key=name,
            record=to_record(mark),
            # A later mark takes the place of the one before, which stays readable in the ledger.
            supersedes=name if mark.of in marks else None,
        )
        ledger.append([draft], author=by, recorded_at=at)
    return mark


def _single(known: Set[str], name: str) -> str:
    if name in known:
        return name
    found = sorted(one for one in known if one.startswith(name))
    if len(found) != 1:
        raise NotFound("single entry that can be marked", name, known=found or known)
    return found[0]


class _Where(TypedDict, total=False):
    document: str | None
    start: int | None
    end: int | None
    row: int | None


def _whereabouts(evidence: Evidence) -> Iterator[tuple[str, _Where]]:
    for document in evidence.documents:
        yield document.id, {"document": document.id}
    for claim in evidence.claims:
        yield claim.id, _of_claim(claim)
    records: tuple[Observation | Coverage, ...] = (*evidence.observations, *evidence.coverage)
    for one in records:
        basis = one.basis
        if isinstance(basis, LogRow):
            yield one.id, {"document": basis.document, "row": basis.row}
        else:
            yield one.id, _of_claim(basis)


def _of_claim(claim: Claim) -> _Where:
    return {"document": claim.document, "start": claim.span.start, "end": claim.span.end}


def _where_of(mark: Handling) -> _Where:
    return {"document": mark.document, "start": mark.start, "end": mark.end, "row": mark.row}


def _problems(
    level: Level, reason: str, by: str, at: datetime, until: datetime | None
) -> list[Problem]:
    wrong = [
        (say("the {name} is empty", name=term(name)), say("A mark is signed and says why"))
        for name, text in (("reason", reason), ("name", by))
        if not text.strip()
    ]
    if level is Level.EMBARGOED and until is None:
        wrong.append((say("an embargo has no end"), say("Say until when, or restrict it")))
    if level is Level.EMBARGOED and until is not None and until <= at:
        wrong.append((say("the embargo would be over at once"), say("Name a day that is to come")))
    if level is not Level.EMBARGOED and until is not None:
        what = say("{level} has no end", level=term(level.value))
        wrong.append((what, say("Leave the day out, or set an embargo")))
    return [Problem("mark", 0, 0, what, mend) for what, mend in wrong]
