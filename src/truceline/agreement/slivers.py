"""Slivers: hairs and slits that cutting leaves along edges, and that no source ever drew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

# One hectare: a hundred metres square. No line here is known to better than some hundred metres,
# so a part or a hole smaller than this comes from the cutting and not from any paper.
SLIVER_M2 = 10_000.0
_METRES_IN_DEGREE = 111_200.0


def without_slivers(polygon: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return an area in degrees without parts and holes of less than a hectare.

    >>> from shapely import box
    >>> field = box(35, 33, 36, 34).difference(box(35.5, 33.5, 35.5001, 33.5001))
    >>> len(without_slivers(field).interiors)
    0
    """
    from shapely import MultiPolygon, Polygon

    parts = list(polygon.geoms) if isinstance(polygon, MultiPolygon) else [polygon]
    square = _METRES_IN_DEGREE**2 * math.cos(math.radians(polygon.centroid.y))
    kept = [
        Polygon(part.exterior, [hole for hole in part.interiors if _large(Polygon(hole), square)])
        for part in parts
        if _large(part, square)
    ]
    if not kept:
        return polygon
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _large(part: Polygon, square_metres: float) -> bool:
    return part.area * square_metres >= SLIVER_M2
