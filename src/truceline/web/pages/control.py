"""Control: who is said to hold what over time, place by place, and where that is contested."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.web.asked import Asked, asked
from truceline.web.language.catalogue import catalogue_of
from truceline.web.page import shown
from truceline.web.paged import paged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from truceline.casework.evidence import Evidence
    from truceline.observation.holding import Holding
    from truceline.report.markup import Markup
    from truceline.web.view import View

router = APIRouter()

_PLACES = 40
# Looks that a band can have; holders beyond these share one, and are told by their name.
_LOOKS = 6


@router.get("/control", name="control", response_class=HTMLResponse)
def control(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """Show a band for each holding of each place, and the same as a table."""
    view: View = request.state.view
    held = view.keep("holdings", state, lambda now, _: holdings_of(now.evidence(state)))
    span = state.span
    words = q.casefold().split()
    found = [
        one
        for one in held
        if all(word in f"{place_of(one)} {one.holder}".casefold() for word in words)
        and (span is None or any(when.meets(span) for when in one.told))
    ]
    places = [(name, list(of)) for name, of in groupby(found, key=place_of)]
    some = paged(places, page=page, size=_PLACES)
    holders = sorted({one.holder for one in found})
    looks = {name: f"h{min(number, _LOOKS - 1)}" for number, name in enumerate(holders)}
    say = catalogue_of(state.lang).gettext
    titles = {one.id: one.title or one.filename for one in view.evidence(state).documents}
    return shown(
        request,
        "control.html",
        some=some,
        kept=len(held),
        q=q,
        looks=looks,
        titles=titles,
        picture=drawn(
            some.items, looks, label=say("Who held what when"), rtl=state.direction == "rtl"
        ),
    )


def holdings_of(evidence: Evidence) -> tuple[Holding, ...]:
    """Return who held what, by place and then by time."""
    from truceline.casework.evidence import published
    from truceline.observation.control import control_over_time

    found = control_over_time(evidence.claims, published=published(evidence))
    return tuple(sorted(found, key=lambda one: place_of(one).casefold()))


def place_of(holding: Holding) -> str:
    """Return the name of what is held, as first told."""
    return holding.place_text or ", ".join(holding.areas) or "–"


def drawn(
    places: Sequence[tuple[str, list[Holding]]], looks: dict[str, str], *, label: str, rtl: bool
) -> Markup:
    """Return a lane for each place with a band for each holding."""
    from truceline.reading.claim import Stance
    from truceline.web.drawing.timeline import Band, Lane, timeline

    lanes = []
    for name, held in places:
        bands = []
        for one in held:
            start = one.told[0].start
            if start is None:
                continue
            denied = "" if one.stance is Stance.ASSERTS else " denied"
            bands.append(
                Band(
                    start=start,
                    end=one.until.start if one.until is not None else None,
                    label=one.holder,
                    title=f"{name}: {one.holder}, {one.told[0]}",
                    css=looks[one.holder] + (" contested" if one.contested else "") + denied,
                )
            )
        lanes.append(Lane(title=name, bands=tuple(bands)))
    return timeline(lanes, label=label, rtl=rtl)
