"""Rows of a record of duties: acts of a duty done, or a duty that a source says was not done."""

from __future__ import annotations

from datetime import timedelta

from truceline.errors import suggestion
from truceline.observation.attribution import attribute
from truceline.observation.forms.cells import Cells
from truceline.observation.forms.coverage_row import listed
from truceline.observation.forms.incident_row import told_in
from truceline.observation.lineage import words
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import Count, LogRow, Observation, ObservationKind
from truceline.reading.claim import Stance
from truceline.reading.gazetteer import Gazetteer
from truceline.timespan import Timespan


def duties_of(
    cells: Cells, basis: LogRow, *, gazetteer: Gazetteer | None, actors: ActorBook
) -> tuple[Observation, ...]:
    """Return the acts that one row of duties tells of; nothing where the row has problems.

    A row with one date is one act, and so is a span: done at some moment of it. With ``every_days``
    the source gives a rhythm and no dates: one act at some moment of each such stretch of the span,
    and no date more exact than that. The ids are empty.
    """
    by_span = bool(cells.text("date_start"))
    when = cells.when("date_start", "date_end") if by_span else cells.when("date")
    area = cells.needed("area")
    place = cells.place(area, gazetteer=gazetteer)
    duty, every, by = _duty(cells), _every(cells, when), cells.needed("by")
    stance = cells.one_of("stance", [s.value for s in Stance], default=Stance.ASSERTS.value)
    told = told_in(cells, actors=actors)
    least, most = cells.counts()
    count = Count(least, most) if (least, most) != (None, None) else None
    if cells.problems or when is None:
        return ()
    groups = attribute(by, actors=actors).groups
    return tuple(
        Observation(
            id="",
            kind=ObservationKind.DUTY,
            what=duty,
            actors=groups[0] if groups else (),
            side=cells.text("side").lower() or None,
            place=place,
            place_text=area,
            areas=listed(area),
            when=stretch,
            count=count,
            stance=Stance(stance or "asserts"),
            method=told.method,
            grade=told.grade,
            chain=told.chain,
            origin=told.origin,
            origin_actor=told.origin_actor,
            basis=basis,
        )
        for stretch in (stretches(when, every) if every else (when,))
    )


def stretches(when: Timespan, every_days: int) -> tuple[Timespan, ...]:
    """Return the whole stretches of so many days that lie in a span, one after the other.

    What is left at the end is shorter than the rhythm and promises no act.

    >>> [str(s) for s in stretches(Timespan.parse("2013-01-01/2013-01-31"), 14)]
    ['2013-01-01/2013-01-14', '2013-01-15/2013-01-28']
    """
    if when.start is None or when.end is None:
        return ()
    step = timedelta(days=every_days)
    number = (when.end - when.start) // step
    return tuple(
        Timespan(when.start + index * step, when.start + (index + 1) * step)
        for index in range(number)
    )


def _duty(cells: Cells) -> str:
    duty = cells.needed("duty").lower()
    if duty and duty not in words("duties"):
        what = f"there is no duty {duty!r}{suggestion(duty, words('duties'))}"
        cells.refuse("duty", what, "Use a duty of docs/vocabulary.md")
    return duty


def _every(cells: Cells, when: Timespan | None) -> int | None:
    every = cells.whole("every_days")
    if every is None or when is None:
        return every
    if when.is_open or every < 1 or not stretches(when, every):
        what = f"a rhythm of {every} days does not fit into {when}"
        cells.refuse("every_days", what, "Give a closed span that holds at least one act")
    return every
