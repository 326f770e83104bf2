"""The ellipsoid WGS 84, and degrees that cannot be crossed on a flat sheet."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid

if TYPE_CHECKING:
    from numpy import ndarray
    from pyproj import Geod

# Zones are kept as polygons in degrees, which tear at the 180th meridian and at the poles. Ground
# this far north or south has no ceasefire line; ground across the meridian is refused, not torn.
HIGHEST_LATITUDE_DEG = 85.0


@cache
def wgs84() -> Geod:
    """Return the ellipsoid on which all distances are taken.

    Source: C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013).

    >>> round(wgs84().a)
    6378137
    """
    from pyproj import Geod

    return Geod(ellps="WGS84")


def refuse_torn(lon_deg: ndarray, lat_deg: ndarray, what: str) -> None:
    """Refuse a run of points that crosses the 180th meridian or comes near a pole.

    Raises:
        GeometryInvalid: it does; the message names the point.

    >>> import numpy
    >>> refuse_torn(numpy.array([179.9, -179.9]), numpy.array([10.0, 10.0]), "line 'A'")
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: line 'A' crosses the 180th meridian near 179.9, 10.0; ...
    """
    import numpy as np

    polar = np.abs(lat_deg) > HIGHEST_LATITUDE_DEG
    if polar.any():
        at = int(np.argmax(polar))
        raise GeometryInvalid(
            f"{what} comes too near a pole at {lon_deg[at]:.4f}, {lat_deg[at]:.4f}; "
            f"zones are drawn up to {HIGHEST_LATITUDE_DEG} degrees only"
        )
    torn = np.abs(np.diff(lon_deg)) > 180
    if torn.any():
        at = int(np.argmax(torn))
        raise GeometryInvalid(
            f"{what} crosses the 180th meridian near {lon_deg[at]:.4f}, {lat_deg[at]:.4f}; "
            "draw the two parts apart"
        )
