"""Claim decisions: a person accepts, amends or rejects one claim of a document, or undoes that."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.reading.decision import Choice
from truceline.sentence import say
from truceline.web.acting import author_of, must_see, now
from truceline.web.asked import Asked, asked

router = APIRouter()

_Words = Annotated[str, Form(max_length=2000)]


@router.post("/documents/{id_}/claims/{claim}", name="claim_decide")
def decide(
    request: Request,
    id_: str,
    claim: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    choice: Annotated[Choice, Form()],
    reason: _Words = "",
    kind: Annotated[ClaimKind | None, Form()] = None,
    stance: Annotated[Stance | None, Form()] = None,
    modality: Annotated[Modality | None, Form()] = None,
    act: Annotated[str | None, Form(max_length=100)] = None,
    when: Annotated[str, Form(max_length=60)] = "",
    onward: Annotated[str, Form(max_length=40)] = "",
    part: Annotated[str, Form(max_length=8)] = "",
) -> RedirectResponse:
    """Record what was decided, and go on to the next claim."""
    from truceline.casework.amend import Amendment
    from truceline.casework.decide import decide_claim
    from truceline.timespan import Timespan

    instead = None
    if choice is Choice.AMEND:
        instead = Amendment(
            kind=kind, stance=stance, modality=modality, act=None if act is None else act.strip(),
            when=Timespan.parse(when.strip()) if when.strip() else None,
        )  # fmt: skip
    must_see(request, state, claim, what="claim")
    decide_claim(
        request.state.view.case, claim, choice=choice, instead=instead, reason=reason.strip(),
        by=author_of(request), at=now(request),
    )  # fmt: skip
    return _back(state, id_, onward, part)


@router.post("/documents/{id_}/decisions/{key}", name="claim_undo")
def undo(
    request: Request,
    id_: str,
    key: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    reason: _Words = "",
    onward: Annotated[str, Form(max_length=40)] = "",
    part: Annotated[str, Form(max_length=8)] = "",
) -> RedirectResponse:
    """Take a decision back; claim and observations stand as before it."""
    from truceline.casework.decide import undo_decision

    must_see(request, state, key, what="decision")
    undo_decision(
        request.state.view.case, key, reason=reason.strip(), by=author_of(request),
        at=now(request),
    )  # fmt: skip
    return _back(state, id_, onward, part)


@router.post("/documents/{id_}/withdrawal", name="document_withdraw")
def withdraw(
    request: Request, id_: str, state: Annotated[Asked, Depends(asked)], reason: _Words
) -> RedirectResponse:
    """Take a document back, with all that was read from it; it stays on record."""
    from truceline.casework.withdraw import withdraw_entry
    from truceline.errors import Problem, RecordInvalid

    if not reason.strip():
        raise RecordInvalid([Problem("document", 0, 0, say("the reason is empty"), say("Say why"))])
    must_see(request, state, id_, what="document")
    withdraw_entry(
        request.state.view.case, id_, reason=reason.strip(), author=author_of(request),
        recorded_at=now(request),
    )  # fmt: skip
    return RedirectResponse(state.link("/documents"), status_code=303)


def _back(state: Asked, document: str, onward: str, part: str) -> RedirectResponse:
    # Only a number of this page: an address from a form leads nowhere else.
    anchor = f"#claim-{onward}" if onward.isdigit() else ""
    address = state.link(f"/documents/{document}", part=part if part.isdigit() else None)
    return RedirectResponse(address + anchor, status_code=303)
