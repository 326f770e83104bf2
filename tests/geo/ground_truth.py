"""Ground truth for geometry: other ways to the same answers, by geodesics alone.

Nothing here uses the package's sheets, chains or polygons. The nearest point of a geodesic is found
by walking along it: from a guess, go on by the share of the way to the place that lies ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone

GEOD = Geod(ellps="WGS84")

Array = np.ndarray[Any, Any]

# Each walk leaves a share (distance / Earth's radius)^2 of what is missing.
_WALKS = 5


@dataclass(frozen=True)
class Feet:
    """For each place and each leg of a line: how far along the leg the foot lies, and how near."""

    along_m: Array
    distance_m: Array
    leg_m: Array
    leg_bearing_deg: Array
    to_place_deg: Array


def feet(points: tuple[tuple[float, float], ...], lons: Array, lats: Array) -> Feet:
    """Return the feet of places on every leg."""
    start = np.array(points[:-1], dtype=float)
    end = np.array(points[1:], dtype=float)
    bearing, _, length = GEOD.inv(*start.T, *end.T)
    shape = (len(lons), len(length))
    at_lon, at_lat = np.broadcast_to(lons[:, None], shape), np.broadcast_to(lats[:, None], shape)
    leg_lon, leg_lat = np.broadcast_to(start[:, 0], shape), np.broadcast_to(start[:, 1], shape)
    leg_bearing, leg_m = np.broadcast_to(bearing, shape), np.broadcast_to(length, shape)
    along = np.zeros(shape)
    for walk in range(_WALKS + 1):
        lon, lat, back = GEOD.fwd(leg_lon, leg_lat, leg_bearing, along)
        here = np.where(along == 0, leg_bearing, back + 180)
        to_place, _, distance = GEOD.inv(lon, lat, at_lon, at_lat)
        if walk < _WALKS:
            ahead = distance * np.cos(np.radians(to_place - here))
            along = np.clip(along + ahead, 0, leg_m)
    return Feet(along, distance, leg_m, here, to_place)


def distance_m(line: Line, lons: Array, lats: Array) -> Array:
    """Return the distance from places to a line."""
    return np.asarray(feet(line.points, lons, lats).distance_m.min(axis=1))


def is_abeam(line: Line, lons: Array, lats: Array, *, away_m: Array) -> Array:
    """Return whether the nearest point of a line, so far away, lies short of its ends."""
    ends = [
        GEOD.inv(lons, lats, np.full(len(lons), lon), np.full(len(lons), lat))[2]
        for lon, lat in (line.points[0], line.points[-1])
    ]
    return np.asarray(away_m < np.minimum(*ends) - 1e-6)


def side(line: Line, lons: Array, lats: Array) -> Array:
    """Return +1 right of a line prolonged straight at both ends and -1 left, at the nearest point.

    At a bend both legs are equally near. They may disagree; the leg that the place is more squarely
    abeam of is then the one to believe.
    """
    found = feet(prolonged(line.points), lons, lats)
    nearest = found.distance_m <= found.distance_m.min(axis=1, keepdims=True) + 1e-6
    lateral = np.sin(np.radians(found.to_place_deg - found.leg_bearing_deg))
    believed = np.where(nearest, np.abs(lateral), -1.0).argmax(axis=1)
    return np.asarray(np.sign(lateral[np.arange(len(lons)), believed]))


def prolonged(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return the points with a straight leg of 200 km before the first and after the last."""
    before, *_ = GEOD.inv(*points[0], *points[1])
    _, after, _ = GEOD.inv(*points[-2], *points[-1])
    first_lon, first_lat, _ = GEOD.fwd(*points[0], before + 180, 200_000)
    last_lon, last_lat, _ = GEOD.fwd(*points[-1], after + 180, 200_000)
    return ((first_lon, first_lat), *points, (last_lon, last_lat))


