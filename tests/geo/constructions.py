"""Constructions: every way to make a zone, on random lines, beside its definition.

    python -m tests.geo.constructions                  figures, by GeographicLib and by PostGIS
    python -m tests.geo.constructions --points 2000    fewer points for each construction

Zones are made by the loader, from an agreement file. Half of the places are strewn about the lines,
half lie within some metres of the zone's own edge, where a wrong metre shows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg
import shapely

from tests.geo import ground_truth as truth
from tests.geo.measured_by import Array, Geodesics, Measure, Postgis
from truceline.agreement.load import load_agreement
from truceline.geo import measure
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone

POINTS = 10_000
SEEDS = (1, 2, 3)
# Closer to an edge than this nothing is claimed.
SURE_M = 1.0
_NEAR_EDGE_M = 30.0

# Every zone of the file below; {id} stands for a line.
FILE = """
agreement: constructions
title: Constructions
in force: 2031/..
papers: {P: {title: Paper, rank: protocol}}
parties:
  west: {title: West, role: signatory}
  east: {title: East, role: signatory}
lines:
  A: {title: A, geometry: lines.geojson#A}
  B: {title: B, geometry: lines.geojson#B}
  C: {title: C, geometry: lines.geojson#A, replaced: {by: bow}}
  bow: {title: Bow, geometry: lines.geojson#bow}
  wall: {title: Wall, geometry: lines.geojson#wall}
zones:
  between: {title: z, between: [A, B]}
  beside-flat: {title: z, beside: A, side: left, from: 2.4 km, to: 10 km}
  beside-round: {title: z, beside: A, side: left, to: 10 km, ends: round}
  beyond: {title: z, beyond: A, side: right, reach: 40 km}
  within: {title: z, within: 5 km, of: A}
  around-one-side: {title: z, around: wall, by: 5 km, side: left}
  around-without-base:
    {title: z, around: wall, by: 5 km, side: right, base: left out, base width: 1 km}
  around-a-place: {title: z, around: drawn, by: 4 km}
  total-width: {title: z, beside: A, side: right, total: 30 km}
  depth: {title: z, beside: A, side: left, to: 15 km to 20 km}
  ladder: {title: z, beside: B, side: right, bands: [10 km, 25 km]}
  replaced: {title: z, beside: C, side: left, to: 6 km}
  west-8: {title: z, beside: A, side: left, to: 8 km}
  east-8: {title: z, beside: B, side: right, to: 8 km}
  drawn: {title: z, drawn: lines.geojson#ring}
  union: {title: z, union: [within, east-8]}
  intersection: {title: z, intersection: [between, within]}
  difference: {title: z, difference: [between, within]}
  cut: {title: z, within: 9 km, of: A, cut: {by: B, keep: left}}
  part: {title: z, part of: between, cut: {by: A, keep: right}}
provisions: {}
"""


@dataclass(frozen=True)
class World:
    """Random lines, the zones made on them, and the definitions of those zones."""

    lines: dict[str, Line]
    ring: tuple[tuple[float, float], ...]
    zones: dict[str, Zone]


Where = Callable[[Measure, World, Array, Array], Array]


def _ring(away_m: Array, low: float, high: float) -> Array:
    return np.asarray((low <= away_m) & (away_m <= high))


def _band(line: str, hand: float, low: float, high: float) -> Where:
    return lambda m, w, x, y: np.asarray(
        _ring(m.distance_m(w.lines[line], x, y), low, high)
        & m.is_abeam(w.lines[line], x, y)
        & (m.side(w.lines[line], x, y) == hand)
    )


def _within(line: str, high: float) -> Where:
    return lambda m, w, x, y: _ring(m.distance_m(w.lines[line], x, y), 0, high)


def _sided(line: str, hand: float, low: float, high: float) -> Where:
    return lambda m, w, x, y: np.asarray(
        _ring(m.distance_m(w.lines[line], x, y), low, high) & (m.side(w.lines[line], x, y) == hand)
    )


def _between(m: Measure, w: World, x: Array, y: Array) -> Array:
    return m.is_inside([*w.lines["A"].points, *w.lines["B"].points[::-1]], x, y)


def _drawn(m: Measure, w: World, x: Array, y: Array) -> Array:
    return m.is_inside(w.ring, x, y)


def _about_drawn(m: Measure, w: World, x: Array, y: Array) -> Array:
    edge = Line(id="r", title="r", points=w.ring, error_m=0, source="-")
    return np.asarray(_drawn(m, w, x, y) | (m.distance_m(edge, x, y) <= 4000))


def _both(first: Where, second: Where, how: Callable[[Array, Array], Array]) -> Where:
    return lambda m, w, x, y: how(first(m, w, x, y), second(m, w, x, y))


LEFT, RIGHT = -1.0, 1.0
# What each zone of the file is, said by distances, sides and rings alone.
DEFINITIONS: dict[str, Where] = {
    "between": _between,
    "beside-flat": _band("A", LEFT, 2400, 10_000),
    "beside-round": _sided("A", LEFT, 0, 10_000),
    "beyond": _sided("A", RIGHT, 0, 40_000),
    "within": _within("A", 5000),
    "around-one-side": _sided("wall", LEFT, 0, 5000),
    "around-without-base": _sided("wall", RIGHT, 500, 5000),
    "around-a-place": _about_drawn,
    "total-width": _band("A", RIGHT, 0, 15_000),
    "depth": _band("A", LEFT, 0, 20_000),
    "depth-least": _band("A", LEFT, 0, 15_000),
    "ladder-10": _band("B", RIGHT, 0, 10_000),
    "ladder-25": _band("B", RIGHT, 10_000, 25_000),
    "replaced": _band("C", LEFT, 0, 6000),
    "west-8": _band("A", LEFT, 0, 8000),
    "east-8": _band("B", RIGHT, 0, 8000),
    "drawn": _drawn,
    "union": _both(_within("A", 5000), _band("B", RIGHT, 0, 8000), np.logical_or),
    "intersection": _both(_between, _within("A", 5000), np.logical_and),
    "difference": _both(_between, _within("A", 5000), lambda a, b: np.asarray(a & ~b)),
    "cut": _both(
        _within("A", 9000), lambda m, w, x, y: m.side(w.lines["B"], x, y) == LEFT, np.logical_and
    ),
    "part": _both(_between, lambda m, w, x, y: m.side(w.lines["A"], x, y) == RIGHT, np.logical_and),
}


def world(seed: int) -> World:
    """Return zones made by the loader on random lines; the same for the same seed."""
    rng = np.random.default_rng(seed)
    a, b = _meridional(rng, 35.8, "A"), _meridional(rng, 35.95, "B")
    bow = (a.points[2], (35.68, (a.points[2][1] + a.points[5][1]) / 2), a.points[5])
    wall = truth.clear_line(rng, legs=6, leg_m=5000, bend_deg=30, start=(35.3, 32.6))
    spliced = Line(
        id="C", title="C", points=(*a.points[:3], bow[1], *a.points[5:]), error_m=0, source="-"
    )
    angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
    reach = rng.uniform(0.03, 0.06, 9)
    ring = tuple(
        (35.4 + float(r * np.cos(t)), 33.6 + float(r * np.sin(t)))
        for r, t in zip(reach, angles, strict=True)
    )
    ring = (*ring, ring[0])
    drawn = {"A": a.points, "B": b.points, "bow": bow, "wall": wall.points}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "agreement.yaml").write_text(FILE, encoding="utf-8")
        (folder / "lines.geojson").write_text(_geojson(drawn, ring), encoding="utf-8")
        zones = {zone.id: zone for zone in load_agreement(folder).zones}
    return World({"A": a, "B": b, "C": spliced, "wall": wall}, ring, zones)


def _meridional(rng: np.random.Generator, lon_deg: float, id_: str) -> Line:
    while True:
        line = truth.meridional_line(rng, lon_deg=lon_deg, id=id_)
        if truth.runs_clear(line):
            return line


def _geojson(
    lines: dict[str, tuple[tuple[float, float], ...]], ring: tuple[tuple[float, float], ...]
) -> str:
    about = {"error_m": 1, "source": "drawn at random", "licence": "CC0-1.0"}
    shapes = [(name, "LineString", list(points)) for name, points in lines.items()]
    features = [
        {"type": "Feature", "id": name, "properties": about,
         "geometry": {"type": kind, "coordinates": points}}
        for name, kind, points in (*shapes, ("ring", "Polygon", [list(ring)]))
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


def places(zone: Zone, w: World, *, count: int, seed: int) -> tuple[Array, Array]:
    """Return places: half of them strewn about the lines, half close to the zone's edge."""
    rng = np.random.default_rng(seed)
    assert zone.polygon is not None
    west, south, east, north = zone.polygon.bounds
    half = count // 2
    lons, lats = (
        rng.uniform(west - 0.1, east + 0.1, half),
        rng.uniform(south - 0.1, north + 0.1, half),
    )
    edge = zone.polygon.boundary
    at = shapely.line_interpolate_point(edge, rng.random(count - half), normalized=True)
    off = rng.normal(0, _NEAR_EDGE_M, count - half)
    x, y, _ = truth.GEOD.fwd(
        shapely.get_x(at), shapely.get_y(at), rng.uniform(-180, 180, len(at)), off
    )
    return np.concatenate([lons, x]), np.concatenate([lats, y])


@dataclass(frozen=True)
class Compared:
    """How a zone and its definition came out on so many places.

    ``worst_m`` is how deep on the wrong side of an edge the deepest of them lay.
    """

    places: int
    inside: int
    differ: int
    worst_m: float


def compare(name: str, by: Measure, *, count: int, seed: int, w: World | None = None) -> Compared:
    """Return how a construction's zone compares with its definition, measured by something else."""
    w = w or world(seed)
    zone = w.zones[name]
    lons, lats = places(zone, w, count=count, seed=seed)
    wanted = DEFINITIONS[name](by, w, lons, lats)
    found = shapely.contains_xy(zone.polygon, lons, lats)
    differ = np.nonzero(found != wanted)[0]
    depths = [abs(measure.depth_m(zone, Place(lons[at], lats[at], 0))) for at in differ]
    return Compared(count, int(wanted.sum()), len(differ), max(depths, default=0.0))


@contextmanager
def postgis(address: str) -> Iterator[Postgis]:
    """Yield a measure by PostGIS, in a database that has its extension."""
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        yield Postgis(session)


def main() -> int:
    """Print the figures of every construction; return 1 where one differs beyond a metre."""
    from tests.conftest import private_server

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=POINTS)
    given = parser.parse_args()
    failed = 0
    with private_server() as address, postgis(address) as server:
        for by, words in ((Geodesics(), "GeographicLib"), (server, "PostGIS geography")):
            print(f"{words}: {given.points:,} places, lines {SEEDS[0]}", flush=True)
            w = world(SEEDS[0])
            for name in DEFINITIONS:
                one = compare(name, by, count=given.points, seed=SEEDS[0], w=w)
                failed += one.worst_m > SURE_M
                inside = f"{one.inside:,} inside"
                print(
                    f"  {name:22} {inside:>14}; {one.differ} differ, by {one.worst_m:.3f} m at most"
                )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
