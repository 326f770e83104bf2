"""Decide: a person accepts, amends or rejects a claim, on record, and may take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.digest import digest_of, short_id
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.reading.claim import Claim
from truceline.reading.decision import Choice, Decision

if TYPE_CHECKING:
    from truceline.casework.amend import Amendment
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Ledger
    from truceline.observation.observation import Observation

_MADE_ANEW = "the claim was decided on, and tells of it no more"


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands in a ledger that a decision touches."""

    claims: dict[str, Claim]
    proposed: dict[str, Claim]
    decisions: dict[str, Decision]


def decide_claim(
    case: Casefile,
    claim: str,
    *,
    choice: Choice,
    instead: Amendment | None = None,
    reason: str = "",
    by: str,
    at: datetime,
    request: str | None = None,
) -> str:
    """Record a decision on a claim, or on one that was only proposed; return the decision's id.

    ACCEPT leaves a claim as it is, and makes a proposed one a claim. AMEND puts ``instead`` in its
    place. REJECT withdraws it. The observations made of it follow in the same append.

    Args:
        claim: The claim's id, or a beginning of it that no other id shares.
        request: The name of the append; what was recorded under it is not recorded again.

    Raises:
        NotFound: no single claim, standing or proposed, has such an id.
        RecordInvalid: nobody signs, a rejection or an amendment gives no reason or changes
            nothing, or the claim is decided on already.
    """
    from truceline.evidence.record import to_record

    with case.ledger() as ledger:
        known = _known(ledger)
        id_ = _match({**known.proposed, **known.claims}, claim, "claim")
        before = known.claims.get(id_)
        subject = before or known.proposed[id_]
        _refuse(_wrong(known, id_, choice, reason, by))
        after = _after(subject, choice, instead, reason=reason, by=by)
        decision = Decision(
            claim=id_, document=subject.document, choice=choice, reason=reason, by=by, at=at,
            before=before,
        )  # fmt: skip
        record = to_record(decision)
        key = short_id("k", digest_of(record))
        drafts = _again(ledger, EntryKind.DECISION, [(key, record)])
        if choice is not Choice.ACCEPT or before is None:
            drafts += _instead_of(ledger, subject, after, reason=reason or _MADE_ANEW)
        ledger.append(drafts, author=by, recorded_at=at, request=request)
    return key


def undo_decision(case: Casefile, decision: str, *, reason: str, by: str, at: datetime) -> Decision:
    """Take a decision back: the claim and its observations stand as before it. Return it.

    Raises:
        NotFound: no standing decision, or no single one, has such an id.
        RecordInvalid: nobody signs or no reason is given.
    """
    with case.ledger() as ledger:
        known = _known(ledger)
        key = _match(known.decisions, decision, "decision on a claim")
        taken = known.decisions[key]
        _refuse(_unsigned(by, reason))
        drafts = [withdrawal(kind=EntryKind.DECISION, key=key, reason=reason)]
        now = known.claims.get(taken.claim)
        subject = now or taken.before
        if now != taken.before and subject is not None:
            drafts += _instead_of(ledger, subject, taken.before, reason=reason)
        ledger.append(drafts, author=by, recorded_at=at)
    return taken


def standing_decisions(case: Casefile) -> dict[str, tuple[str, Decision]]:
    """Return the decisions that hold, with their ids, by the claim that each is on."""
    with case.ledger() as ledger:
        found = _known(ledger).decisions
    return {one.claim: (key, one) for key, one in found.items()}


def _known(ledger: Ledger) -> _Known:
    from truceline.evidence.record import from_record
    from truceline.evidence.view import standing
    from truceline.reading.readers.llm import Proposals

    proposals = standing(ledger, EntryKind.PROPOSAL, Proposals)
    return _Known(
        claims={one.id: one for one in standing(ledger, EntryKind.CLAIM, Claim)},
        proposed={claim.id: claim for one in proposals for claim in one.claims},
        decisions={
            entry.key: from_record(Decision, entry.record)
            for entry in ledger.standing(kind=EntryKind.DECISION)
        },
    )


def _after(
    subject: Claim, choice: Choice, instead: Amendment | None, *, reason: str, by: str
) -> Claim | None:
    from truceline.casework.amend import amended

    if choice is Choice.REJECT:
        return None
    if choice is Choice.ACCEPT:
        return subject
    after = subject if instead is None else amended(subject, instead, reason=reason, by=by)
    if after == subject:
        _refuse(["the amendment changes nothing"])
    return after


def _instead_of(ledger: Ledger, subject: Claim, after: Claim | None, *, reason: str) -> list[Draft]:
    """Return what puts one form of a claim in the place of another, observations included."""
    from truceline.evidence.record import to_record

    stands = {entry.key for entry in ledger.standing(kind=EntryKind.CLAIM)}
    made = _observations(ledger, after)
    gone = _standing_of(ledger, subject.id) - {one.id for one in made}
    drafts: list[Draft] = []
    if after is not None:
        drafts += _again(ledger, EntryKind.CLAIM, [(after.id, to_record(after))])
    elif subject.id in stands:
        drafts.append(withdrawal(kind=EntryKind.CLAIM, key=subject.id, reason=reason))
    # The reason is a person's, so that no reading anew brings back what was rejected.
    drafts += [
        withdrawal(kind=EntryKind.OBSERVATION, key=key, reason=reason) for key in sorted(gone)
    ]
    return drafts + _again(
        ledger, EntryKind.OBSERVATION, [(one.id, to_record(one)) for one in made]
    )


def _again(
    ledger: Ledger, kind: EntryKind, records: Iterable[tuple[str, dict[str, object]]]
) -> list[Draft]:
    ever = {entry.key for entry in ledger.entries(kind=kind)}
    return [
        Draft(kind=kind, key=key, record=record, supersedes=key if key in ever else None)
        for key, record in records
    ]


def _observations(ledger: Ledger, claim: Claim | None) -> tuple[Observation, ...]:
    from truceline.evidence.view import standing
    from truceline.observation.observe import observe
    from truceline.reading.actors import load_actors
    from truceline.reading.page import Page

    if claim is None:
        return ()
    published = {
        page.document: page.dating.published
        for page in standing(ledger, EntryKind.PAGE, Page)
        if page.document == claim.document and page.dating.published
    }
    return observe([claim], actors=load_actors(), published=published)


def _standing_of(ledger: Ledger, claim: str) -> set[str]:
    from truceline.casework.evidence import basis_key
    from truceline.evidence.view import standing
    from truceline.observation.observation import Observation

    found = standing(ledger, EntryKind.OBSERVATION, Observation)
    return {one.id for one in found if basis_key(one) == claim}


def _wrong(known: _Known, claim: str, choice: Choice, reason: str, by: str) -> list[str]:
    wrong = _unsigned(by, "given" if choice is Choice.ACCEPT else reason)
    on = [one for one in known.decisions.values() if one.claim == claim]
    wrong += [f"{one.by} decided on it already ({one.choice.value}); undo that first" for one in on]
    return wrong


def _unsigned(by: str, reason: str) -> list[str]:
    given = (("name", by), ("reason", reason))
    return [f"the {name} is empty" for name, text in given if not text.strip()]


def _match(known: Iterable[str], name: str, what: str) -> str:
    ids = list(known)
    found = [id_ for id_ in ids if id_ == name] or [id_ for id_ in ids if id_.startswith(name)]
    if len(found) != 1:
        raise NotFound(f"single {what}", name, known=found or ids)
    return found[0]


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        mend = "Sign the decision, say why, and decide on a claim once"
        raise RecordInvalid(Problem("claim", 0, 0, what, mend) for what in wrong)
