"""Place: a point on the ground and how far off it may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from truceline.errors import PlaceInvalid

# The radius that holds 95 % of an isotropic Gaussian in two dimensions, in standard deviations.
# Source: Rayleigh quantile, sqrt(-2 ln 0.05).
SIGMAS_IN_95 = math.sqrt(-2 * math.log(0.05))


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS 84 degrees, longitude first, and its accuracy in metres.

    ``accuracy_m`` is the radius within which the truth lies 95 times in 100; the error is taken
    as Gaussian and alike in all directions.

    Raises:
        PlaceInvalid: a coordinate is out of range or not a number, or the accuracy is negative.

    >>> Place(35.82, 33.13, 2000).sigma_m
    817.0...
    >>> Place(lon_deg=33.0, lat_deg=135.8, accuracy_m=50)
    Traceback (most recent call last):
    truceline.errors.PlaceInvalid: latitude 135.8 is outside -90..90; ...
    """

    lon_deg: float
    lat_deg: float
    accuracy_m: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat_deg <= 90:
            raise PlaceInvalid(
                f"latitude {self.lat_deg} is outside -90..90; "
                "longitude comes first, so the pair may be swapped"
            )
        if not -180 <= self.lon_deg <= 180:
            raise PlaceInvalid(f"longitude {self.lon_deg} is outside -180..180")
        if not 0 <= self.accuracy_m < math.inf:
            raise PlaceInvalid(f"accuracy {self.accuracy_m} m is not a distance")

    @property
    def sigma_m(self) -> float:
        """Return the standard deviation along each axis, in metres."""
        return self.accuracy_m / SIGMAS_IN_95
