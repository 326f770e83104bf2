"""Finding: why it reads as it does, what would change it, its reviews, and what it was before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from truceline.assessment.review import Verdict
from truceline.errors import NotFound
from truceline.web.acting import author_of, is_signed_in, now
from truceline.web.asked import Asked, asked
from truceline.web.graphic import any_graphic
from truceline.web.page import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from truceline.assessment.finding import Finding, Flip
    from truceline.casework.assess import Judged
    from truceline.casework.changes import Change
    from truceline.web.view import View

router = APIRouter()

# What single_record.py gives as the present value of a record: it is there, or it is not.
_ON_RECORD = "on record"


@router.get("/findings/{id_:path}", name="finding", response_class=HTMLResponse)
def finding(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    since: Annotated[str | None, Query(max_length=60)] = None,
) -> HTMLResponse:
    """Show one finding with its explanation, down to the words it rests on."""
    from truceline.assessment.reviewed import reviewed
    from truceline.report.explain import explain, party_title

    view: View = request.state.view
    judged, one = judged_finding(view, state, id_)
    agreement = judged.agreement(one.agreement)
    reviews = [each for each in judged.evidence.reviews if each.finding == one.id]
    tree = explain(
        one, agreement=agreement, documents=judged.evidence.documents, reviews=reviews
    )  # fmt: skip
    factors, records = flips_of(one)
    return shown(
        request,
        "finding.html",
        finding=one,
        agreement=agreement,
        provision=agreement.provision(one.provision),
        party=party_title(agreement, one.party),
        tree=tree,
        factors=factors,
        records=records,
        reviews=sorted(reviews, key=lambda each: (each.at, each.reviewer)),
        standing=reviewed(reviews, finding=one.id, inputs_digest=str(one.inputs_digest)),
        needed=int(judged.policy.central.confirmations),
        verdicts=list(Verdict),
        since=since,
        change=change_since(view, state, one.id, since) if since else None,
        is_graphic=any_graphic(quotes_of(one)),
    )


@router.post("/findings/{id_:path}", name="finding_review")
def review(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    verdict: Annotated[Verdict, Form()],
    reason: Annotated[str, Form(max_length=4000)] = "",
    reviewer: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Record what a person decides on a finding, as it reads now."""
    from truceline.casework.review import record_review

    view: View = request.state.view
    case = view.case
    # Who is signed in signs with the own name; without accounts people write theirs.
    name = author_of(request) if is_signed_in(request) else reviewer.strip() or author_of(request)
    record_review(
        case, id_, verdict=verdict.value, reviewer=name, reason=reason.strip(),
        policy=case.policy_path, at=now(request), kept=partial(view.finding_now, id_),
    )  # fmt: skip
    return RedirectResponse(state.link(f"/findings/{id_}") + "#reviews", status_code=303)


def judged_finding(view: View, state: Asked, id_: str) -> tuple[Judged, Finding]:
    """Return a finding by its id, from the state at hand or judged by itself.

    Raises:
        NotFound: the id names no agreement, provision, party or period of this casefile.
    """
    judged = view.judged(state) if view.is_judged(state) else None
    if judged is not None:
        for one in judged.findings:
            if one.id == id_:
                return judged, one
    return view.finding(state, id_)


def flips_of(finding: Finding) -> tuple[list[Flip], list[Flip]]:
    """Return what would change a finding, nearest first: values, and single records."""
    ordered = sorted(finding.flips, key=lambda flip: (flip.distance, flip.what))
    values = [flip for flip in ordered if flip.now != _ON_RECORD]
    return values, [flip for flip in ordered if flip.now == _ON_RECORD]


def change_since(view: View, state: Asked, id_: str, since: str) -> Change | None:
    """Return how a finding read on an earlier day, and what came since; None where it is the same.

    Raises:
        NotFound: the day is none.
    """
    from truceline.casework.changes import Change, change_between
    from truceline.timespan import Timespan

    before = Timespan.parse(since).end
    if before is None:
        raise NotFound("day", since)

    def work(now: View, _before: object) -> Change | None:
        after = now.finding(state, id_)
        try:
            then = now.finding(replace(state, as_of=since), id_)
        except NotFound:
            return Change(finding=id_, before=None, after=after[1], causes=())
        return change_between(then, after)

    return view.keep("change", state, work, id_, since)


def quotes_of(finding: Finding) -> Iterator[str]:
    """Yield the words that a finding rests on."""
    for weighed in finding.weighed:
        for report in weighed.incident.observations:
            basis = report.basis
            yield basis.quote if hasattr(basis, "quote") else basis.span.quote
