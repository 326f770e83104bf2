"""Endings: the ground beyond an end of a line, for which that very end is the nearest point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo.around import sheet_about
from truceline.geo.chain import STEP_M, Chain
from truceline.geo.ellipsoid import wgs84

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely import Polygon

# The line is sampled so finely that a place 1 km off is no more than 0.1 m out.
_SAMPLE_M = 25.0


def ground_beyond(chain: Chain, at: int, distance_m: float) -> Polygon:
    """Return the ground nearer to an end of a chain than to the rest of it.

    It is laid out as far as the distance, and further in places. On the sheet about the end, a
    place ``p`` is no nearer to a point ``q`` of the line where ``2 p.q <= |q|^2``: each point cuts
    off half of the sheet, and what all leave is convex. Only the points matter that lie on the
    hull of the line turned inside out, ``2 q / |q|^2``.

    >>> from truceline.geo.chain import chain_of
    >>> meridian = chain_of(((35.0, 33.0), (35.0, 33.1)), "line 'm'")
    >>> round(ground_beyond(meridian, 0, 5000).bounds[3], 4)
    33.0
    """
    import numpy as np
    from shapely import LineString, MultiPoint, Point, Polygon, get_coordinates, segmentize

    x_m, y_m = sheet_about(
        float(chain.lon_deg[at]), float(chain.lat_deg[at]), chain.lon_deg, chain.lat_deg
    )
    points = np.column_stack([x_m, y_m])
    points = points if at == 0 else points[::-1]
    square = 1.5 * distance_m * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    ground = _cut(square, points[1], 0.0)
    rest = LineString(points[1:]) if len(points) > 2 else Point(points[1])
    samples = get_coordinates(segmentize(rest, _SAMPLE_M))
    near = (samples**2).sum(axis=1)
    turned = 2 * samples / near[:, None]
    # Points further off than this cut off nothing of the square.
    turned = turned[near < (5 * distance_m) ** 2]
    for normal in get_coordinates(MultiPoint(turned).convex_hull) if len(turned) else ():
        ground = _cut(ground, normal, 1.0)
    if len(ground) < 3:
        return Polygon()
    edge = get_coordinates(segmentize(Polygon(ground), STEP_M))
    same = np.ones(len(edge))
    lon, lat, _ = wgs84().fwd(
        chain.lon_deg[at] * same,
        chain.lat_deg[at] * same,
        np.degrees(np.arctan2(edge[:, 0], edge[:, 1])),
        np.hypot(edge[:, 0], edge[:, 1]),
    )
    return Polygon(np.column_stack([lon, lat]))


def _cut(ground: ndarray, normal: ndarray, bound: float) -> ndarray:
    """Return the part of a convex ring of points where ``point . normal <= bound``."""
    import numpy as np

    kept: list[ndarray] = []
    over = ground @ normal - bound
    for here, there, over_here, over_there in zip(
        ground, np.roll(ground, -1, axis=0), over, np.roll(over, -1), strict=True
    ):
        if over_here <= 0:
            kept.append(here)
        if over_here * over_there < 0:
            kept.append(here + (there - here) * (over_here / (over_here - over_there)))
    return np.array(kept).reshape(-1, 2)
