"""Ledger: the log, its checkpoints, what is not sealed yet, and a verification on request."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from truceline.errors import LedgerDamaged
from truceline.web.page import shown

router = APIRouter()

_ENTRIES_A_PAGE = 50
# The most checkpoints shown; the others are listed by the command line.
_MOST_SEALS = 20


@router.get("/ledger", name="ledger")
def ledger(
    request: Request, before: Annotated[int | None, Query(ge=0, le=2**62)] = None
) -> Response:
    """Show hashes and times of entries and of checkpoints, and nothing that they record."""
    return _page(request, before=before)


@router.post("/ledger/verification", name="ledger_verify")
def verify(request: Request) -> Response:
    """Hash every entry anew, and tell whether the ledger is what was recorded and sealed."""
    from truceline.casework.seal import audited

    try:
        audited(request.state.view.case)
    except LedgerDamaged as damage:
        return _page(request, damage=str(damage), verified=True)
    return _page(request, verified=True)


def _page(
    request: Request, *, before: int | None = None, verified: bool = False, damage: str = ""
) -> Response:
    case = request.state.view.case
    seals = list(case.seals.all())
    with case.ledger() as held:
        size, root = held.size(), held.root()
        page = held.page(before=before, limit=_ENTRIES_A_PAGE)
    sealed = seals[-1].checkpoint.size if seals else 0
    return shown(
        request,
        "ledger.html",
        size=size,
        root=root.hex(),
        sealed=sealed,
        seals=seals[::-1][:_MOST_SEALS],
        entries=page.entries,
        older=page.older,
        verified=verified,
        damage=damage,
    )
