"""Decide: what programs decide on claims and incidents, and take back, by POST."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from truceline.errors import NotFound
from truceline.timespan import Timespan
from truceline.web.api.bodies import DecisionSent, MergeSent, PartSent, UndoSent, Written
from truceline.web.api.keyed import (
    NOW,
    PROBLEMS,
    IfMatch,
    Key,
    at_of,
    case_of,
    once,
    refuse_changed,
)
from truceline.web.api.once import Answer
from truceline.web.api.rows import one_row
from truceline.web.api.signing import REVIEW, signer

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


@router.post(
    "/claims/{id_}/decision", name="api.claims.decide", status_code=201, response_model=Written
)
def decide(
    request: Request, id_: str, sent: DecisionSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Accept, amend or reject a claim; ``id`` is the decision's, for undoing it."""
    who = signer(request, REVIEW)
    when = None if sent.when is None else Timespan.parse(sent.when)

    def work(name: str | None) -> Answer:
        from truceline.casework.amend import Amendment
        from truceline.casework.decide import decide_claim
        from truceline.reading.decision import Choice

        if not request.state.view.is_seen(NOW, id_):
            raise NotFound("claim", id_)
        refuse_changed(request, if_match, "claims", id_)
        choice = Choice(sent.choice)
        instead = None
        if choice is Choice.AMEND:
            instead = Amendment(
                kind=sent.kind, stance=sent.stance, modality=sent.modality, act=sent.act, when=when
            )
        decision = decide_claim(
            case_of(request), id_, choice=choice, instead=instead, reason=sent.reason, by=who,
            at=at_of(request), request=name,
        )  # fmt: skip
        return Answer(201, {"id": decision, "href": f"/api/v1/claims/{quote(id_, safe='')}"})

    return once(
        request, work, who=who, key=key, asked=["decide", id_, sent.model_dump(mode="json")]
    )


@router.post(
    "/decisions/{id_}/undo", name="api.decisions.undo", status_code=201, response_model=Written
)
def undo_claim(
    request: Request, id_: str, sent: UndoSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Take back a decision on a claim, which stands as before it; the decision stays on record."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.decide import undo_decision

        if id_ not in dict(request.state.view.decisions(NOW)):
            raise NotFound("decision", id_)
        refuse_changed(request, if_match, "decisions", id_)
        taken = undo_decision(
            case_of(request), id_, reason=sent.reason, by=who, at=at_of(request), request=name
        )
        return Answer(201, {"id": id_, "href": f"/api/v1/claims/{quote(taken.claim, safe='')}"})

    return once(request, work, who=who, key=key, asked=["undo claim", id_, sent.model_dump()])


@router.post("/incidents/merge", name="api.incidents.merge", status_code=201,
             response_model=Written)  # fmt: skip
def merge(request: Request, sent: MergeSent, key: Key = None, if_match: IfMatch = None) -> Response:
    """Put incidents together as one happening; ``id`` is the decision's, for undoing it.

    ``If-Match`` lists the tags of all of them.
    """
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import merge_incidents

        for wanted in sent.incidents:
            one_row(request, "incidents", wanted, NOW)
        refuse_changed(request, if_match, "incidents", *sent.incidents)
        decision, whole = merge_incidents(
            case_of(request),
            sent.incidents,
            reason=sent.reason,
            by=who,
            at=at_of(request),
            sight=request.state.view.sight,
            kept=request.state.view.incidents_now,
            request=name,
        )
        return Answer(201, {"id": decision, "href": f"/api/v1/incidents/{whole.id}"})

    return once(request, work, who=who, key=key, asked=["merge", sent.model_dump()])


@router.post(
    "/incidents/{id_}/part", name="api.incidents.part", status_code=201, response_model=Written
)
def part(
    request: Request, id_: str, sent: PartSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Take reports out of an incident; ``id`` is the decision's, for undoing it."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import part_incident

        one_row(request, "incidents", id_, NOW)
        refuse_changed(request, if_match, "incidents", id_)
        decision, rest = part_incident(
            case_of(request),
            id_,
            sent.observations,
            reason=sent.reason,
            by=who,
            at=at_of(request),
            sight=request.state.view.sight,
            kept=request.state.view.incidents_now,
            request=name,
        )
        return Answer(201, {"id": decision, "href": f"/api/v1/incidents/{rest.id}"})

    return once(request, work, who=who, key=key, asked=["part", id_, sent.model_dump()])


@router.post(
    "/regroupings/{id_}/undo", name="api.regroupings.undo", status_code=201, response_model=Written
)
def undo(
    request: Request, id_: str, sent: UndoSent, key: Key = None, if_match: IfMatch = None
) -> Response:
    """Take back a decision that put incidents together or apart; it stays on record."""
    who = signer(request, REVIEW)

    def work(name: str | None) -> Answer:
        from truceline.casework.regroup import undo_regrouping

        if id_ not in dict(request.state.view.regroupings(NOW)):
            raise NotFound("decision", id_)
        refuse_changed(request, if_match, "regroupings", id_)
        undo_regrouping(
            case_of(request), id_, reason=sent.reason, by=who, at=at_of(request), request=name
        )
        return Answer(201, {"id": id_, "href": "/api/v1/incidents"})

    return once(request, work, who=who, key=key, asked=["undo", id_, sent.model_dump()])
