"""Coded records in CSV: incidents, coverage and duties, told apart by their header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from truceline.digest import digest_of, short_id
from truceline.errors import Problem
from truceline.evidence.document import Document
from truceline.observation.coverage import Coverage
from truceline.observation.forms.cells import Cells
from truceline.observation.forms.coverage_row import coverage_of
from truceline.observation.forms.duty_row import duties_of
from truceline.observation.forms.form import form_of
from truceline.observation.forms.incident_row import observations_of
from truceline.observation.forms.record_read import RecordRead
from truceline.observation.forms.sheet import SheetRow, read_sheet
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import LogRow, Observation
from truceline.reading.gazetteer import Gazetteer


def read_record(
    document: Document, *, gazetteer: Gazetteer | None, actors: ActorBook
) -> RecordRead:
    """Return what a coded record says, row by row; ``docs/reference/record-csv.md`` has the forms.

    A row that cannot be used is refused with its problems, and the rest goes on: rows in are rows
    accepted and rows refused. An id is made from what a row says, not from where it stands, so the
    same row gives the same observation in whatever order and whatever edition of the record.
    Without a gazetteer no place is looked up by name.

    Raises:
        RecordInvalid: the text is no CSV, or its header is none of the known forms.
    """
    sheet = read_sheet(document.text, file=document.filename)
    form = form_of(sheet)
    observations: list[Observation] = []
    coverage: list[Coverage] = []
    refusals: list[Problem] = []
    accepted = 0
    seen: Counter[str] = Counter()
    for row in sheet.rows:
        cells = Cells(row, sheet)
        basis = _basis(document, row)
        found: tuple[Observation, ...] = ()
        looked: Coverage | None = None
        if form == "incidents":
            found = observations_of(cells, basis, gazetteer=gazetteer, actors=actors)
        elif form == "duties":
            found = duties_of(cells, basis, gazetteer=gazetteer, actors=actors)
        else:
            looked = coverage_of(cells, basis, gazetteer=gazetteer)
        if cells.problems:
            refusals.extend(cells.problems)
            continue
        accepted += 1
        key = _key(form, row.cells)
        seen[key] += 1
        observations.extend(
            replace(o, id=_id("o", key, seen[key], part)) for part, o in enumerate(found)
        )
        if looked:
            coverage.append(replace(looked, id=_id("v", key, seen[key], 0)))
    return RecordRead(
        form=form,
        rows=len(sheet.rows),
        accepted=accepted,
        refused=len(sheet.rows) - accepted,
        observations=tuple(observations),
        coverage=tuple(coverage),
        refusals=tuple(refusals),
    )


def _basis(document: Document, row: SheetRow) -> LogRow:
    return LogRow(
        document=document.id,
        row=row.number,
        quote=row.quote,
        cites=row.cells.get("document", ""),
        paragraph=row.cells.get("paragraph") or None,
        url=row.cells.get("source_url") or None,
    )


def _key(form: str, cells: Mapping[str, str]) -> str:
    return digest_of([form, {column: words for column, words in cells.items() if words}])


def _id(prefix: str, key: str, times: int, part: int) -> str:
    return short_id(prefix, digest_of([key, times, part]))
