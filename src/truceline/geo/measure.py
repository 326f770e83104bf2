"""Measure: distances, sides, lengths, areas and depths on the ellipsoid.

An edge between two vertices is a geodesic, the shortest way over the ground. A straight stroke on
a map in degrees is another curve: on an edge of 25 km running east-west at 33 degrees north the two
lie 8 m apart, on one of 9 km 1 m.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.areal import ground_area_m2
from truceline.geo.around import nearest_of, nearest_on, sheet_about
from truceline.geo.chain import Chain, chain_of
from truceline.geo.ellipsoid import wgs84
from truceline.geo.line import Line
from truceline.geo.outline import Outline, outline_of
from truceline.geo.place import Place
from truceline.geo.prolonged import prolonged
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

# Nearer than this a place lies on the line: finer than any coordinate that people write.
ON_LINE_M = 0.001

# A hundredth of a degree: at most 1.1 km, so that each piece of an edge is straight on the sheet.
_PIECE_DEG = 0.01

# Walks to the foot of a place beyond an end. Each leaves a share (distance / Earth's radius)^2 of
# what is missing; eight reach a tenth of a millimetre from 1,500 km away.
_WALKS = 8


def separation_m(a: Place, b: Place) -> float:
    """Return the ground distance between two places, in metres.

    The places' own accuracy is not included.

    Source: C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013).

    >>> round(separation_m(Place(30.0, 10.0, 50), Place(30.0, 10.01, 50)))
    1106
    """
    *_, distance = wgs84().inv(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)
    return float(distance)


def distance_to_line_m(line: Line, place: Place) -> float:
    """Return the ground distance from a place to the nearest point of a line, in metres.

    The line is a run of geodesics. The error of the method is under 1 cm; neither the line's error
    nor the place's accuracy is included.

    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> round(distance_to_line_m(meridian, Place(35.1, 33.5, 0)))
    9292
    """
    return _foot(line, place).distance_m


def side_of_line(line: Line, place: Place) -> str:
    """Return ``left`` or ``right`` of the line, as one goes along it, or ``on``.

    The line is taken to go on straight beyond both ends, and the side is that of the nearest point
    of the whole. Where that is a bend, the place lies on the outside of the bend.

    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> [side_of_line(meridian, Place(lon, lat, 0)) for lon, lat in ((35.1, 33.5), (34.9, 34.5))]
    ['right', 'left']
    >>> side_of_line(meridian, Place(35.0, 34.5, 0))
    'on'
    """
    feet = [_foot(line, place), *_feet_beyond(line, place)]
    foot = min(feet, key=lambda foot: foot.distance_m)
    if foot.distance_m < ON_LINE_M:
        return "on"
    into, out = (math.radians(way - foot.to_place_deg) for way in (foot.into_deg, foot.out_deg))
    # The normal of a bend is the sum of the normals of its two legs; a leg that turns straight
    # back has none, and there the way it turns decides.
    rightward = -(math.sin(into) + math.sin(out))
    if math.hypot(math.sin(into) + math.sin(out), math.cos(into) + math.cos(out)) < 1e-9:
        rightward = math.sin(into - out)
    return "right" if rightward > 0 else "left"


def length_m(line: Line) -> float:
    """Return a line's length on the ground, in metres.

    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> round(length_m(meridian))
    110913
    """
    return chain_of(line.points, f"line {line.id!r}").length_m


def area_m2(zone: Zone) -> float:
    """Return a zone's area on the ellipsoid, in square metres.

    Raises:
        GeometryInvalid: the zone has no polygon.

    >>> from shapely import box
    >>> shape = box(35, 33, 35.1, 33.1)
    >>> square = Zone(id="s", title="s", polygon=shape, error_m=0, construction="-")
    >>> round(area_m2(square) / 1e6, 1)
    103.6
    """
    return ground_area_m2(drawn_polygon(zone))


def depth_m(zone: Zone, place: Place) -> float:
    """Return how far inside a zone's edge a place lies, in metres; negative outside.

    Raises:
        GeometryInvalid: the zone has no polygon.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> [round(depth_m(square, Place(35.5, lat, 0))) for lat in (33.1, 32.9)]
    [11091, -11090]
    """
    outline = outline_of(drawn_polygon(zone), step_deg=_PIECE_DEG)
    nearest_m = _nearest_m(outline, place)
    inside = nearest_m == 0.0 or outline.holds(place)
    return nearest_m if inside else -nearest_m


def _nearest_m(outline: Outline, place: Place) -> float:
    """Return how near an outline comes to a place, in metres; only what may be nearest is asked."""
    import numpy as np

    *_, at_least = outline.roughly_about(place)
    some = int(at_least.argmin())
    *_, bound = wgs84().inv(
        place.lon_deg, place.lat_deg, outline.lon_deg[some], outline.lat_deg[some]
    )
    near = at_least <= bound + outline.longest_m
    edges = near[outline.edge_from] | near[outline.edge_to]
    start, end = outline.edge_from[edges], outline.edge_to[edges]
    near[start] = near[end] = True
    x_m, y_m = np.empty((2, len(near)))
    x_m[near], y_m[near] = sheet_about(
        place.lon_deg, place.lat_deg, outline.lon_deg[near], outline.lat_deg[near]
    )
    run_x, run_y = x_m[end] - x_m[start], y_m[end] - y_m[start]
    return nearest_of(x_m[start], y_m[start], run_x, run_y)[2]


def drawn_polygon(zone: Zone) -> Polygon | MultiPolygon:
    """Return a zone's polygon.

    Raises:
        GeometryInvalid: it has none; the message says why.

    >>> drawn_polygon(Zone(id="z", title="z", polygon=None, error_m=0, construction="-"))
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: zone 'z' is not drawn: no reason is given
    """
    if zone.polygon is None or zone.polygon.is_empty:
        reason = zone.not_drawable or "no reason is given"
        raise GeometryInvalid(f"zone {zone.id!r} is not drawn: {reason}")
    return zone.polygon


@dataclass(frozen=True, slots=True)
class _Foot:
    """The nearest point of a line: how far, and the bearings there."""

    distance_m: float
    to_place_deg: float
    into_deg: float
    out_deg: float


def _foot(line: Line, place: Place) -> _Foot:
    chain = chain_of(line.points, f"line {line.id!r}")
    x_m, y_m = sheet_about(place.lon_deg, place.lat_deg, chain.lon_deg, chain.lat_deg)
    step, share, _ = nearest_on(x_m, y_m)
    lon, lat, into, out = _point_of(chain, step, share)
    to_place, _, distance = wgs84().inv(lon, lat, place.lon_deg, place.lat_deg)
    return _Foot(float(distance), float(to_place), into, out)


def _feet_beyond(line: Line, place: Place) -> list[_Foot]:
    """Return the nearest points of the line's straight prolongations, where they have one.

    Walks along each: from a guess, go on by the share of the way to the place that lies ahead.
    """
    rays, corner = prolonged(line)
    feet = []
    for ray in rays:
        along, ahead = 0.0, math.inf
        lon, lat, way = ray.lon_deg, ray.lat_deg, ray.away_deg
        for _ in range(_WALKS):
            to_place, _, distance = wgs84().inv(lon, lat, place.lon_deg, place.lat_deg)
            ahead = distance * math.cos(math.radians(to_place - way))
            along += ahead
            if not 0 < along < ray.length_m or abs(ahead) < ON_LINE_M / 10:
                break
            lon, lat, back = wgs84().fwd(ray.lon_deg, ray.lat_deg, ray.away_deg, along)
            way = back + 180
        if 0 < along < ray.length_m:
            way -= ray.turn_deg
            feet.append(_Foot(distance, to_place, way, way))
    if corner is not None:
        to_place, _, distance = wgs84().inv(
            corner.lon_deg, corner.lat_deg, place.lon_deg, place.lat_deg
        )
        feet.append(_Foot(distance, to_place, corner.into_deg, corner.out_deg))
    return feet


def _point_of(chain: Chain, step: int, share: float) -> tuple[float, float, float, float]:
    """Return longitude, latitude and the two bearings at a share of a step."""
    if share in (0.0, 1.0):
        at = step + int(share)
        return (
            float(chain.lon_deg[at]),
            float(chain.lat_deg[at]),
            float(chain.into_deg[at]),
            float(chain.out_deg[at]),
        )
    lon, lat, back = wgs84().fwd(
        chain.lon_deg[step],
        chain.lat_deg[step],
        chain.out_deg[step],
        share * chain.step_m[step],
    )
    return float(lon), float(lat), float(back) + 180, float(back) + 180
