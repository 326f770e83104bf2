"""Measured by: distances, sides and insides by two programs that are not this one.

``Geodesics`` walks along geodesics by GeographicLib, as PROJ carries it. ``Postgis`` asks a
PostgreSQL server with PostGIS for what its type ``geography`` measures on the spheroid.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import psycopg

from tests.geo import ground_truth as truth
from truceline.geo.line import Line

Array = np.ndarray[Any, Any]
Points = Sequence[tuple[float, float]]

# PostGIS draws the edge of an area on a sphere; so short an edge leaves the geodesic by a hair.
_EDGE_M = 500.0
# Distances this near count as one. At a bend both legs are equally near, and PostGIS finds the foot
# on a sphere: up to a hundred metres beside the true one at 25 km, which lengthens the way by up to
# 0.3 m (24,198.545 for 24,198.279 m).
_SAME_M = 0.5


class Measure(Protocol):
    """What the definitions of zones are measured by."""

    def distance_m(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return the distance of each place from a line."""

    def is_abeam(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return whether the nearest point of a line lies short of its ends."""

    def side(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return +1 right and -1 left of a line prolonged straight at both ends."""

    def is_inside(self, ring: Points, lons: Array, lats: Array) -> Array:
        """Return whether places lie inside a ring of geodesics."""


class Geodesics:
    """Measures by GeographicLib alone."""

    def distance_m(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return the distance of each place from a line."""
        return truth.distance_m(line, lons, lats)

    def is_abeam(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return whether the nearest point of a line lies short of its ends."""
        away_m = truth.distance_m(line, lons, lats)
        return truth.is_abeam(line, lons, lats, away_m=away_m)

    def side(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return +1 right and -1 left of a line prolonged straight at both ends."""
        return truth.side(line, lons, lats)

    def is_inside(self, ring: Points, lons: Array, lats: Array) -> Array:
        """Return whether places lie inside a ring of geodesics."""
        return truth.is_inside(list(ring), lons, lats)


@dataclass(frozen=True)
class _Legs:
    """For each place (row) and leg (column): how far, and how it bears from the leg's two ends."""

    distance_m: Array
    from_start_deg: Array
    from_end_deg: Array


_LEGS = """
SELECT i, j,
  ST_Distance(p, leg), degrees(ST_Azimuth(a, p) - ST_Azimuth(a, b)),
  degrees(ST_Azimuth(b, p) - ST_Azimuth(b, a))
FROM (SELECT i, ST_SetSRID(ST_MakePoint(x, y), 4326)::geography AS p
      FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS place(x, y, i)) places,
     (SELECT j, ST_SetSRID(ST_MakePoint(ax, ay), 4326)::geography AS a,
        ST_SetSRID(ST_MakePoint(bx, by), 4326)::geography AS b,
        ST_SetSRID(ST_MakeLine(ST_MakePoint(ax, ay), ST_MakePoint(bx, by)), 4326)::geography AS leg
      FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[])
        WITH ORDINALITY AS legs(ax, ay, bx, by, j)) legs
"""
_INSIDE = """
SELECT i, ST_Covers(ST_GeogFromText(%s), ST_SetSRID(ST_MakePoint(x, y), 4326)::geography)
FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS place(x, y, i)
"""


class Postgis:
    """Measures by the type geography of a PostGIS."""

    def __init__(self, session: psycopg.Connection[Any]) -> None:
        self.session = session

    def distance_m(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return the distance of each place from a line."""
        return np.asarray(self._legs(line.points, lons, lats).distance_m.min(axis=1))

    def is_abeam(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return whether the nearest point of a line lies short of its ends.

        It is an end where that end's leg is nearest, and the place lies behind the end.
        """
        legs = self._legs(line.points, lons, lats)
        nearest = legs.distance_m <= legs.distance_m.min(axis=1, keepdims=True) + _SAME_M
        behind_first = np.cos(np.radians(legs.from_start_deg[:, 0])) <= 0
        behind_last = np.cos(np.radians(legs.from_end_deg[:, -1])) <= 0
        return np.asarray(~(nearest[:, 0] & behind_first) & ~(nearest[:, -1] & behind_last))

    def side(self, line: Line, lons: Array, lats: Array) -> Array:
        """Return +1 right and -1 left of a line prolonged straight at both ends.

        At a bend both legs are equally near; that which the place is more squarely abeam of,
        seen from the bend, is the one to believe.
        """
        legs = self._legs(truth.prolonged(line.points), lons, lats)
        nearest = legs.distance_m <= legs.distance_m.min(axis=1, keepdims=True) + _SAME_M
        start, end = np.radians(legs.from_start_deg), np.radians(legs.from_end_deg)
        # Seen from the foot: square to the leg where that lies between its ends.
        lateral = np.sign(np.sin(start))
        lateral = np.where(np.cos(start) <= 0, np.sin(start), lateral)
        lateral = np.where(np.cos(end) <= 0, -np.sin(end), lateral)
        believed = np.where(nearest, np.abs(lateral), -1.0).argmax(axis=1)
        return np.asarray(np.sign(lateral[np.arange(len(lons)), believed]))

    def is_inside(self, ring: Points, lons: Array, lats: Array) -> Array:
        """Return whether places lie inside a ring of geodesics."""
        dense = _dense([*ring, ring[0]] if ring[0] != ring[-1] else ring)
        text = f"POLYGON(({', '.join(f'{lon!r} {lat!r}' for lon, lat in dense)}))"
        rows = self.session.execute(_INSIDE, (text, lons.tolist(), lats.tolist())).fetchall()
        inside = np.zeros(len(lons), dtype=bool)
        for number, found in rows:
            inside[number - 1] = found
        return inside

    def _legs(self, points: Points, lons: Array, lats: Array) -> _Legs:
        starts, ends = np.array(points[:-1]).T.tolist(), np.array(points[1:]).T.tolist()
        given = (lons.tolist(), lats.tolist(), *starts, *ends)
        rows = np.array(self.session.execute(_LEGS, given).fetchall(), dtype=float)
        at = rows[:, 0].astype(int) - 1, rows[:, 1].astype(int) - 1
        found = np.zeros((3, len(lons), len(points) - 1))
        found[:, at[0], at[1]] = rows[:, 2:].T
        return _Legs(*found)


def _dense(ring: Points) -> list[tuple[float, float]]:
    """Return a ring with a point on each geodesic edge at least every so often."""
    dense: list[tuple[float, float]] = []
    for (lon, lat), (next_lon, next_lat) in itertools.pairwise(ring):
        *_, length_m = truth.GEOD.inv(lon, lat, next_lon, next_lat)
        between = truth.GEOD.npts(lon, lat, next_lon, next_lat, int(length_m // _EDGE_M))
        dense += [(lon, lat), *between]
    return [*dense, (ring[-1][0], ring[-1][1])]
