"""Situation: the matrix of provisions by period, the headline, and what changed since a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.assess import Judged
    from truceline.casework.changes import Change
    from truceline.report.matrix import Cell, Matrix, Row
    from truceline.timespan import Timespan
    from truceline.web.view import View

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring periods that read the same in every row of a table, shown as one column."""

    last: int
    from_period: Timespan
    to_period: Timespan

    @property
    def title(self) -> str:
        """Return the period, or the first and the last of several."""
        first, last = str(self.from_period), str(self.to_period)
        return first if first == last else f"{first} – {last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Some rows of one agreement, with the columns that these rows need."""

    rows: tuple[Row, ...]
    runs: tuple[Run, ...]


@router.get("/", name="situation", response_class=HTMLResponse)
def situation(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    since: Annotated[str | None, Query()] = None,
    every: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Show where things stand: each provision, party and period with its letter."""
    from truceline.report.in_short import in_short
    from truceline.report.matrix import matrix

    view: View = request.state.view
    try:
        judged = view.judged(state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        return shown(request, "situation_empty.html", case=view.case.settings)
    table = matrix(judged.findings)
    points = in_short(
        judged.findings, agreements=judged.agreements, period=judged.period, as_of=judged.as_of
    )
    telling, silent = told_and_silent(table, judged)
    return shown(
        request,
        "situation.html",
        judged=judged,
        points=points,
        agreements=[one.id for one in view.agreements()],
        tables=[
            (
                judged.agreement(id_),
                grid_of(id_, telling, table.periods, every=every),
                grid_of(id_, silent, table.periods, every=every),
            )
            for id_ in dict.fromkeys(row.agreement for row in table.rows)
        ],
        every=every,
        counts=counts_of(judged),
        since=since,
        changes=changes_since(view, state, since) if since else (),
        titles=titles_of(judged.agreements),
    )


def counts_of(judged: Judged) -> list[tuple[object, int]]:
    """Return how many findings read each status, gravest first, all of them named."""
    from collections import Counter

    from truceline.report.mark import GRAVEST_FIRST

    counted = Counter(one.status for one in judged.findings)
    return [(status, counted[status]) for status in GRAVEST_FIRST]


def told_and_silent(table: Matrix, judged: Judged) -> tuple[list[Row], list[Row]]:
    """Return the rows that have anything to show, and those in which nothing was ever told."""
    from truceline.casework.assess import rows_that_tell

    telling = {(f.agreement, f.provision, f.party) for f in rows_that_tell(judged.findings)}
    told: list[Row] = []
    silent: list[Row] = []
    for row in table.rows:
        (told if (row.agreement, row.provision, row.party) in telling else silent).append(row)
    return told, silent


def grid_of(agreement: str, rows: list[Row], periods: tuple[Timespan, ...], *, every: bool) -> Grid:
    """Return the rows of one agreement; neighbouring periods that read the same are one column.

    ``every`` gives each period its own column.
    """
    own = tuple(row for row in rows if row.agreement == agreement)
    columns = range(len(periods))
    groups = [
        list(group)
        for _, group in groupby(
            columns, key=lambda at: at if every else tuple(_reads(row.cells[at]) for row in own)
        )
    ]
    runs = tuple(
        Run(
            last=group[-1],
            from_period=periods[group[0]],
            to_period=periods[group[-1]],
        )
        for group in groups
    )
    return Grid(rows=own, runs=runs)


def _reads(cell: Cell | None) -> object:
    return None if cell is None else (cell.status, cell.reasons)


def changes_since(view: View, state: Asked, since: str) -> tuple[Change, ...]:
    """Return what reads differently since a day, with the records that made it so."""
    from truceline.casework.assess import judge
    from truceline.casework.changes import changes_between
    from truceline.timespan import Timespan

    before = Timespan.parse(since).end
    if before is None:
        raise NotFound("day", since)

    def work(now: View, _before: object) -> tuple[Change, ...]:
        judged = now.judged(state)
        earlier = replace(state, as_of=since)
        # Judged over the same time by the same agreements, so that only the record can differ.
        then = judge(
            now.case, now.evidence(earlier), incidents=now.incidents(earlier),
            chosen=judged.agreements, period=judged.period, step=state.step,
            benches=now.benches(judged.agreements),
        )  # fmt: skip
        return changes_between(then, judged)

    rest = (state.period, state.step, state.agreements, since)
    return view.keep("changes", state, work, *rest, at_once=True)


def titles_of(agreements: tuple[Agreement, ...]) -> dict[tuple[str, str], str]:
    """Return how provisions and parties are called, by agreement and id."""
    titles: dict[tuple[str, str], str] = {}
    for agreement in agreements:
        titles |= {(agreement.id, each.id): each.title for each in agreement.provisions}
        titles |= {(agreement.id, each.id): each.title for each in agreement.parties}
    return titles