def is_inside(ring: list[tuple[float, float]], lons: Array, lats: Array) -> Array:
    """Return whether places lie inside a ring of geodesics, by the turns one sees it make."""
    dense: list[tuple[float, float]] = []
    for (lon, lat), (next_lon, next_lat) in zip(ring, ring[1:] + ring[:1], strict=True):
        dense += [(lon, lat), *GEOD.npts(lon, lat, next_lon, next_lat, 40)]
    ring_lon, ring_lat = np.array(dense).T
    shape = (len(lons), len(ring_lon))
    bearing, *_ = GEOD.inv(
        np.broadcast_to(lons[:, None], shape),
        np.broadcast_to(lats[:, None], shape),
        np.broadcast_to(ring_lon, shape),
        np.broadcast_to(ring_lat, shape),
    )
    turn = (np.diff(bearing, axis=1, append=bearing[:, :1]) + 180) % 360 - 180
    return np.asarray(np.abs(turn.sum(axis=1)) > 180)


def sampled_p(zone: Zone, place: Place, *, sigma_m: float, rng: np.random.Generator) -> float:
    """Return the share of 40,000 draws about a place that fall in a zone; good to 0.0025."""
    draws = 40_000
    distance = sigma_m * np.sqrt(-2 * np.log(1 - rng.random(draws)))
    lon, lat, _ = GEOD.fwd(
        np.full(draws, place.lon_deg),
        np.full(draws, place.lat_deg),
        rng.uniform(-180, 180, draws),
        distance,
    )
    return float(shapely.contains_xy(zone.polygon, lon, lat).mean())


def wandering_line(
    rng: np.random.Generator,
    *,
    legs: int,
    leg_m: float,
    bend_deg: float,
    id: str = "w",  # noqa: A002
    start: tuple[float, float] = (35.8, 33.2),
) -> Line:
    """Return a line that wanders without crossing itself."""
    while True:
        points, heading = [start], rng.uniform(-180, 180)
        for _ in range(legs):
            heading += rng.uniform(-bend_deg, bend_deg)
            lon, lat, _ = GEOD.fwd(*points[-1], heading, leg_m * rng.uniform(0.3, 1.7))
            points.append((lon, lat))
        if shapely.LineString(points).is_simple:
            return Line(id=id, title=id, points=tuple(points), error_m=0, source="drawn at random")


def places_about(
    rng: np.random.Generator, line: Line, *, reach_m: float, count: int
) -> tuple[Array, Array]:
    """Return places strewn about a line, many of them near its vertices."""
    near_lon, near_lat = np.array(line.points)[rng.integers(len(line.points), size=count)].T
    distance = reach_m * rng.random(count) ** rng.choice([0.5, 1, 2], size=count)
    lon, lat, _ = GEOD.fwd(near_lon, near_lat, rng.uniform(-180, 180, count), distance)
    return np.asarray(lon), np.asarray(lat)


def runs_clear(line: Line) -> bool:
    """Return whether a line prolonged by 200 km at both ends does not meet itself."""
    dense: list[tuple[float, float]] = []
    points = prolonged(line.points)
    for (lon, lat), (next_lon, next_lat) in pairwise(points):
        dense += [(lon, lat), *GEOD.npts(lon, lat, next_lon, next_lat, 30)]
    return bool(shapely.LineString([*dense, points[-1]]).is_simple)


def clear_line(
    rng: np.random.Generator,
    *,
    legs: int,
    leg_m: float,
    bend_deg: float,
    start: tuple[float, float] = (35.8, 33.2),
) -> Line:
    """Return a wandering line that does not meet itself when prolonged."""
    while True:
        line = wandering_line(rng, legs=legs, leg_m=leg_m, bend_deg=bend_deg, start=start)
        if runs_clear(line):
            return line


def meridional_line(rng: np.random.Generator, *, lon_deg: float, id: str) -> Line:  # noqa: A002
    """Return a line that runs north, wavering by less than 0.05 degrees."""
    lats = np.linspace(33.0, 33.4, 8)
    lons = lon_deg + rng.uniform(-0.05, 0.05, 8)
    points = tuple(zip(lons.tolist(), lats.tolist(), strict=True))
    return Line(id=id, title=id, points=points, error_m=0, source="drawn at random")
