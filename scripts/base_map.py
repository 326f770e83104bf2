"""Base map: the land and the borders of Natural Earth as small GeoJSON, from a TopoJSON file.

Arcs are simplified once each and then put together, so that two countries still share their border
and a border still meets the coast. Natural Earth is in the public domain.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import shapely

Points = list[tuple[float, float]]

# Bends finer than this, in degrees (about 2 km), are left out: the map is for orientation, and the
# source is no sharper than its 1:10 million. With it the world takes about half a megabyte packed.
_FINEST_DEG = 0.018
# Islands and lakes smaller than this, in square degrees (about 60 square km), are left out.
_SMALLEST_SQUARE_DEG = 0.005
# No agreement lies south of this; the Antarctic coast would take a tenth of the file.
_SOUTHERNMOST_DEG = -60.0
_DIGITS = 3


def land_and_borders(topology: str) -> tuple[str, str]:
    """Return the land as polygons and the land borders as lines, each a GeoJSON text."""
    world = json.loads(topology)
    arcs = [_simplified(_decoded(arc, world["transform"])) for arc in world["arcs"]]
    land = [
        polygon
        for geometry in world["objects"]["land"]["geometries"]
        for polygon in _polygons(geometry, arcs)
    ]
    borders = [arcs[index] for index in sorted(_shared(world["objects"]["countries"]))]
    return (
        _feature({"type": "MultiPolygon", "coordinates": [one for one in land if one]}),
        _feature({"type": "MultiLineString", "coordinates": borders}),
    )


def _decoded(arc: list[list[int]], transform: dict[str, Any]) -> Points:
    """Return an arc in degrees: TopoJSON stores the steps from point to point, in whole numbers."""
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + start_x, y * scale_y + start_y))
    return points


def _simplified(points: Points) -> Points:
    thinned = shapely.LineString(points).simplify(_FINEST_DEG, preserve_topology=False)
    rounded = [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in thinned.coords]
    return [point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1]]


def _polygons(geometry: dict[str, Any], arcs: list[Points]) -> Iterator[list[Points]]:
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for part in parts:
        rings = [_ring(indexes, arcs) for indexes in part]
        in_view = any(lat > _SOUTHERNMOST_DEG for _, lat in rings[0])
        if in_view and _area(rings[0]) >= _SMALLEST_SQUARE_DEG:
            yield [rings[0], *(ring for ring in rings[1:] if _area(ring) >= _SMALLEST_SQUARE_DEG)]


def _ring(indexes: list[int], arcs: list[Points]) -> Points:
    """Return the arcs of a ring one after the other; ``~index`` is an arc taken backwards."""
    ring: Points = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _area(ring: Points) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _shared(countries: dict[str, Any]) -> set[int]:
    """Return the arcs that two countries have in common."""
    used: Counter[int] = Counter()
    for country in countries["geometries"]:
        own: set[int] = set()
        _collect(country.get("arcs", []), own)
        used.update(own)
    return {index for index, times in used.items() if times > 1}


def _collect(nested: list[Any], found: set[int]) -> None:
    for one in nested:
        if isinstance(one, list):
            _collect(one, found)
        else:
            found.add(one if one >= 0 else ~one)


def _feature(geometry: dict[str, Any]) -> str:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return json.dumps(feature, separators=(",", ":")) + "\n"
