"""Projection: from degrees to points on the sheet, true to scale at the middle latitude."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.geo.place import Place

# Length of a degree on the WGS 84 ellipsoid, first terms of the usual series; below 1 m wrong here.
# Source: Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395 (1987), p. 25.
_LAT_SERIES = (111_132.92, -559.82, 1.175)
_LON_SERIES = (111_412.84, -93.5, 0.118)

# Ground on each side of what is drawn, as a share of its larger extent.
_AIR = 0.06
# A map of less ground than this would show an accuracy that no line here has.
_LEAST_EXTENT_M = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle of ground in degrees."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    def holds(self, lon_deg: float, lat_deg: float) -> bool:
        """Return whether a position lies inside.

        >>> Frame(west_deg=0, south_deg=0, east_deg=1, north_deg=1).holds(0.5, 2)
        False
        """
        return (
            self.west_deg <= lon_deg <= self.east_deg
            and self.south_deg <= lat_deg <= self.north_deg
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Equirectangular at the middle latitude: x to the east, y down, in points of the sheet.

    Both axes have the same scale at the middle latitude. At the edges of a map 200 km high in
    middle latitudes lengths from west to east are off by about 1.5 %: far below the lines' error.
    """

    frame: Frame
    left: float
    top: float
    width: float
    height: float

    @property
    def points_per_m(self) -> float:
        """Return how many points of the sheet one metre takes."""
        north_m = (self.frame.north_deg - self.frame.south_deg) * metres_per_degree(
            (self.frame.north_deg + self.frame.south_deg) / 2
        )[1]
        return self.height / north_m

    def xy(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        """Return the point of the sheet for a position."""
        frame = self.frame
        x = (lon_deg - frame.west_deg) / (frame.east_deg - frame.west_deg) * self.width
        y = (frame.north_deg - lat_deg) / (frame.north_deg - frame.south_deg) * self.height
        return self.left + x, self.top + y


def metres_per_degree(lat_deg: float) -> tuple[float, float]:
    """Return the metres in one degree of longitude and one of latitude.

    >>> [round(each) for each in metres_per_degree(33.0)]
    [93453, 110904]
    """
    phi = math.radians(lat_deg)
    lat_m = sum(each * math.cos(2 * k * phi) for k, each in enumerate(_LAT_SERIES))
    lon_m = sum(each * math.cos((2 * k + 1) * phi) for k, each in enumerate(_LON_SERIES))
    return lon_m, lat_m


def frame_around(
    positions: Iterable[tuple[float, float]], *, width: float, heights: tuple[float, float]
) -> tuple[Frame, float]:
    """Return ground that holds all positions with air around it, and the height it takes.

    The height lies between ``heights``; ground is added on the shorter axis until it fits.
    """
    points = sorted(positions)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    lon_m, lat_m = metres_per_degree(middle_lat)
    across_m = max((max(lons) - min(lons)) * lon_m, _LEAST_EXTENT_M)
    along_m = max((max(lats) - min(lats)) * lat_m, _LEAST_EXTENT_M)
    air_m = 2 * _AIR * max(across_m, along_m)
    across_m, along_m = across_m + air_m, along_m + air_m
    height = min(max(width * along_m / across_m, heights[0]), heights[1])
    across_m = max(across_m, along_m * width / height)
    along_m = across_m * height / width
    frame = Frame(
        west_deg=middle_lon - across_m / lon_m / 2,
        east_deg=middle_lon + across_m / lon_m / 2,
        south_deg=middle_lat - along_m / lat_m / 2,
        north_deg=middle_lat + along_m / lat_m / 2,
    )
    return frame, height


def frame_of(positions: Iterable[tuple[float, float]]) -> Frame:
    """Return the smallest frame that holds all positions."""
    points = list(positions)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return Frame(west_deg=min(lons), south_deg=min(lats), east_deg=max(lons), north_deg=max(lats))


def corners_around(place: Place) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return two opposite corners of the square around a place's circle of doubt."""
    lon_m, lat_m = metres_per_degree(place.lat_deg)
    east, north = place.accuracy_m / lon_m, place.accuracy_m / lat_m
    return (
        (place.lon_deg - east, place.lat_deg - north),
        (place.lon_deg + east, place.lat_deg + north),
    )
