"""Shapes: the rules of GeoJSON (RFC 7946), checked on plain values before any library sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from truceline.geo.feature import Feature, Point
from truceline.geo.json_text import Items, JsonText, Members

# More points than any line of an agreement needs; the whole coast of Norway has fewer at 100 m.
MOST_POINTS = 200_000

_Part = TypeVar("_Part")

_KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")

# Names under which older files say that they are in WGS 84, longitude first.
_WGS84_NAMES = ("crs84", "epsg:4326", "epsg::4326")


class ShapeReader:
    """Reads features from a JSON text and notes every problem there.

    >>> text = JsonText('{"type": "Point", "coordinates": [33.1, 135.8]}', file="x.geojson")
    >>> ShapeReader(text).features(text.value())
    ()
    >>> text.problems[0].what
    'latitude 135.8 is outside -90..90'
    """

    def __init__(self, text: JsonText) -> None:
        self.text = text
        self._points = 0

    def features(self, value: object) -> tuple[Feature, ...]:
        """Return the features of a FeatureCollection, a Feature or a bare geometry."""
        if not isinstance(value, Members):
            self.text.report(0, "this is no GeoJSON object", "Write a FeatureCollection")
            return ()
        self._crs(value)
        if value.get("type") == "FeatureCollection":
            members = value.get("features")
            if not isinstance(members, Items):
                self.text.report(value.at, "the collection has no list 'features'", "Add one")
                return ()
            found = [self._feature(member, value.at) for member in members]
        elif value.get("type") == "Feature":
            found = [self._feature(value, value.at)]
        else:
            found = [self._shape(value, id="", properties={}, at=value.at)]
        return tuple(feature for feature in found if feature is not None)

    def _feature(self, value: object, near: int) -> Feature | None:
        if not isinstance(value, Members) or value.get("type") != "Feature":
            at = value.at if isinstance(value, Members | Items) else near
            self.text.report(at, "a member of 'features' is no Feature", 'Write "type": "Feature"')
            return None
        properties = value.get("properties")
        if properties is not None and not isinstance(properties, Members):
            self.text.report(value.at, "'properties' is no object", "Write an object or null")
            properties = None
        id = value.get("id", "" if properties is None else properties.get("id", ""))  # noqa: A001
        if isinstance(id, bool) or not isinstance(id, str | int | float):
            self.text.report(value.at, "the feature's id is no text", "Write the id in quotes")
            id = ""  # noqa: A001
        geometry = value.get("geometry")
        if not isinstance(geometry, Members):
            self.text.report(value.at, f"feature {str(id)!r} has no geometry", "Add its geometry")
            return None
        return self._shape(geometry, id=str(id), properties=dict(properties or {}), at=value.at)

    def _shape(
        self,
        value: Members,
        *,
        id: str,  # noqa: A002
        properties: dict[str, object],
        at: int,
    ) -> Feature | None:
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in _KINDS:
            self.text.report(
                value.at, f"{kind!r} is no type of shape used here", f"Use {', '.join(_KINDS)}"
            )
            return None
        told_before = self.text.told
        coordinates = value.get("coordinates")
        points: tuple[Point, ...] = ()
        runs: tuple[tuple[Point, ...], ...] = ()
        rings: tuple[tuple[Point, ...], ...] = ()
        match kind:
            case "Point":
                points = self._positions(Items(value.at, [coordinates]), value.at, least=1)
            case "MultiPoint":
                points = self._positions(coordinates, value.at, least=1)
            case "LineString":
                points = self._positions(coordinates, value.at, least=2)
            case "MultiLineString":
                runs = self._many(coordinates, value.at, self._run)
            case "Polygon":
                rings = self._many(coordinates, value.at, self._ring)
            case _:
                parts = self._many(coordinates, value.at, self._part)
                rings = tuple(ring for part in parts for ring in part)
        if self.text.told > told_before:
            return None
        line, column = self.text.place(at)
        return Feature(
            id=id,
            kind=kind,
            points=points,
            runs=runs,
            rings=rings,
            properties=properties,
            file=self.text.file,
            line=line,
            column=column,
        )

    def _many(
        self, value: object, near: int, read: Callable[[object, int], _Part]
    ) -> tuple[_Part, ...]:
        if not isinstance(value, Items) or not value:
            at = value.at if isinstance(value, Items) else near
            self.text.report(at, "here should stand a list of lists of positions", "Write the list")
            return ()
        return tuple(read(part, value.at) for part in value)

    def _part(self, value: object, near: int) -> tuple[tuple[Point, ...], ...]:
        return self._many(value, near, self._ring)

    def _run(self, value: object, near: int) -> tuple[Point, ...]:
        return self._positions(value, near, least=2)

    def _ring(self, value: object, near: int) -> tuple[Point, ...]:
        points = self._positions(value, near, least=4)
        if points and points[0] != points[-1]:
            self.text.report(
                value.at if isinstance(value, Items) else near,
                f"the ring is open: it starts at {points[0]} and ends at {points[-1]}",
                "Repeat the first position at the end",
            )
        return points

    def _positions(self, value: object, near: int, *, least: int) -> tuple[Point, ...]:
        if not isinstance(value, Items):
            self.text.report(near, "the coordinates are no list", "Write a list of positions")
            return ()
        self._points += len(value)
        if self._points > MOST_POINTS:
            if self._points - len(value) <= MOST_POINTS:
                self.text.report(
                    value.at, f"the file has more than {MOST_POINTS} points", "Simplify the shapes"
                )
            return ()
        points = tuple(self._position(part, value.at) for part in value)
        if len(points) < least:
            self.text.report(
                value.at, f"{len(points)} positions are too few", f"Give at least {least}"
            )
        return points

    def _position(self, value: object, near: int) -> Point:
        if (
            not isinstance(value, Items)
            or not 2 <= len(value) <= 3
            or not all(_is_number(part) for part in value)
        ):
            self.text.report(
                value.at if isinstance(value, Items) else near,
                "a position is no pair of numbers",
                "Write [longitude, latitude] in degrees",
            )
            return (0.0, 0.0)
        lon, lat = float(str(value[0])), float(str(value[1]))
        if abs(lat) > 90:
            self.text.report(
                value.at,
                f"latitude {lat} is outside -90..90",
                "Write longitude first; the pair may be swapped",
            )
        elif abs(lon) > 180:
            self.text.report(
                value.at, f"longitude {lon} is outside -180..180", "Write WGS 84 degrees"
            )
        return (lon, lat)

    def _crs(self, value: Members) -> None:
        crs = value.get("crs")
        if crs is None:
            return
        properties = crs.get("properties") if isinstance(crs, Members) else None
        name = properties.get("name") if isinstance(properties, Members) else None
        if not str(name).lower().endswith(_WGS84_NAMES):
            at = crs.at if isinstance(crs, Members) else value.at
            self.text.report(
                at,
                f"the file is in {name!r}",
                "Give WGS 84 degrees, longitude first, without 'crs'",
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
