"""Extents file: named districts, roads and lines of a casefile, as GeoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import InputInvalid, Problem
from truceline.geo.extent import Extent
from truceline.geo.feature import Feature
from truceline.geo.geojson import read_features

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_KINDS = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")


def read_extents(path: Path) -> tuple[Extent, ...]:
    """Return the extents of a file, by name.

    Each feature has a ``name``, an ``error_m`` (how far its outline may be off, 95 times in 100),
    and may have ``called`` (a list of other names) and a ``source``.

    Raises:
        InputInvalid: the file is no GeoJSON, or features lack what they need; all is told at once.
    """
    problems: list[Problem] = []
    found = [extent for one in read_features(path) if (extent := _extent(one, problems))]
    if problems:
        raise InputInvalid(problems)
    return tuple(sorted(found, key=lambda extent: extent.name))


def _extent(feature: Feature, problems: list[Problem]) -> Extent | None:
    def wrong(what: str, mend: str) -> None:
        problems.append(Problem(feature.file, feature.line, feature.column, what, mend))

    name, error = feature.properties.get("name"), feature.properties.get("error_m")
    called = feature.properties.get("called", [])
    before = len(problems)
    if not isinstance(name, str) or not name.strip():
        wrong("a place has no name", 'Write "name": "southern Quneitra"')
    if isinstance(error, bool) or not isinstance(error, (int, float)) or error < 0:
        wrong(f"{name!r} does not say how far off it may be", 'Write "error_m": 500')
    if not isinstance(called, list) or not all(isinstance(word, str) for word in called):
        wrong(f"{name!r} has other names that are no list of texts", 'Write "called": ["..."]')
    if feature.kind not in _KINDS:
        wrong(f"{name!r} is a {feature.kind}", "Points go into places.csv; draw a polygon or line")
    if len(problems) > before or not isinstance(called, list):
        return None
    return Extent(
        name=str(name).strip(),
        called=tuple(str(word) for word in called),
        shape=_shape(feature),
        error_m=float(str(error)),
        source=str(feature.properties.get("source", feature.file)),
    )


def _shape(feature: Feature) -> BaseGeometry:
    import shapely

    if feature.kind == "LineString":
        return shapely.LineString(feature.points)
    if feature.kind == "MultiLineString":
        return shapely.MultiLineString(feature.runs)
    # Rings of all parts come together: what lies in an even number of them is a hole.
    shape: BaseGeometry = shapely.Polygon()
    for ring in feature.rings:
        shape = shape.symmetric_difference(shapely.Polygon(ring))
    return shape
