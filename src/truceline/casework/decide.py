"""Decide: a person accepts, amends or rejects a claim, on record, and may take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.standing import keyed_in
from truceline.digest import digest_of, short_id
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.evidence.traced import standing_noun, traced
from truceline.reading.claim import Claim
from truceline.reading.decision import Choice, Decision
from truceline.sentence import say, term

if TYPE_CHECKING:
    from truceline.casework.amend import Amendment
    from truceline.evidence.layout import Casefile
    from truceline.evidence.sealed import SealedLedger
    from truceline.observation.observation import Observation

_MADE_ANEW = "the claim was decided on, and tells of it no more"


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
        subject, before = _subject(case, ledger, claim)
        id_ = subject.id
        _refuse(_wrong(_decisions(case, ledger).values(), id_, choice, reason, by))
        after = _after(subject, choice, instead, reason=reason, by=by)
        decision = Decision(
            claim=id_, document=subject.document, choice=choice, reason=reason, by=by, at=at,
            before=before,
        )  # fmt: skip
        record = to_record(decision)
        key = short_id("k", digest_of(record))
        drafts = _again(ledger, EntryKind.DECISION, [(key, record)])
        if choice is not Choice.ACCEPT or before is None:
            drafts += _instead_of(case, ledger, subject, after, reason=reason or _MADE_ANEW)
        ledger.append(drafts, author=by, recorded_at=at, request=request)
    return key


def undo_decision(
    case: Casefile,
    decision: str,
    *,
    reason: str,
    by: str,
    at: datetime,
    request: str | None = None,
) -> Decision:
    """Take a decision back: the claim and its observations stand as before it. Return it.

    ``request`` is the name of the append.

    Raises:
        NotFound: no standing decision, or no single one, has such an id.
        RecordInvalid: nobody signs or no reason is given.
    """
    with case.ledger() as ledger:
        key, taken = _taken(case, ledger, decision)
        _refuse(_unsigned(by, reason))
        drafts = [withdrawal(kind=EntryKind.DECISION, key=key, reason=reason)]
        now = standing_noun(ledger, EntryKind.CLAIM, taken.claim, Claim)
        subject = now or taken.before
        if now != taken.before and subject is not None:
            drafts += _instead_of(case, ledger, subject, taken.before, reason=reason)
        ledger.append(drafts, author=by, recorded_at=at, request=request)
    return taken


def standing_decisions(case: Casefile) -> dict[str, tuple[str, Decision]]:
    """Return the decisions that hold, with their ids, by the claim that each is on."""
    with case.ledger() as ledger:
        found = _decisions(case, ledger)
    return {one.claim: (key, one) for key, one in found.items()}


def _subject(case: Casefile, ledger: SealedLedger, name: str) -> tuple[Claim, Claim | None]:
    """Return the claim of an id, and the same where it stands; None where it is only proposed."""
    from truceline.reading.readers.llm import Proposals

    stands = standing_noun(ledger, EntryKind.CLAIM, name, Claim)
    if stands is not None:
        return stands, stands
    every = keyed_in(case, ledger, EntryKind.PROPOSAL, Proposals)
    proposed = {claim.id: claim for _, one in every for claim in one.claims}
    # Only a beginning of an id makes it necessary to look at every claim.
    claims = {} if name in proposed else dict(keyed_in(case, ledger, EntryKind.CLAIM, Claim))
    id_ = _match({**proposed, **claims}, name, "claim")
    before = claims.get(id_)
    return before or proposed[id_], before


def _decisions(case: Casefile, ledger: SealedLedger) -> dict[str, Decision]:
    return dict(keyed_in(case, ledger, EntryKind.DECISION, Decision))


def _taken(case: Casefile, ledger: SealedLedger, name: str) -> tuple[str, Decision]:
    exact = standing_noun(ledger, EntryKind.DECISION, name, Decision)
    if exact is not None:
        return name, exact
    known = _decisions(case, ledger)
    key = _match(known, name, "decision on a claim")
    return key, known[key]


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


def _instead_of(
    case: Casefile, ledger: SealedLedger, subject: Claim, after: Claim | None, *, reason: str
) -> list[Draft]:
    """Return what puts one form of a claim in the place of another, observations included."""
    from truceline.evidence.record import to_record

    made = _observations(ledger, after)
    gone = _standing_of(case, ledger, subject.id) - {one.id for one in made}
    drafts: list[Draft] = []
    if after is not None:
        drafts += _again(ledger, EntryKind.CLAIM, [(after.id, to_record(after))])
    elif traced(ledger, EntryKind.CLAIM, [subject.id])[subject.id].stands is not None:
        drafts.append(withdrawal(kind=EntryKind.CLAIM, key=subject.id, reason=reason))
    # The reason is a person's, so that no reading anew brings back what was rejected.
    drafts += [
        withdrawal(kind=EntryKind.OBSERVATION, key=key, reason=reason) for key in sorted(gone)
    ]
    return drafts + _again(
        ledger, EntryKind.OBSERVATION, [(one.id, to_record(one)) for one in made]
    )


def _again(
    ledger: SealedLedger, kind: EntryKind, records: Sequence[tuple[str, dict[str, object]]]
) -> list[Draft]:
    ever = traced(ledger, kind, (key for key, _ in records))
    return [
        Draft(kind=kind, key=key, record=record, supersedes=key if ever[key].own else None)
        for key, record in records
    ]


def _observations(ledger: SealedLedger, claim: Claim | None) -> tuple[Observation, ...]:
    from truceline.observation.observe import observe
    from truceline.reading.actors import load_actors
    from truceline.reading.page import Page

    if claim is None:
        return ()
    page = standing_noun(ledger, EntryKind.PAGE, f"p-{claim.document}", Page)
    date = None if page is None else page.dating.published
    published = {} if date is None else {claim.document: date}
    return observe([claim], actors=load_actors(), published=published)


def _standing_of(case: Casefile, ledger: SealedLedger, claim: str) -> set[str]:
    from truceline.casework.evidence import basis_key
    from truceline.observation.observation import Observation

    found = keyed_in(case, ledger, EntryKind.OBSERVATION, Observation)
    return {one.id for _, one in found if basis_key(one) == claim}


def _wrong(
    decisions: Iterable[Decision], claim: str, choice: Choice, reason: str, by: str
) -> list[str]:
    wrong = _unsigned(by, "given" if choice is Choice.ACCEPT else reason)
    on = [one for one in decisions if one.claim == claim]
    wrong += [f"{one.by} decided on it already ({one.choice.value}); undo that first" for one in on]
    return wrong


def _unsigned(by: str, reason: str) -> list[str]:
    given = (("name", by), ("reason", reason))
    return [say("the {name} is empty", name=term(name)) for name, text in given if not text.strip()]


def _match(known: Iterable[str], name: str, what: str) -> str:
    ids = list(known)
    found = [id_ for id_ in ids if id_ == name] or [id_ for id_ in ids if id_.startswith(name)]
    if len(found) != 1:
        raise NotFound(f"single {what}", name, known=found or ids)
    return found[0]


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        mend = say("Sign the decision, say why, and decide on a claim once")
        raise RecordInvalid(Problem("claim", 0, 0, what, mend) for what in wrong)
