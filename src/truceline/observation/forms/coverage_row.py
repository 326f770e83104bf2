"""Rows of a record of coverage: each becomes one stretch of looking."""

from __future__ import annotations

from truceline.observation.coverage import Coverage
from truceline.observation.forms.cells import Cells
from truceline.observation.observation import LogRow
from truceline.observation.whereabouts import areas_in
from truceline.reading.gazetteer import Gazetteer


def coverage_of(cells: Cells, basis: LogRow, *, gazetteer: Gazetteer | None) -> Coverage | None:
    """Return what one row of coverage says; None where the row has problems. The id is empty.

    An empty share is the whole area; an empty detection is refused unless access was denied, for
    nobody can guess how well somebody looked.
    """
    when = cells.when("date_start", "date_end")
    place = cells.place(cells.text("area"), gazetteer=gazetteer)
    share = cells.number("share", within=(0, 1))
    detection = cells.number("detection", within=(0, 1))
    denied = cells.yes_no("denied")
    area, method = cells.needed("area"), cells.needed("method")
    by = cells.needed("by")
    cells.needed("document")
    if denied and detection:
        cells.refuse("detection", "access was denied, so nothing was seen", "Write 0")
    if not denied and not cells.text("detection"):
        cells.refuse("detection", "is empty", "Write the chance that a breach is seen, 0 to 1")
    if cells.problems or when is None:
        return None
    return Coverage(
        id="",
        areas=listed(area),
        side=cells.text("side").lower() or None,
        place=place,
        when=when,
        method=method.lower(),
        detection=0.0 if denied else detection or 0.0,
        share=1.0 if share is None else share,
        sees=tuple(word.strip().lower() for word in cells.text("sees").split(";") if word.strip()),
        denied=denied,
        by=by,
        basis=basis,
    )


def listed(area: str) -> tuple[str, ...]:
    """Return the areas of a cell: parted by semicolons, each by its kept name where it has one.

    >>> listed("Areas of separation; Mount Hermon")
    ('area of separation', 'mount hermon')
    """
    found: list[str] = []
    for part in area.split(";"):
        found.extend(areas_in(part) or ((part.strip().lower(),) if part.strip() else ()))
    return tuple(dict.fromkeys(found))
