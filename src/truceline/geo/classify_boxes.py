"""Whole boxes answered at once, so that a row group is told by its bounds alone."""

from __future__ import annotations

import math

from truceline.geo.classify import Classifier


def ground_of(classifier: Classifier) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the ground about the zones, in degrees.

    >>> from shapely import box
    >>> from truceline.geo.classify import make_classifier
    >>> from truceline.geo.zone import Zone
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> [round(bound, 1) for bound in ground_of(make_classifier([square]))]
    [35.0, 33.0, 36.0, 34.0]
    """
    west, south, step, columns, rows = classifier.cover.grid.tolist()
    return west, south, west + columns * step, south + rows * step


def zones_of_box(
    classifier: Classifier, *, west: float, south: float, east: float, north: float
) -> tuple[str, ...] | None:
    """Return the zones that hold all of a box, or None where the cells do not tell.

    A box has an answer only where every cell that it touches is certified with the same one.

    >>> from shapely import box
    >>> from truceline.geo.classify import make_classifier
    >>> from truceline.geo.zone import Zone
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> ready = make_classifier([square])
    >>> zones_of_box(ready, west=35.4, south=33.4, east=35.6, north=33.6)
    ('s',)
    >>> zones_of_box(ready, west=10.0, south=33.4, east=11.0, north=33.6)
    ()
    >>> zones_of_box(ready, west=34.9, south=33.4, east=35.6, north=33.6) is None
    True
    """
    cover = classifier.cover
    left, low, step = cover.grid[:3].tolist()
    columns, rows = int(cover.grid[3]), int(cover.grid[4])
    # A hair more on each side, so that rounding of a bound cannot leave out a cell.
    first, last = math.floor((west - left) / step - 1e-6), math.floor((east - left) / step + 1e-6)
    bottom, top = math.floor((south - low) / step - 1e-6), math.floor((north - low) / step + 1e-6)
    inner = cover.level1.reshape(rows, columns)[
        max(bottom, 0) : max(top + 1, 0), max(first, 0) : max(last + 1, 0)
    ]
    code = int(inner[0, 0]) if inner.size else 0
    beyond = first < 0 or bottom < 0 or last >= columns or top >= rows
    if code < 0 or (beyond and code != 0) or (inner != code).any():
        return None
    return classifier.legend[code]
