"""The sheet of one cell, in loops: metres east and north of its centre, and what lies there.

A sheet is a row of seven numbers: longitude and latitude of its centre, and the five factors of
``sheet_factors``. See docs/explain/exactness.md for what the second-order terms leave out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("sheet_factors", "metres_off", "metres", "side", "squared_to_edge", "crosses")

# WGS 84: the half axis and the square of the eccentricity.
# Source: NGA.STND.0036, table 3.1.
_HALF_AXIS_M = 6_378_137.0
_SQUARED_ECCENTRICITY = 0.006694379990141316
_RADIANS = math.pi / 180.0


def sheet_factors(lat_deg: float, factors: ndarray) -> None:
    """Put the five factors of the sheets at a latitude into an array.

    They are the terms of first and second order of the normal coordinates on the ellipsoid: with
    ``M`` and ``N`` its radii of curvature and ``r = N cos(latitude)``, per degree.
    """
    phi = lat_deg * _RADIANS
    sine, cosine = math.sin(phi), math.cos(phi)
    w = 1.0 - _SQUARED_ECCENTRICITY * sine * sine
    across = _HALF_AXIS_M / math.sqrt(w)
    along = across * (1.0 - _SQUARED_ECCENTRICITY) / w
    growth = 3.0 * along * _SQUARED_ECCENTRICITY * sine * cosine / w
    factors[0] = across * cosine * _RADIANS
    factors[1] = sine * along * _RADIANS * _RADIANS
    factors[2] = along * _RADIANS
    factors[3] = 0.5 * growth * _RADIANS * _RADIANS
    factors[4] = 0.5 * across * cosine * sine * _RADIANS * _RADIANS


def metres_off(  # noqa: PLR0917
    east: float, north: float, f0: float, f1: float, f2: float, f3: float, f4: float
) -> tuple[float, float]:
    """Return metres east and north of a sheet's centre, so many degrees off it."""
    return east * (f0 - f1 * north), north * (f2 + f3 * north) + f4 * east * east


def metres(
    lon_deg: float, lat_deg: float, centre_lon: float, centre_lat: float, factors: ndarray
) -> tuple[float, float]:
    """Return metres east and north of a sheet's centre."""
    return metres_off(
        lon_deg - centre_lon, lat_deg - centre_lat, factors[0], factors[1], factors[2],
        factors[3], factors[4],
    )  # fmt: skip


def side(  # noqa: PLR0917
    ax: float, ay: float, bx: float, by: float, px: float, py: float
) -> float:
    """Return a number above 0 where p lies left of the way from a to b, below 0 right of it."""
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


def squared_to_edge(  # noqa: PLR0917
    ax: float, ay: float, bx: float, by: float, px: float, py: float
) -> float:
    """Return the squared distance of p from the stroke between a and b."""
    run_x, run_y = bx - ax, by - ay
    squared = run_x * run_x + run_y * run_y
    share = 0.0
    if squared > 0.0:
        share = ((px - ax) * run_x + (py - ay) * run_y) / squared
        share = min(max(share, 0.0), 1.0)
    off_x, off_y = px - ax - share * run_x, py - ay - share * run_y
    return off_x * off_x + off_y * off_y


def crosses(  # noqa: PLR0917
    ax: float, ay: float, bx: float, by: float, px: float, py: float, qx: float, qy: float
) -> bool:
    """Return whether the way from q to p crosses the stroke between a and b.

    A vertex that lies exactly on the way counts as left of it, for both of its strokes alike.
    """
    if (side(qx, qy, px, py, ax, ay) >= 0.0) == (side(qx, qy, px, py, bx, by) >= 0.0):
        return False
    return (side(ax, ay, bx, by, qx, qy) >= 0.0) != (side(ax, ay, bx, by, px, py) >= 0.0)
