"""Finding: why it reads as it does, what would change it, and its reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.web.view import View

router = APIRouter()


@router.get("/findings/{id_:path}", name="finding", response_class=HTMLResponse)
def finding(request: Request, id_: str, state: Annotated[Asked, Depends(asked)]) -> HTMLResponse:
    """Show one finding with its explanation, down to the words it rests on."""
    from truceline.report.explain import explain, party_title

    view: View = request.app.state.view
    judged, one = judged_finding(view, state, id_)
    agreement = judged.agreement(one.agreement)
    tree = explain(
        one,
        agreement=agreement,
        documents=judged.evidence.documents,
        reviews=judged.evidence.reviews,
    )
    return shown(
        request,
        "finding.html",
        finding=one,
        agreement=agreement,
        provision=agreement.provision(one.provision),
        party=party_title(agreement, one.party),
        tree=tree,
        reviews=[each for each in judged.evidence.reviews if each.finding == one.id],
    )


def judged_finding(view: View, state: Asked, id_: str) -> tuple[Judged, Finding]:
    """Return a finding by its id, from the state at hand or judged by itself.

    Raises:
        NotFound: the id names no agreement, provision, party or period of this casefile.
    """
    from truceline.casework.assess import judged_finding as judge_one

    try:
        judged = view.judged(state)
    except NotFound:
        judged = None
    if judged is not None:
        for one in judged.findings:
            if one.id == id_:
                return judged, one
    key = ("finding", view.state(), state.moment, id_)
    case = view.case
    return view.shelf.get(
        key, lambda: judge_one(case, id_, as_of=state.moment, policy=case.policy_path)
    )
