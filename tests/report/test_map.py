"""The map is sharp about lines and blunt about incidents."""

from __future__ import annotations

import itertools
import json
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from shapely import box

from tests.assessment.builders import judged, looked, truce
from tests.report.world import (
    AGREEMENT,
    BUFFER,
    FINDINGS,
    HOSTILE,
    INCIDENTS,
    SHELLING,
)
from truceline.assessment.finding import Status
from truceline.geo.measure import separation_m
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.report.drawing.labels import Box, Taken
from truceline.report.drawing.line_labels import line_labels
from truceline.report.drawing.plan import plan
from truceline.report.drawing.projection import Projection, frame_around
from truceline.report.drawn_incident import drawn_incidents
from truceline.report.map import as_geojson, as_png, draw
from truceline.report.public_place import TOWN_LEVEL_M, public_place

# Maps are drawn.
pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
TOWNS = (("Milltown", Place(30.05, 10.12, 2000)), ("Hillfort", Place(29.95, 10.2, 2000)))
SHEET = draw(AGREEMENT, incidents=INCIDENTS, findings=FINDINGS, places=TOWNS)


def words_on(sheet: str) -> str:
    """Return all the words on a sheet."""
    root = etree.fromstring(sheet.encode())
    return " ".join(" ".join(element.itertext()) for element in root.iter(f"{SVG}text"))


@given(
    st.floats(-179, 179), st.floats(-75, 75), st.floats(0, 30_000)
)  # fmt: skip
def test_a_public_place_is_never_sharper_than_a_town_and_holds_what_it_held(
    lon: float, lat: float, accuracy_m: float
) -> None:
    exact = Place(lon, lat, accuracy_m)
    public = public_place(exact)
    assert public.accuracy_m >= max(TOWN_LEVEL_M, accuracy_m)
    assert separation_m(exact, public) + accuracy_m <= public.accuracy_m


def test_nothing_tells_where_exactly_an_incident_was() -> None:
    for told in (SHEET, as_geojson(AGREEMENT, incidents=INCIDENTS)):
        assert "10.1234" not in told
        assert "30.0512" not in told


def test_the_sheet_says_what_it_must() -> None:
    words = words_on(SHEET)
    for needed in ("West Line", "true to 600 m", "Buffer zone", "The district", "no view", "km",
                   "10.1° N", "30° E", "Milltown", "B confirmed breach", "95"):  # fmt: skip
        assert needed in words, needed
    assert "1 incident with no place" in words


def test_the_sheet_stands_alone_and_has_words_for_those_who_do_not_see_it() -> None:
    root = etree.fromstring(SHEET.encode())
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(root.get("aria-labelledby").split()) <= set(ids)
    assert {element.tag for element in root.iter()} & {f"{SVG}image", f"{SVG}script"} == set()
    for element in root.iter():
        for value in element.attrib.values():
            assert "url(" not in value or value[4:-1].lstrip("#") in ids


def test_words_do_not_cover_each_other() -> None:
    taken = Taken(Box(0, 0, 100, 100))
    assert taken.first_free([Box(10, 10, 30, 20)]) is not None
    assert taken.first_free([Box(20, 15, 40, 25), Box(90, 90, 110, 95)]) is None
    assert taken.first_free([Box(20, 15, 40, 25), Box(31, 10, 50, 20)]) == Box(31, 10, 50, 20)


def test_the_same_world_in_any_order_gives_the_same_sheet() -> None:
    again = draw(
        AGREEMENT, incidents=reversed(INCIDENTS), findings=reversed(FINDINGS), places=TOWNS
    )
    assert again == SHEET


def test_an_incident_is_marked_by_the_gravest_finding_that_rests_on_it() -> None:
    statuses = {
        each.incident.id: each.status for each in drawn_incidents(INCIDENTS, findings=FINDINGS)
    }
    assert statuses == {
        "i-shelling": Status.CONFIRMED,
        "i-guns": Status.INDETERMINATE,
        "i-unplaced": None,
    }


def test_names_of_others_are_words_and_nothing_else() -> None:
    sheet = draw(replace(AGREEMENT, title=HOSTILE), places=[(HOSTILE, TOWNS[0][1])])
    root = etree.fromstring(sheet.encode())
    assert root.find(f".//{SVG}script") is None
    assert "<script>" in words_on(sheet)


def test_an_agreement_that_cannot_be_drawn_says_so() -> None:
    bare = replace(AGREEMENT, lines=(), zones=())
    assert "Nothing here can be drawn" in words_on(draw(bare))
    assert "Nothing here can be drawn" not in words_on(
        draw(bare, incidents=[SHELLING], places=TOWNS)
    )


def test_the_picture_shows_the_words() -> None:
    picture = as_png(SHEET)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (908 * 3, round(float(SHEET.split('height="')[1].split('"')[0])) * 3)
    blank = etree.fromstring(SHEET.encode())
    for words in list(blank.iter(f"{SVG}text")):
        words.getparent().remove(words)
    # Letters are ink: without them the picture packs far smaller.
    assert len(as_png(etree.tostring(blank).decode())) < 0.8 * len(picture)
    assert as_png(SHEET) == picture


