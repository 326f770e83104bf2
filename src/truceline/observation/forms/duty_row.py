"""Rows of a record of duties: each becomes one observation of a duty done, or refused."""

from __future__ import annotations

from truceline.errors import suggestion
from truceline.observation.attribution import attribute
from truceline.observation.forms.cells import Cells
from truceline.observation.forms.coverage_row import listed
from truceline.observation.forms.incident_row import told_in
from truceline.observation.lineage import words
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import LogRow, Observation, ObservationKind, Tally
from truceline.reading.claim import Stance


def duty_of(cells: Cells, basis: LogRow, *, actors: ActorBook) -> Observation | None:
    """Return what one row of duties says; None where the row has problems. The id is empty.

    A row with one date is one act. A row with a span and ``every_days`` tells a rhythm kept
    throughout, for sources that give no single dates; a span without it is one act at some moment.
    """
    by_span = bool(cells.text("date_start"))
    when = cells.when("date_start", "date_end") if by_span else cells.when("date")
    place, every = cells.place(), cells.whole("every_days")
    duty = cells.needed("duty").lower()
    if duty and duty not in words("duties"):
        what = f"there is no duty {duty!r}{suggestion(duty, words('duties'))}"
        cells.refuse("duty", what, "Use a duty of docs/vocabulary.md")
    if every == 0:
        cells.refuse("every_days", "a rhythm of 0 days is none", "Write the days between two acts")
    area, by = cells.needed("area"), cells.needed("by")
    stance = cells.one_of("stance", [s.value for s in Stance], default=Stance.ASSERTS.value)
    told = told_in(cells, actors=actors)
    if cells.problems or when is None:
        return None
    groups = attribute(by, actors=actors).groups
    return Observation(
        id="",
        kind=ObservationKind.DUTY,
        what=duty,
        actors=groups[0] if groups else (),
        side=cells.text("side").lower() or None,
        place=place,
        place_text=area,
        areas=listed(area),
        when=when,
        tally=Tally.THROUGHOUT if every else Tally.ONE,
        every_days=every,
        stance=Stance(stance or "asserts"),
        method=told.method,
        grade=told.grade,
        chain=told.chain,
        origin=told.origin,
        origin_actor=told.origin_actor,
        basis=basis,
    )
