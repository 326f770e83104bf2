"""Doubt: the probability that a place that may be off lies in a zone that may be off.

The place's error is a Gaussian, alike in all directions, on the sheet that is true in distance and
bearing from the place. Its mass over a polygon is an integral along the polygon's boundary: with
``r`` and ``theta`` the distance and bearing of the boundary from the place,

    P = (1 / 2 pi) * integral of (1 - exp(-r^2 / 2 sigma^2)) d theta

which is Green's theorem for the Gaussian. It is exact for any polygon, holes and parts included.
Along a straight edge ``d theta`` is ``cross / r^2 dt`` and the integrand is smooth even where the
edge runs through the place, so that few nodes suffice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from truceline.geo.around import sheet_about
from truceline.geo.measure import depth_m, drawn_polygon
from truceline.geo.outline import Outline, outline_of
from truceline.geo.place import Place
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import float64, ndarray
    from numpy.typing import NDArray

# The 95 % error of a line is how far it may lie to one side: one axis, so 1.96 deviations.
# Source: normal quantile of 0.975.
SIGMAS_IN_95_ACROSS = 1.959963984540054

# Beyond so many deviations the mass that is left, exp(-7^2 / 2), is 2e-11.
REACH_SIGMAS = 7.0

# A place sharper than this is a point, and one nearer the edge than this lies on it.
SHARP_M = 0.001

# Eight Gauss-Legendre nodes on two deviations of an edge leave an error below 1e-8.
_NODES = 8
_PANEL_SIGMAS = 2.0

# No edge is longer than this once stepped; see chain.STEP_M. A hundredth of a degree is 1.1 km.
_EDGE_DEG = 0.02


def p_in_zone(zone: Zone, place: Place) -> float:
    """Return the probability that a place lies in a zone.

    The zone's error is added to the place's in quadrature, as if the whole edge were shifted.
    Where neither has an error the answer is 1.0 inside, 0.0 outside and 0.5 on the edge.

    Raises:
        GeometryInvalid: the zone has no polygon.

    Source: Green's theorem for the bivariate normal; quadrature after Gauss and Legendre.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> [round(p_in_zone(square, Place(lon, 33.5, 2000)), 3) for lon in (34.9, 35.0, 35.01, 35.1)]
    [0.0, 0.5, 0.872, 1.0]
    """
    return float(p_in_zones([zone], [place])[0, 0])


def p_in_zones(zones: Sequence[Zone], places: Sequence[Place]) -> NDArray[float64]:
    """Return the probability of each place in each zone: a row a zone, a column a place.

    Raises:
        GeometryInvalid: a zone has no polygon.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> p_in_zones([square], [Place(35.5, 33.5, 0), Place(35.0, 33.5, 9)]).round(3).tolist()
    [[1.0, 0.5]]
    """
    import numpy as np

    answers = np.zeros((len(zones), len(places)))
    for row, zone in enumerate(zones):
        outline = outline_of(drawn_polygon(zone), step_deg=_EDGE_DEG)
        for column, place in enumerate(places):
            sigma = math.hypot(place.sigma_m, zone.error_m / SIGMAS_IN_95_ACROSS)
            if sigma < SHARP_M:
                depth = depth_m(zone, place)
                answers[row, column] = 0.5 if abs(depth) < SHARP_M else float(depth > 0)
            else:
                answers[row, column] = _mass(outline, place, sigma)
    return answers


def _mass(outline: Outline, place: Place, sigma_m: float) -> float:
    """Return the Gaussian's mass about a place over an outline."""
    import numpy as np

    reach = REACH_SIGMAS * sigma_m
    x_m, y_m, at_least = outline.roughly_about(place)
    if at_least.min() - outline.longest_m > reach:
        return float(outline.holds(place))
    # Far vertices only carry the winding; a rough position gives it as well as an exact one.
    near = at_least < reach + outline.longest_m
    x_m[near], y_m[near] = sheet_about(
        place.lon_deg, place.lat_deg, outline.lon_deg[near], outline.lat_deg[near]
    )
    start = np.column_stack([x_m, y_m])[outline.edge_from]
    run = np.column_stack([x_m, y_m])[outline.edge_to] - start
    return min(max(_wound(start, run, sigma_m) / (2 * math.pi), 0.0), 1.0)


def _wound(start: ndarray, run: ndarray, sigma_m: float) -> float:
    """Return the integral of (1 - exp(-r^2 / 2 sigma^2)) d theta along straight edges.

    Only the part of an edge within reach is integrated; on the rest the exponential is nothing, and
    what is left is the angle that the part subtends.
    """
    import numpy as np

    squared = np.maximum((run**2).sum(axis=1), 1e-12)
    foot = -(start * run).sum(axis=1) / squared
    cross = start[:, 0] * run[:, 1] - start[:, 1] * run[:, 0]
    half = ((REACH_SIGMAS * sigma_m) ** 2 - cross**2 / squared) / squared
    half = np.sqrt(np.maximum(half, 0.0))
    enter, leave = np.clip(foot - half, 0.0, 1.0), np.clip(foot + half, 0.0, 1.0)
    within = leave > enter
    total = _angle(start[~within], run[~within], 0.0, 1.0)
    start, run, cross, enter, leave = (part[within] for part in (start, run, cross, enter, leave))
    total += _angle(start, run, 0.0, enter) + _angle(start, run, leave, 1.0)

    length = (leave - enter) * np.sqrt(squared[within])
    panels = np.maximum(np.ceil(length / (_PANEL_SIGMAS * sigma_m)), 1).astype(int)
    edge = np.repeat(np.arange(len(panels)), panels)
    panel = np.arange(len(edge)) - np.repeat(np.cumsum(panels) - panels, panels)
    width = ((leave - enter) / panels)[edge]
    nodes, weights = _gauss_legendre()
    share = (enter[edge] + panel * width)[:, None] + width[:, None] * (nodes + 1) / 2
    x_m = start[edge, 0, None] + share * run[edge, 0, None]
    y_m = start[edge, 1, None] + share * run[edge, 1, None]
    energy = np.maximum((x_m**2 + y_m**2) / (2 * sigma_m**2), 1e-300)
    density = -np.expm1(-energy) / energy
    inner = (density @ weights) * width / 2 * cross[edge] / (2 * sigma_m**2)
    return total + float(inner.sum())


@cache
def _gauss_legendre() -> tuple[ndarray, ndarray]:
    import numpy as np

    return np.polynomial.legendre.leggauss(_NODES)


def _angle(start: ndarray, run: ndarray, enter: ndarray | float, leave: ndarray | float) -> float:
    """Return the sum of the angles that parts of edges subtend at the origin, in radians."""
    import numpy as np

    enter, leave = np.broadcast_to(enter, len(run)), np.broadcast_to(leave, len(run))
    a, b = start + enter[:, None] * run, start + leave[:, None] * run
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return float(np.arctan2(cross, (a * b).sum(axis=1)).sum())