def test_what_is_no_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="no map sheet"):
        as_png("<svg/>")


def test_geojson_keeps_what_has_no_place() -> None:
    collection = json.loads(as_geojson(AGREEMENT, incidents=INCIDENTS, findings=FINDINGS))
    by_id = {feature["id"]: feature for feature in collection["features"]}
    assert set(by_id) == {"W", "E", "buffer", "east-strip", "west-strip", "district",
                          "i-shelling", "i-guns", "i-unplaced"}  # fmt: skip
    assert by_id["district"]["geometry"] is None
    assert by_id["i-unplaced"]["geometry"] is None
    assert by_id["W"]["geometry"]["coordinates"][0] == [30.0, 10.0]
    assert by_id["i-shelling"]["properties"]["truceline:letter"] == "B"
    assert "no view" in collection["truceline:disclaimer"]
    ring = by_id["buffer"]["geometry"]["coordinates"][0]
    turns = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    assert turns < 0, "outer rings run against the clock (RFC 7946, 3.1.6)"


def zone(id_: str, west: float, south: float, east: float, north: float) -> Zone:
    """Return a rectangular zone."""
    return replace(BUFFER, id=id_, polygon=box(west, south, east, north))


def test_a_zone_that_others_make_up_is_named_and_not_shaded_again() -> None:
    west, east = zone("w", 0, 0, 1, 4), zone("e", 1, 0, 2, 4)
    both, world = zone("both", 0, 0, 2, 4), zone("world", 1, -40, 60, 40)
    planned = plan([world, both, west, east])
    assert [each.id for each in planned.shaded] == ["w", "e"]
    assert planned.number_of(both) == "1 + 2"
    assert planned.number_of(world) == "not shaded, too wide for this map"


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(0.01, 3), st.floats(0.01, 3))
def test_the_projection_is_true_to_scale_at_the_middle_and_keeps_all_in_frame(
    lon: float, lat: float, wide: float, high: float
) -> None:
    corners = [(lon, lat), (lon + wide, lat + high)]
    frame, height = frame_around(corners, width=500, heights=(300, 700))
    projection = Projection(frame=frame, left=0, top=0, width=500, height=height)
    for corner in corners:
        x, y = projection.xy(*corner)
        assert 0 <= x <= 500
        assert 0 <= y <= height
    middle = Place((frame.west_deg + frame.east_deg) / 2, lat + high / 2, 0)
    for other in (
        Place(middle.lon_deg + 0.01, middle.lat_deg, 0),
        Place(middle.lon_deg, middle.lat_deg + 0.01, 0),
    ):
        (x1, y1), (x2, y2) = (projection.xy(p.lon_deg, p.lat_deg) for p in (middle, other))
        points = abs(x2 - x1) + abs(y2 - y1)
        assert points == pytest.approx(
            separation_m(middle, other) * projection.points_per_m, rel=0.01
        )


def test_a_title_never_stands_nearer_to_another_line() -> None:
    far = replace(AGREEMENT.lines[0], id="far", title="F", points=((30.9, 10.0), (30.9, 10.3)))
    twin = replace(far, id="twin", title="A longer title",
                   points=((30.95, 10.0), (30.95, 10.3)))  # fmt: skip
    frame, height = frame_around([(29.8, 10.0), (32, 10.3)], width=500, heights=(300, 700))
    projection = Projection(frame=frame, left=0, top=0, width=500, height=height)
    for lines in ((far, twin), (twin, far)):
        taken = Taken(Box(0, 0, 500, height))
        line_labels(lines, (), projection, taken)
        at_far, at_twin = (projection.xy(line.points[0][0], 10.1)[0] for line in (far, twin))
        widths = {box.right - box.left > 50: box for box in taken.boxes}
        assert widths[True].left > at_twin
        assert widths[False].right < at_far


def test_ground_that_nobody_looked_at_is_hatched_over_and_told_in_the_legend() -> None:
    agreement = truce(only=("no-forces", "police", "tanks"))
    blind = judged(agreement=agreement)
    seen_once = judged(agreement=agreement, coverage=(looked(detection=0.6),))
    plain, dark, half = (draw(agreement, findings=own) for own in ((), blind, seen_once))

    assert "Who looked" not in plain
    assert 'class="unseen"' in dark
    assert "nobody on record as having looked" in dark
    assert dark.count("-unseen)") > half.count("-unseen)") > plain.count("-unseen)")
    assert "a breach would have been seen with 58%" in half
    zones = {
        one["id"]: one["properties"]["truceline:detection"]
        for one in json.loads(as_geojson(agreement, findings=seen_once))["features"]
        if one["properties"]["truceline:kind"] == "zone"
    }
    assert zones["buffer"] == pytest.approx(0.6 * 0.97)
    assert zones["west-strip"] == 0.0
    assert zones["hills"] is None
