"""Swapped axes that no range betrays: turned round, positions would lie near what is asked for.

At 33 north and 36 east each number can be either. So where no position lies near any zone or line,
and with longitude and latitude swapped most would, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.observation.forms.tracks_part import Bounds

if TYPE_CHECKING:
    from numpy import ndarray

# West, south, east, north in degrees.
Box = tuple[float, ...]

# From so large a share on that would lie near it is said; less is chance.
_SHARE = 0.5


@dataclass(slots=True, kw_only=True)
class Swapped:
    """How many positions lie near what is asked for as they are, and how many with axes swapped."""

    near: int = 0
    turned: int = 0

    def look_at(self, lon_deg: ndarray, lat_deg: ndarray, boxes: Sequence[Box]) -> None:
        """Count positions that lie in a box; with axes swapped only while none does as it is."""
        self.near += _in_any(lon_deg, lat_deg, boxes)
        if not self.near:
            self.turned += _in_any(lat_deg, lon_deg, boxes)

    def look_at_bounds(self, at: Bounds, rows: int, boxes: Sequence[Box]) -> None:
        """Count all rows of a row group by its bounds: near if they touch a box.

        Swapped ones count only where a box holds all of them.
        """
        if any(at.touches(box) for box in boxes):
            self.near += rows
        elif any(
            west <= at.south and at.north <= east and south <= at.west and at.east <= north
            for west, south, east, north in boxes
        ):
            self.turned += rows

    def add(self, other: Swapped) -> None:
        """Add what was counted elsewhere."""
        self.near += other.near
        self.turned += other.turned

    def told(self, rows: int) -> list[str]:
        """Return what is to be said of so many rows: nothing, or that the axes look swapped.

        >>> Swapped(near=1, turned=9).told(10), len(Swapped(turned=9).told(10))
        ([], 1)
        """
        if self.near or not self.turned or self.turned < _SHARE * rows:
            return []
        would = f"{self.turned} of {rows} would with longitude and latitude swapped"
        return [f"no position lies near what is asked for, and {would}: look at the columns"]


def _in_any(x: ndarray, y: ndarray, boxes: Sequence[Box]) -> int:
    import numpy as np

    held = np.zeros(len(x), dtype=bool)
    for west, south, east, north in boxes:
        held |= (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return int(held.sum())
