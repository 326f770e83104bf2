"""Compass: directions in words, and the point so far in such a direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from truceline.geo.place import Place

_DEGREES = {
    "north": 0.0, "north-east": 45.0, "east": 90.0, "south-east": 135.0,
    "south": 180.0, "south-west": 225.0, "west": 270.0, "north-west": 315.0,
    "n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0,
}  # fmt: skip
COMPASS = r"(?:(?:north|south)[- ]?(?:north[- ]?)?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?)"
# A direction in words is rounded to an eighth of the circle: half of that to either side.
BEARING_DOUBT = 0.4
# A distance in words is rounded: a tenth is what "about" stands for in the field's reports.
DISTANCE_DOUBT = 0.1


def degrees_of(words: str) -> float | None:
    """Return the bearing that a direction in words means, clockwise from north.

    >>> degrees_of("south-eastern"), degrees_of("Northwest"), degrees_of("SSW")
    (135.0, 315.0, None)
    """
    plain = re.sub(r"ern$", "", words.lower().strip())
    plain = re.sub(r"^(north|south)[- ]?(east|west)$", r"\1-\2", plain)
    return _DEGREES.get(plain)


@cache
def _geod() -> object:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def moved(place: Place, *, bearing_deg: float | None, distance_m: float) -> Place:
    """Return the point so far away, with the doubt that words leave.

    Without a bearing the point stays, and its doubt takes in the whole distance.

    >>> moved(Place(35.82, 33.13, 1500), bearing_deg=90.0, distance_m=10_000).accuracy_m
    4387.0
    """
    if bearing_deg is None:
        return Place(place.lon_deg, place.lat_deg, float(round(place.accuracy_m + distance_m)))
    from pyproj import Geod

    geod = _geod()
    assert isinstance(geod, Geod)  # noqa: S101 - for the reader of types
    lon, lat, _ = geod.fwd(place.lon_deg, place.lat_deg, bearing_deg, distance_m)
    doubt = (
        place.accuracy_m**2 + (BEARING_DOUBT * distance_m) ** 2 + (DISTANCE_DOUBT * distance_m) ** 2
    ) ** 0.5
    return Place(round(lon, 4), round(lat, 4), float(round(doubt)))


def apart_m(one: Place, other: Place) -> float:
    """Return the distance between two points, in metres; their accuracy is left out."""
    from pyproj import Geod

    geod = _geod()
    assert isinstance(geod, Geod)  # noqa: S101 - for the reader of types
    return float(geod.inv(one.lon_deg, one.lat_deg, other.lon_deg, other.lat_deg)[2])


def round_all(places: Sequence[Place]) -> Place:
    """Return a point and a radius that take in every one of the places.

    >>> round_all([Place(35.0, 33.0, 1000), Place(35.2, 33.0, 1000)])
    Place(lon_deg=35.1, lat_deg=33.0, accuracy_m=10345.0)
    """
    if len(places) == 1:
        return places[0]
    lon = round(sum(place.lon_deg for place in places) / len(places), 4)
    lat = round(sum(place.lat_deg for place in places) / len(places), 4)
    centre = Place(lon, lat, 0)
    reach = max(apart_m(centre, place) + place.accuracy_m for place in places)
    return Place(lon, lat, float(round(reach)))
