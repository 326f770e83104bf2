"""Feature: one named shape of a GeoJSON file, checked, and where it stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A shape in WGS 84 degrees, longitude first, with its properties.

    ``kind`` is the GeoJSON type. ``points`` holds a Point's one position or a LineString's run;
    ``rings`` a Polygon's rings, or those of all parts of a MultiPolygon; ``runs`` a
    MultiLineString's. The others are empty. ``line`` and ``column`` count from 1 and tell where
    the feature begins; ``id`` is the feature's own id, or else its property ``id``, or empty.

    >>> Feature(id="A", kind="Point", points=((35.8, 33.1),), file="x.geojson").points
    ((35.8, 33.1),)
    """

    id: str
    kind: str
    points: tuple[Point, ...] = ()
    runs: tuple[tuple[Point, ...], ...] = ()
    rings: tuple[tuple[Point, ...], ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)
    file: str
    line: int = 0
    column: int = 0
