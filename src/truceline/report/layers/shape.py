"""Shape: a feature of GeoJSON (RFC 7946) made of plain values, with coordinates a map can use."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.geo.place import Place

if TYPE_CHECKING:
    from shapely import Geometry

Shape = dict[str, object]

# Six decimals of a degree are a decimetre, finer than any line here; more would only swell files.
_DIGITS = 6
# A circle of doubt with so many corners lies within 0.2 % of a true one.
_CORNERS = 48


def feature(id_: str, geometry: Shape | None, properties: Shape) -> Shape:
    """Return a feature; a null geometry keeps what cannot be drawn from being lost.

    >>> feature("a", None, {})
    {'type': 'Feature', 'id': 'a', 'geometry': None, 'properties': {}}
    """
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def collection(features: Iterable[Shape]) -> Shape:
    """Return features as one collection."""
    return {"type": "FeatureCollection", "features": list(features)}


def point(place: Place) -> Shape:
    """Return a place as a point; its error is no part of it and must go into the properties."""
    return {
        "type": "Point",
        "coordinates": [round(place.lon_deg, _DIGITS), round(place.lat_deg, _DIGITS)],
    }


def run(points: Iterable[tuple[float, float]]) -> Shape:
    """Return a run of points as a line."""
    rounded = [[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in points]
    return {"type": "LineString", "coordinates": rounded}


def ground(shape: Geometry) -> Shape:
    """Return a polygon or several with rings in the order that RFC 7946 asks for."""
    import shapely

    turned = shapely.orient_polygons(shapely.transform(shape, lambda xy: xy.round(_DIGITS)))
    made: Shape = json.loads(shapely.to_geojson(turned))
    return made


def circle(place: Place) -> Shape:
    """Return the ground within a place's accuracy, by geodesics; a point where it has none.

    >>> ring = circle(Place(35.0, 33.0, 1000.0))["coordinates"][0]
    >>> len(ring), ring[0] == ring[-1]
    (49, True)
    """
    import numpy as np

    from truceline.geo.ellipsoid import wgs84

    if place.accuracy_m <= 0:
        return point(place)
    # Bearings fall, so that the ring runs against the clock.
    bearings = np.linspace(360.0, 0.0, _CORNERS, endpoint=False)
    lon, lat, _ = wgs84().fwd(
        np.full(_CORNERS, place.lon_deg),
        np.full(_CORNERS, place.lat_deg),
        bearings,
        np.full(_CORNERS, place.accuracy_m),
    )
    ring = [
        [round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in zip(lon, lat, strict=True)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
