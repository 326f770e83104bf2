"""Sides: what west of a line means, in terms of left and right."""

from __future__ import annotations

import math

from truceline.errors import GeometryInvalid
from truceline.geo.chain import chain_of
from truceline.geo.ellipsoid import wgs84
from truceline.geo.line import Line

_BEARINGS_DEG = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}

# A line that runs within this angle of the axis asked for has no clear side on it: at 20 degrees
# a third of a wandering line's legs may lean the other way.
LEAST_ANGLE_DEG = 20.0

# A line whose ends lie nearer together than this share of its length is nearly a loop, and has
# an inside and an outside but no bearing.
LEAST_REACH_SHARE = 0.1


def turned(line: Line, side: str) -> str:
    """Return ``left`` or ``right`` for a side given by hand or by compass.

    A compass side follows from the bearing between the line's two ends.

    Raises:
        GeometryInvalid: the side is no side, or the line runs too nearly along that axis.

    >>> meridian = Line(id="m", title="m", points=((35, 33), (35, 34)), error_m=0, source="-")
    >>> turned(meridian, "west"), turned(meridian, "right")
    ('left', 'right')
    >>> turned(meridian, "north")
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: line 'm' has no north side: it runs from 35.0000, ...
    """
    if side in ("left", "right"):
        return side
    if side not in _BEARINGS_DEG:
        raise GeometryInvalid(
            f"{side!r} is no side of line {line.id!r}; name west, east, north, south, left or right"
        )
    (lon_a, lat_a), (lon_b, lat_b) = line.points[0], line.points[-1]
    bearing, _, reach = wgs84().inv(lon_a, lat_a, lon_b, lat_b)
    if reach < LEAST_REACH_SHARE * chain_of(line.points, f"line {line.id!r}").length_m:
        raise GeometryInvalid(
            f"line {line.id!r} has no {side} side: it ends near where it starts, at "
            f"{lon_a:.4f}, {lat_a:.4f}; name left or right"
        )
    rightward = math.cos(math.radians(bearing + 90 - _BEARINGS_DEG[side]))
    if abs(rightward) < math.sin(math.radians(LEAST_ANGLE_DEG)):
        raise GeometryInvalid(
            f"line {line.id!r} has no {side} side: it runs from {lon_a:.4f}, {lat_a:.4f} to "
            f"{lon_b:.4f}, {lat_b:.4f}, within {LEAST_ANGLE_DEG:.0f} degrees of that axis, and the "
            "side would flip along it; name left or right"
        )
    return "right" if rightward > 0 else "left"
