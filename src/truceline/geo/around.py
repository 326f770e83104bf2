"""Around: a flat sheet laid about one place, true in distance and bearing from it.

In the azimuthal equidistant projection about a place every distance and bearing from that place is
exact. Steps of a chain (1.5 km) are straight on it to within 0.2 mm at 25 km and 1 cm at 1,500 km.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo.ellipsoid import wgs84

if TYPE_CHECKING:
    from numpy import ndarray


def sheet_about(
    lon_deg: float, lat_deg: float, lons_deg: ndarray, lats_deg: ndarray
) -> tuple[ndarray, ndarray]:
    """Return metres east and north of the place, for each point.

    >>> import numpy
    >>> x_m, y_m = sheet_about(35.0, 33.0, numpy.array([35.0]), numpy.array([33.01]))
    >>> round(float(x_m[0]), 3), round(float(y_m[0]))
    (0.0, 1109)
    """
    import numpy as np

    bearing, _, distance = wgs84().inv(
        np.full(len(lons_deg), lon_deg), np.full(len(lons_deg), lat_deg), lons_deg, lats_deg
    )
    bearing = np.radians(bearing)
    return distance * np.sin(bearing), distance * np.cos(bearing)


def nearest_on(x_m: ndarray, y_m: ndarray) -> tuple[int, float, float]:
    """Return the step of a run of points that comes nearest to the origin: which, where, how near.

    Where is the share of the step, 0.0 at its start and 1.0 at its end.

    >>> import numpy
    >>> nearest_on(numpy.array([-1.0, 3.0]), numpy.array([2.0, 2.0]))
    (0, 0.25, 2.0)
    """
    import numpy as np

    return nearest_of(x_m[:-1], y_m[:-1], np.diff(x_m), np.diff(y_m))


def nearest_of(
    x_m: ndarray, y_m: ndarray, run_x: ndarray, run_y: ndarray
) -> tuple[int, float, float]:
    """Return the same of steps that need not hang together, each by its start and its run.

    >>> import numpy
    >>> nearest_of(*(numpy.array([one]) for one in (-1.0, 2.0, 4.0, 0.0)))
    (0, 0.25, 2.0)
    """
    import numpy as np

    squared = run_x**2 + run_y**2
    share = -(x_m * run_x + y_m * run_y) / np.where(squared > 0, squared, 1.0)
    share = np.clip(share, 0.0, 1.0)
    distance = np.hypot(x_m + share * run_x, y_m + share * run_y)
    step = int(np.argmin(distance))
    return step, float(share[step]), float(distance[step])
