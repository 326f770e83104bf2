"""Foreign GeoJSON is read with care, and ours is written after the rules."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import GeometryInvalid, InputInvalid
from truceline.geo import combine, geojson
from truceline.geo.json_text import JsonText
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone


def told(text: str | bytes) -> list[str]:
    """Return the problems with a text, as they are shown."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputInvalid) as caught:
        geojson.parse_features(data, file="x.geojson")
    return [str(problem) for problem in caught.value.problems]


def shape(kind: str, coordinates: str) -> str:
    """Return a bare geometry; its coordinates begin in column 36 and later."""
    return f'{{"type": "{kind}", "coordinates": {coordinates}}}'


BAD = {
    "": "x.geojson:1:1: the file ends too soon",
    "[]": "x.geojson:1:1: this is no GeoJSON object",
    '"text"': "x.geojson:1:1: this is no GeoJSON object",
    '{"type": "Point", "coordinates": [1, 2]} x': "x.geojson:1:42: 'x' stands after the end",
    '{"type": "Point",\n "coordinates": [1, 2': "x.geojson:2:22: the file ends too soon",
    '{"type": "Point" "coordinates": 1}': "x.geojson:1:18: '\"coordinates\"' is out of place",
    "{type: 1}": "x.geojson:1:2: 'type' is no key",
    '{"a": 01}': "x.geojson:1:7: '0' is out of place",
    '{"a": [1,]}': "x.geojson:1:10: ']' is out of place",
    '{"a" 1}': "x.geojson:1:6: a colon is missing after 'a'",
    shape("Point", "[NaN, 33]"): "x.geojson:1:35: NaN is no number",
    shape("Point", "[35, -Infinity]"): "x.geojson:1:39: -Infinity is no number",
    shape("Point", "[1e999, 33]"): "x.geojson:1:35: '1e999' is too large a number",
    '{"type": "Point", "type": "Point", "coordinates": [1, 2]}': (
        "x.geojson:1:19: the key 'type' stands here twice"
    ),
    '{"a": "\\ud800"}': "x.geojson:1:7: this text holds an escape that is no character",
    shape("Point", "[33.1, 135.8]"): (
        "x.geojson:1:34: latitude 135.8 is outside -90..90. "
        "Write longitude first; the pair may be swapped."
    ),
    shape("Point", "[254000, 33]"): "x.geojson:1:34: longitude 254000.0 is outside -180..180",
    shape("Point", "[35]"): "x.geojson:1:34: a position is no pair of numbers",
    shape("Point", '["35", 33]'): "x.geojson:1:34: a position is no pair of numbers",
    shape("Point", "[true, 33]"): "x.geojson:1:34: a position is no pair of numbers",
    shape("Point", "[[35, 33]]"): "x.geojson:1:34: a position is no pair of numbers",
    shape("Point", "null"): "x.geojson:1:1: a position is no pair of numbers",
    shape("LineString", "[[35, 33]]"): "x.geojson:1:39: 1 positions are too few",
    shape("LineString", "[]"): "x.geojson:1:39: 0 positions are too few",
    shape("LineString", "[35, 33]"): "x.geojson:1:39: a position is no pair of numbers",
    shape("LineString", "{}"): "x.geojson:1:1: the coordinates are no list",
    shape("Polygon", "[[[0, 0], [1, 0], [1, 1], [0, 1]]]"): (
        "x.geojson:1:37: the ring is open: it starts at (0.0, 0.0) and ends at (0.0, 1.0)"
    ),
    shape("Polygon", "[[[0, 0], [1, 0], [0, 0]]]"): "x.geojson:1:37: 3 positions are too few",
    shape("Polygon", "[]"): "x.geojson:1:36: here should stand a list of lists",
    shape("Polygon", "[[0, 0], [1, 0]]"): "x.geojson:1:37: a position is no pair of numbers",
    shape("MultiPolygon", "[[]]"): "x.geojson:1:42: here should stand a list of lists",
    shape("Circle", "[0, 0]"): "x.geojson:1:1: 'Circle' is no type of shape used here",
    '{"type": "GeometryCollection", "geometries": []}': "'GeometryCollection' is no type",
    '{"type": ["Point"], "coordinates": [1, 2]}': "['Point'] is no type of shape used here",
    '{"type": "FeatureCollection"}': "x.geojson:1:1: the collection has no list 'features'",
    '{"type": "FeatureCollection", "features": [3]}': "a member of 'features' is no Feature",
    '{"type": "Feature", "id": "A", "properties": {}}': "feature 'A' has no geometry",
    '{"type": "Feature", "geometry": null, "properties": {}}': "feature '' has no geometry",
    '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": 3}': (
        "x.geojson:1:1: 'properties' is no object"
    ),
    '{"type": "Feature", "id": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}': (
        "x.geojson:1:1: the feature's id is no text"
    ),
    '{"type": "Point", "coordinates": [1, 2], "crs": {"type": "name", "properties": '
    '{"name": "EPSG:32636"}}}': "the file is in 'EPSG:32636'",
    "[" * 65: "x.geojson:1:65: more than 64 levels deep",
    '{"a":' * 100_000: "more than 64 levels deep",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:30])
def test_a_bad_file_is_refused_with_what_and_where(text: str) -> None:
    assert BAD[text] in "\n".join(told(text))


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    assert told(b'{"a":\n"\xff"}') == ["x.geojson:2: the file is not in UTF-8. Save it as UTF-8."]


