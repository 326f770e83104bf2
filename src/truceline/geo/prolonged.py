"""Prolonged: a line gone on straight beyond both its ends, so that it has two sides everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from truceline.geo.chain import SAME_POINT_M, chain_of, spoke
from truceline.geo.ellipsoid import wgs84
from truceline.geo.line import Line

if TYPE_CHECKING:
    from numpy import ndarray

# Prolonged further than this, a geodesic no longer runs as people expect of a straight line.
FURTHEST_PROLONGED_M = 2_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ray:
    """A straight way on from an end of a line; ``away_deg`` is its bearing there.

    ``turn_deg`` leads from the ray's bearing to the line's: 180 for the ray before the start.
    Where the two rays of a line meet, both ``stop`` there, after ``length_m``.
    """

    lon_deg: float
    lat_deg: float
    away_deg: float
    turn_deg: float
    length_m: float = FURTHEST_PROLONGED_M
    stop: tuple[float, float] | None = None

    def reach(self, distance_m: float) -> ndarray:
        """Return the ray's points up to a distance or its end, as rows of longitude, latitude."""
        run = spoke(self.lon_deg, self.lat_deg, self.away_deg, min(distance_m, self.length_m))
        if self.stop is not None and distance_m >= self.length_m:
            # The two rays end in one and the same point, or an area between them would leak.
            run[-1] = self.stop
        return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """Where the two rays of a line meet, and the bearings of the line prolonged as it turns."""

    lon_deg: float
    lat_deg: float
    into_deg: float
    out_deg: float


@lru_cache(maxsize=256)
def prolonged(line: Line) -> tuple[tuple[Ray, ...], Corner | None]:
    """Return a line's rays, the one before its start first, and where they meet, if they do.

    A closed line has none.

    >>> bow = Line(
    ...     id="b", title="b", points=((35, 33), (35.1, 33.1), (35.2, 33)), error_m=0, source="-"
    ... )
    >>> rays, corner = prolonged(bow)
    >>> [round(ray.away_deg) for ray in rays], corner is None
    ([220, 140], True)
    """
    chain = chain_of(line.points, f"line {line.id!r}")
    if chain.closed:
        return (), None
    before, after = (
        Ray(
            lon_deg=float(chain.lon_deg[at]),
            lat_deg=float(chain.lat_deg[at]),
            away_deg=float(chain.out_deg[at]) + turn,
            turn_deg=turn,
        )
        for at, turn in ((0, 180.0), (-1, 0.0))
    )
    return _stopped(before, after)


def _stopped(before: Ray, after: Ray) -> tuple[tuple[Ray, ...], Corner | None]:
    """Return two rays that stop where they meet, and that corner."""
    from shapely import LineString, Point, get_coordinates

    first, second = (LineString(ray.reach(math.inf)) for ray in (before, after))
    met = get_coordinates(first.intersection(second))
    if len(met) == 0:
        return (before, after), None
    start = Point(before.lon_deg, before.lat_deg)
    lon, lat = min(met.tolist(), key=lambda point: start.distance(Point(point)))
    rays, ways = [], []
    for ray in (before, after):
        _, back, length = wgs84().inv(ray.lon_deg, ray.lat_deg, lon, lat)
        if length <= SAME_POINT_M:
            return (before, after), None
        ways.append(float(back) + 180 + ray.turn_deg)
        rays.append(
            Ray(
                lon_deg=ray.lon_deg,
                lat_deg=ray.lat_deg,
                away_deg=ray.away_deg,
                turn_deg=ray.turn_deg,
                length_m=float(length),
                stop=(lon, lat),
            )
        )
    return tuple(rays), Corner(lon_deg=lon, lat_deg=lat, into_deg=ways[1], out_deg=ways[0])
