"""Regroup: put incidents together or take one apart by hand, on record, and undo it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.casework.standing import keyed_in
from truceline.digest import digest_of, short_id
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.evidence.traced import entry_at, standing_noun, traced
from truceline.observation.observation import Tally
from truceline.observation.regrouping import How, Regrouping
from truceline.sentence import say

if TYPE_CHECKING:
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.observation.incident import Incident

    Kept = Callable[[], Iterable[Incident]]


def merge_incidents(
    case: Casefile,
    incidents: Sequence[str],
    *,
    reason: str,
    by: str,
    at: datetime,
    sight: Sight | None = None,
    kept: Kept | None = None,
    request: str | None = None,
) -> tuple[str, Incident]:
    """Record that incidents are one happening; return the decision's id and the incident.

    Args:
        incidents: Ids, or unique beginnings of ids, of two or more standing incidents.
        sight: What the one who decides may see; without it, all there is.
        kept: Returns the incidents of that sight as they are now, where somebody keeps them.
        request: The name of the append; what was recorded under it is not recorded again.

    Raises:
        NotFound: no standing incident, or no single one, has such an id.
        RecordInvalid: nobody signs, no reason is given, fewer than two incidents are named, or
            they are of different sorts: a total over a time is never one with the items in it.
    """
    known = _now(case, sight, kept)
    chosen = [_one(known, name) for name in dict.fromkeys(incidents)]
    _refuse(_unsigned(reason, by) + _unlike(chosen))
    ids = tuple(sorted(o.id for one in chosen for o in one.observations))
    decision = Regrouping(how=How.MERGE, observations=ids, reason=reason, by=by, at=at)
    key = _recorded(case, decision, request=request)
    return key, _holding(_now(case, sight, kept), ids[0])


def part_incident(
    case: Casefile,
    incident: str,
    observations: Sequence[str],
    *,
    reason: str,
    by: str,
    at: datetime,
    sight: Sight | None = None,
    kept: Kept | None = None,
    request: str | None = None,
) -> tuple[str, Incident]:
    """Record that some reports of an incident are of another happening; return it and the id.

    ``sight``, ``kept`` and ``request`` are as of ``merge_incidents``.

    Raises:
        NotFound: no single incident, or no single report of it, has such an id.
        RecordInvalid: nobody signs, no reason is given, or no report would be left.
    """
    whole = _one(_now(case, sight, kept), incident)
    ids = [o.id for o in whole.observations]
    out = tuple(sorted({_match(ids, name, "report of the incident") for name in observations}))
    rest = tuple(sorted(set(ids) - set(out)))
    empty = [] if out and rest else ["a part of the reports, not all or none, can be taken out"]
    _refuse(_unsigned(reason, by) + empty)
    decision = Regrouping(
        how=How.PART, observations=out, apart_from=rest, reason=reason, by=by, at=at
    )
    key = _recorded(case, decision, request=request)
    return key, _holding(_now(case, sight, kept), out[0])


def one_source(
    case: Casefile,
    documents: Sequence[str],
    *,
    reason: str,
    by: str,
    at: datetime,
    sight: Sight | None = None,
) -> tuple[str, Regrouping]:
    """Record that documents are one source: versions of one paper, or one retells another.

    What they tell of one happening is one voice from then on. Return the decision and its id.

    Args:
        documents: Ids, or unique beginnings of ids, of two or more documents.
        sight: What the one who decides may see; without it, all there is.

    Raises:
        NotFound: no document, or no single one, has such an id.
        RecordInvalid: nobody signs, no reason is given, or fewer than two documents are named.
    """
    known = [one.id for one in gather(case, sight=sight).documents]
    chosen = tuple(sorted({_match(known, name, "document") for name in documents}))
    few = [] if len(chosen) > 1 else ["two documents or more are one source, not one"]
    _refuse(_unsigned(reason, by) + few)
    decision = Regrouping(
        how=How.ONE_SOURCE, observations=(), documents=chosen, reason=reason, by=by, at=at
    )
    return _recorded(case, decision), decision


def undo_regrouping(
    case: Casefile,
    decision: str,
    *,
    reason: str,
    by: str,
    at: datetime,
    request: str | None = None,
) -> Regrouping:
    """Take a decision back; it stays on record, and holds no more. Return it.

    ``request`` is the name of the append.

    Raises:
        NotFound: no standing decision, or no single one, has such an id.
        RecordInvalid: nobody signs or no reason is given.
    """
    _refuse(_unsigned(reason, by))
    with case.ledger() as ledger:
        key, taken = decision, standing_noun(ledger, EntryKind.REGROUPING, decision, Regrouping)
        if taken is None:
            known = dict(keyed_in(case, ledger, EntryKind.REGROUPING, Regrouping))
            key = _match(list(known), decision, "decision on incidents")
            taken = known[key]
        draft = withdrawal(kind=EntryKind.REGROUPING, key=key, reason=reason)
        ledger.append([draft], author=by, recorded_at=at, request=request)
    return taken


def incident_of(
    case: Casefile, decision: str, *, sight: Sight | None = None, kept: Kept | None = None
) -> Incident | None:
    """Return the incident that a decision ever recorded was answered with, as it is now.

    None where its reports are in no incident that ``sight`` shows any more; ``kept`` is as of
    ``merge_incidents``.
    """
    from truceline.evidence.record import from_record

    with case.ledger() as ledger:
        own = traced(ledger, EntryKind.REGROUPING, [decision])[decision].own
        made = entry_at(ledger, own[0]) if own else None
    if made is None or made.erased:
        return None
    first, *_ = from_record(Regrouping, made.record).observations
    return next(_all_holding(_now(case, sight, kept), first), None)


def _now(case: Casefile, sight: Sight | None, kept: Kept | None) -> tuple[Incident, ...]:
    return incidents_of(gather(case, sight=sight)) if kept is None else tuple(kept())


def _recorded(case: Casefile, decision: Regrouping, *, request: str | None = None) -> str:
    from truceline.evidence.record import to_record

    record = to_record(decision)
    key = short_id("g", digest_of(record))
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.REGROUPING, key=key, record=record)
        ledger.append([draft], author=decision.by, recorded_at=decision.at, request=request)
    return key


def _holding(known: Iterable[Incident], observation: str) -> Incident:
    return next(_all_holding(known, observation))


def _all_holding(known: Iterable[Incident], observation: str) -> Iterator[Incident]:
    return (
        one
        for one in known
        if any(o.id == observation for voice in one.voices for o in voice.reports)
    )


def _one(known: Sequence[Incident], name: str) -> Incident:
    at = _match([one.id for one in known], name, "incident")
    return next(one for one in known if one.id == at)


def _match(known: Sequence[str], name: str, what: str) -> str:
    found = [id_ for id_ in known if id_ == name] or [id_ for id_ in known if id_.startswith(name)]
    if len(found) != 1:
        raise NotFound(f"single {what}", name, known=found or known)
    return found[0]


def _unsigned(reason: str, by: str) -> list[str]:
    return [f"the {name} is empty" for name, text in (("name", by), ("reason", reason)) if not
            text.strip()]  # fmt: skip


def _unlike(chosen: Sequence[Incident]) -> list[str]:
    wrong: list[str] = []
    if len(chosen) < 2:
        wrong.append(say("two incidents or more are put together, not one"))
    if len({one.lead.kind for one in chosen}) > 1:
        wrong.append(say("something that was there and something that was done are two records"))
    if len({one.lead.tally is Tally.PERIOD_TOTAL for one in chosen}) > 1:
        wrong.append(say("a total over a time stays apart from the items that it may hold"))
    return wrong


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        mend = say("Sign with --by, say why with --reason, and name what belongs together")
        raise RecordInvalid(Problem("incident", 0, 0, what, mend) for what in wrong)