def test_all_problems_are_told_at_once() -> None:
    text = '{"type": "FeatureCollection", "features": [\n 7,\n' + ",\n".join(
        '{"type": "Feature", "properties": {}, "geometry": '
        f'{{"type": "Point", "coordinates": {position}}}}}'
        for position in ("[0, 91]", "[NaN, 0]", "[1, 2]", "[181, 0]")
    )
    places = [problem.split(":")[1] for problem in told(text + "]}")]

    assert places == ["1", "3", "4", "4", "6"]


def test_a_file_with_thousands_of_faults_tells_the_first_fifty() -> None:
    assert len(told(shape("LineString", f"[{','.join(['[0, 99]'] * 5000)}]"))) == 50


@pytest.mark.slow
def test_a_file_with_too_many_points_is_refused() -> None:
    text = shape("LineString", f"[{','.join(['[1,2]'] * 200_001)}]")

    assert told(text) == [
        "x.geojson:1:39: the file has more than 200000 points. Simplify the shapes."
    ]


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(20_000_001)

    with pytest.raises(InputInvalid, match=r"large\.geojson: the file is larger than 20 MB"):
        geojson.read_features(path)


def test_a_file_that_is_not_there_is_a_problem_with_a_name(tmp_path: Path) -> None:
    with pytest.raises(InputInvalid, match=r"gone\.geojson: No such file"):
        geojson.read_features(tmp_path / "gone.geojson")


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=15,
)


@given(value=JSON_VALUES, ascii_only=st.booleans(), indent=st.sampled_from([None, 2]))
def test_good_json_is_read_as_the_standard_reader_reads_it(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    text = JsonText(written, file="x")

    assert text.value() == json.loads(written)
    assert text.problems == []


@given(text=st.text(st.sampled_from('{}[]:,"\\ \n1.-eEtrufalsn\x00N'), max_size=30))
def test_any_text_is_read_or_refused_just_as_strictly_as_by_the_standard_reader(text: str) -> None:
    ours = JsonText(text, file="x")
    value = ours.value()
    try:
        theirs = json.loads(text, parse_constant=int)
    except ValueError:
        assert ours.problems
    else:
        assert value == theirs or ours.problems


GEO_PARTS: st.SearchStrategy[Any] = st.recursive(
    st.floats(-200, 200, allow_nan=False) | st.none() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(
    kind=st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "MultiLineString", 3]),
    coordinates=GEO_PARTS,
)
def test_any_coordinates_are_read_or_refused_and_never_crash(
    kind: object, coordinates: Any
) -> None:
    data = json.dumps({"type": kind, "coordinates": coordinates}).encode()
    try:
        features = geojson.parse_features(data, file="x")
    except InputInvalid:
        return

    assert len(features) == 1


def test_a_good_file_gives_features_with_their_places_and_without_heights() -> None:
    text = """{"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "A", "properties": {"error_m": 500},
       "geometry": {"type": "LineString", "coordinates": [[35.8, 33.1, 940], [35.9, 33.2, 950]]}},
      {"type": "Feature", "properties": {"id": 7},
       "geometry": {"type": "MultiLineString", "coordinates": [[[35, 33], [36, 33]]]}}]}"""

    first, second = geojson.parse_features(text.encode("utf-8-sig"), file="x.geojson")

    assert (first.id, first.kind, first.line, first.column) == ("A", "LineString", 2, 7)
    assert first.points == ((35.8, 33.1), (35.9, 33.2))
    assert first.properties == {"error_m": 500}
    assert (second.id, second.runs) == ("7", (((35.0, 33.0), (36.0, 33.0)),))


RING = [(35.0, 33.0), (35.0, 33.3), (35.3, 33.3), (35.3, 33.0)]
HOLE = [(35.1, 33.1), (35.2, 33.1), (35.2, 33.2), (35.1, 33.2)]


def test_what_is_written_can_be_read_and_follows_the_right_hand_rule() -> None:
    zone = combine.drawn(id="z", title="Z", rings=[RING, HOLE], error_m=1, source="-")
    line = Line(id="l", title="L", points=((35, 33), (35.123456, 33.1)), error_m=1, source="-")
    written = geojson.collection(
        [
            geojson.feature(zone, id="z", properties={"title": "Z"}),
            geojson.feature(line, id="l", decimals=6),
            geojson.feature(Place(35.80004, -0.00001, 9), foreign={"truceline:grade": "B2"}),
        ],
        foreign={"truceline:as_of": "2018-06-02"},
    )

    drawn, run, place = geojson.parse_features(json.dumps(written).encode(), file="w")

    assert [signed_area(ring) > 0 for ring in drawn.rings] == [True, False]
    assert all(round(x, 4) == x for ring in drawn.rings for point in ring for x in point)
    assert run.points == ((35.0, 33.0), (35.123456, 33.1))
    assert str(place.points) == "((35.8, 0.0),)"


def signed_area(ring: tuple[tuple[float, float], ...]) -> float:
    """Return twice the area of a ring, positive where it runs anticlockwise."""
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))


def test_a_zone_too_small_for_its_decimals_is_refused() -> None:
    small = [(35.0, 33.0), (35.01, 33.0), (35.01, 33.01)]
    zone = combine.drawn(id="z", title="Z", rings=[small], error_m=1, source="-")

    with pytest.raises(GeometryInvalid, match="nothing of the shape is left at 1 decimals"):
        geojson.feature(zone, decimals=1)


def test_a_zone_not_drawn_and_a_foreign_name_of_others_are_refused() -> None:
    undrawn = Zone(id="z", title="Z", polygon=None, error_m=0, construction="-")

    with pytest.raises(GeometryInvalid, match="zone 'z' is not drawn"):
        geojson.feature(undrawn)
    with pytest.raises(GeometryInvalid, match="'bbox' must start with 'truceline:'"):
        geojson.collection([], foreign={"bbox": [0, 0, 1, 1]})
