"""Keyed: what every write of a program has in common: a key, a state, an answer that is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import Header, Request
from fastapi.responses import Response

from truceline.web.api.bodies import ProblemTold
from truceline.web.api.once import Answer, Once
from truceline.web.api.recalled import recalled
from truceline.web.api.rows import one_row
from truceline.web.api.told import refuse_stale, told
from truceline.web.asked import Asked

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.web.view import View

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemTold} for status in (400, 401, 403, 404, 409, 412, 413, 422, 503)
}
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="The same key for the same request gets the same answer for a day.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=8000,
        description="The tags of what is changed, as they were read; 412 where one is another now.",
    ),
]
NOW = Asked(path="/api/v1")
# What answers to keyed writes are kept in, beside the ledger.
ANSWERS_FILE = "requests.sqlite"


def refuse_changed(request: Request, if_match: str | None, thing: str, *ids: str) -> None:
    """Refuse a write on things that read otherwise by now than when their tags were given.

    Raises:
        HTTPException: 412, one of them has none of the tags of If-Match.
        NotFound: one of them is not there.
    """
    if if_match is None:
        return
    # A page may be content with what stood before the last writes; a write is not.
    request.state.view = request.state.view.patiently
    refuse_stale(request, *(one_row(request, thing, id_, NOW) for id_ in ids))


def once(
    request: Request,
    work: Callable[[str | None], Answer],
    *,
    who: str,
    key: str | None,
    asked: object,
) -> Response:
    """Do a write once, and answer as it was answered then where it is asked again."""
    kept: Once = request.app.state.once

    def recall(name: str) -> Answer | None:
        view: View = request.state.view
        return recalled(view.case, name, sight=view.sight, kept=view.incidents_now)

    done = kept.do(work, recall=recall, who=who, key=key, asked=asked, at=at_of(request))
    headers = {"location": str(done.body["href"])}
    if done.again:
        headers["idempotency-replayed"] = "true"
    return told(request, done.body, status=done.status, headers=headers)


def written(id_: str, thing: str, *, new: bool = True) -> Answer:
    """Return the answer that names what was recorded and where it can be read."""
    href = f"/api/v1/{thing}/{quote(id_, safe='')}"
    return Answer(201 if new else 200, {"id": id_, "href": href})


def case_of(request: Request) -> Casefile:
    """Return the casefile as the asker may write into it."""
    view: View = request.state.view
    return view.case


def at_of(request: Request) -> datetime:
    """Return the time of day by the desk's clock."""
    now: datetime = request.app.state.settings.clock()
    return now
