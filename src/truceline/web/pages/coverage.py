"""Coverage: where and when somebody looked, how well, where nobody did, and rates per access."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.page import shown
from truceline.web.sharpness import sharpness_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from truceline.casework.assess import Judged
    from truceline.casework.looked_table import ZoneLook
    from truceline.observation.coverage import Coverage
    from truceline.timespan import Timespan
    from truceline.web.view import View

router = APIRouter()
_PAGE = 50
# Steps by which a cell's pattern tells how well was looked; the number stands in it as well.
_STEPS = (0.0, 0.25, 0.5, 0.75)
# Less than this is what a look elsewhere leaves at the edge of a zone; a rate by it says nothing.
_LEAST_LOOK = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighbouring periods of one zone in which the looking was the same."""

    first: Timespan
    last: Timespan
    looks: tuple[ZoneLook, ...]

    @property
    def title(self) -> str:
        """Return the period, or the first and the last of several."""
        first, last = str(self.first), str(self.last)
        return first if first == last else f"{first} – {last}"

    @property
    def detection(self) -> float:
        """Return the probability that a breach would have been seen, alike in all of them."""
        return self.looks[0].detection

    @property
    def step(self) -> int:
        """Return how dense the pattern is, from 0 for nobody to 4.

        >>> Stretch(first=None, last=None, looks=(type("L", (), {"detection": 0.3}),)).step
        2
        """
        return 0 if self.detection <= 0 else sum(self.detection > step for step in _STEPS)

    @property
    def denials(self) -> int:
        """Return in how many records of these periods access was denied, the most in any."""
        return max(look.denials for look in self.looks)

    @property
    def told(self) -> int:
        """Return how many incidents were told of there, period by period."""
        return sum(look.told for look in self.looks)

    @property
    def rate(self) -> float | None:
        """Return incidents told of per hundred days of looking; None where hardly anybody did."""
        if self.detection < _LEAST_LOOK:
            return None
        rates = [
            look.told_per_look_day for look in self.looks if look.told_per_look_day is not None
        ]
        return 100 * sum(rates) / len(rates) if rates else None


@router.get("/coverage", name="coverage", response_class=HTMLResponse)
def coverage(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show who looked where, and where nobody did."""
    from truceline.casework.looked_table import looked_table

    view: View = request.state.view

    def work(now: View, _before: object) -> tuple[Judged, tuple[ZoneLook, ...]]:
        found = now.judged(state)
        return found, tuple(looked_table(found))

    rest = (state.period, state.step, state.agreements)
    try:
        judged, rows = view.keep("looked", state, work, *rest, at_once=True)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        return shown(request, "situation_empty.html", case=view.case.settings)
    records = told_records(request, judged.evidence.coverage)
    return shown(
        request,
        "coverage.html",
        judged=judged,
        agreements=[one.id for one in view.agreements()],
        tables=[
            (one, stretches_by_zone([row for row in rows if row.agreement == one.id]))
            for one in judged.agreements
        ],
        records=records[(page - 1) * _PAGE : page * _PAGE],
        matched=len(records),
        page=page,
        pages=max(1, -(-len(records) // _PAGE)),
        unseen=sum(1 for row in rows if row.detection <= 0),
        cells=len(rows),
    )


def told_records(request: Request, records: Sequence[Coverage]) -> list[Coverage]:
    """Return the records that the asker may be told of, by time."""
    until = sharpness_of(request).until
    told = [
        one
        for one in records
        if until is None or (one.when.end is not None and one.when.end <= until)
    ]
    return sorted(told, key=lambda one: (str(one.when), one.id))


def stretches_by_zone(rows: Sequence[ZoneLook]) -> list[tuple[str, list[Stretch]]]:
    """Return for each zone its time, cut where the looking changed."""
    found = []
    for zone, own in groupby(rows, key=lambda row: row.zone):
        stretches = []
        for _, alike in groupby(own, key=_alike):
            looks = tuple(alike)
            stretches.append(Stretch(first=looks[0].period, last=looks[-1].period, looks=looks))
        found.append((zone, stretches))
    return found


def _alike(row: ZoneLook) -> tuple[float, bool]:
    # To the per cent that is shown; nobody is never one with hardly anybody.
    shown_as = round(row.detection, 2)
    return (shown_as or (0.001 if row.detection > 0 else 0.0)), row.denials > 0
