"""Zone: an area on the ground, as constructed, with the error that its lines give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An area in WGS 84 degrees, longitude first.

    ``polygon`` is None for a zone that cannot be drawn here; ``not_drawable`` then says why.
    ``error_m`` is the largest 95 % error of the lines that bound it. ``called`` are the names under
    which reports speak of it, in lower case. ``construction`` tells in words how it was made.
    ``inside`` are the ids of the zones that it is a part of by its making, ``holds`` those of the
    zones that are parts of it. ``medium`` is where it holds, of land, sea and air; empty: in all.

    Wherever somebody is, a part cannot be likelier than its whole.
    """

    id: str
    title: str
    polygon: Polygon | MultiPolygon | None
    error_m: float
    construction: str
    called: tuple[str, ...] = ()
    not_drawable: str | None = None
    inside: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
