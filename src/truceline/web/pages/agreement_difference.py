"""Agreement difference: what parts two agreements, or any two versions that were recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.web.asked import Asked, asked
from truceline.web.page import shown
from truceline.web.pages.agreement import agreement_named

if TYPE_CHECKING:
    from truceline.web.view import View

router = APIRouter()


@router.get("/agreements/difference", name="agreement_difference", response_class=HTMLResponse)
def compared(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    first: Annotated[str, Query(max_length=200)],
    second: Annotated[str, Query(max_length=200)],
) -> HTMLResponse:
    """Show what parts two agreements: provisions, ground in km2, named places.

    Each is named by its id, or by the digest of a version on record.

    Raises:
        NotFound: one of them is neither the casefile's, nor shipped, nor on record with its files.
    """
    from truceline.agreement.difference import difference
    from truceline.agreement.wording import in_words
    from truceline.report.towns import towns

    view: View = request.state.view
    one, other = agreement_named(view, state, first), agreement_named(view, state, second)
    key = ("difference", one.digest, other.digest)
    found = view.shelf.get(key, lambda: difference(one, other, places=towns()))
    return shown(request, "agreement_difference.html", found=found, in_words=in_words)
