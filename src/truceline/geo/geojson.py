"""GeoJSON: foreign files read with care, and features written after RFC 7946."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid, InputInvalid, Problem
from truceline.geo.feature import Feature
from truceline.geo.json_text import JsonText
from truceline.geo.line import Line
from truceline.geo.measure import drawn_polygon
from truceline.geo.place import Place
from truceline.geo.shapes import ShapeReader
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "collection", "feature", "parse_features", "read_features"]

# A file of lines is a few hundred kilobytes; this leaves room and stops what would fill the memory.
MOST_BYTES = 20_000_000

# Four decimals are 11 m, below the error of every open line known to us.
DECIMALS = 4


def read_features(path: Path) -> tuple[Feature, ...]:
    """Return the features of a GeoJSON file, each checked and with its place in the file.

    No geometry library sees anything before the whole file has passed. Heights are left out.

    Raises:
        InputInvalid: the file cannot be read, is larger than 20 MB, deeper than 64 levels, has
            more than 200,000 points, is no strict JSON (NaN, a key twice), or breaks a rule of
            RFC 7946 (axes swapped, a ring open, a wrong type). All problems are told at once.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputInvalid([Problem(path.name, 0, 0, reason, "Check the path")]) from None
    return parse_features(data, file=path.name)


def parse_features(data: bytes, *, file: str) -> tuple[Feature, ...]:
    """Return the features of GeoJSON bytes; ``file`` names them in problems.

    Raises:
        InputInvalid: as ``read_features``.

    >>> parse_features(b'{"type": "Point", "coordinates": [35.8, 33.1]}', file="x")[0].points
    ((35.8, 33.1),)
    """
    if len(data) > MOST_BYTES:
        what = f"the file is larger than {MOST_BYTES // 1_000_000} MB"
        raise InputInvalid([Problem(file, 0, 0, what, "Simplify or split it")])
    try:
        text = JsonText(data.decode("utf-8-sig"), file=file)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "the file is not in UTF-8"
        raise InputInvalid([Problem(file, line, 0, what, "Save it as UTF-8")]) from None
    value = text.value()
    features = () if text.broken else ShapeReader(text).features(value)
    if text.problems:
        raise InputInvalid(text.problems)
    return features


def feature(
    shape: Line | Zone | Place | BaseGeometry,
    *,
    id: str = "",  # noqa: A002
    properties: Mapping[str, object] | None = None,
    decimals: int = DECIMALS,
    foreign: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return a GeoJSON feature, longitude first, rings after the right-hand rule.

    A line is written with its own vertices, a zone with its stepped edge. ``foreign`` members
    have names that start with ``truceline:``.

    Raises:
        GeometryInvalid: the zone has no polygon, nothing of it is left at so few decimals, or a
            foreign member has another name.

    >>> line = Line(id="A", title="A", points=((35, 33), (35, 33.12346)), error_m=9, source="-")
    >>> feature(line, id="A")["geometry"]
    {'type': 'LineString', 'coordinates': [[35.0, 33.0], [35.0, 33.1235]]}
    """
    written: dict[str, object] = {"type": "Feature"}
    if id:
        written["id"] = id
    written["geometry"] = _geometry(shape, decimals)
    written["properties"] = dict(properties or {})
    return written | _foreign(foreign)


def collection(
    features: Iterable[Mapping[str, object]], *, foreign: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Return a GeoJSON feature collection.

    Raises:
        GeometryInvalid: a foreign member's name does not start with ``truceline:``.

    >>> collection([], foreign={"truceline:as_of": "2018-06-02"})
    {'type': 'FeatureCollection', 'features': [], 'truceline:as_of': '2018-06-02'}
    """
    written: dict[str, object] = {"type": "FeatureCollection"}
    written["features"] = [dict(member) for member in features]
    return written | _foreign(foreign)


def _foreign(foreign: Mapping[str, object] | None) -> dict[str, object]:
    for name in foreign or {}:
        if not name.startswith("truceline:"):
            raise GeometryInvalid(f"foreign member {name!r} must start with 'truceline:'")
    return dict(foreign or {})


def _geometry(shape: Line | Zone | Place | BaseGeometry, decimals: int) -> dict[str, object]:
    from shapely import LineString, MultiPolygon, Point, Polygon, orient_polygons, set_precision
    from shapely.geometry import mapping

    if isinstance(shape, Line):
        geometry: BaseGeometry = LineString(shape.points)
    elif isinstance(shape, Zone):
        geometry = drawn_polygon(shape)
    elif isinstance(shape, Place):
        geometry = Point(shape.lon_deg, shape.lat_deg)
    else:
        geometry = shape
    if isinstance(geometry, Polygon | MultiPolygon):
        geometry = orient_polygons(set_precision(geometry, 10.0**-decimals))
        if geometry.is_empty:
            raise GeometryInvalid(f"nothing of the shape is left at {decimals} decimals; give more")
    written = dict(mapping(geometry))
    written["coordinates"] = _rounded(written["coordinates"], decimals)
    return written


def _rounded(value: object, decimals: int) -> object:
    if isinstance(value, Sequence):
        return [_rounded(part, decimals) for part in value]
    # Adding zero turns -0.0 into 0.0, which has one spelling.
    return round(float(str(value)), decimals) + 0.0
