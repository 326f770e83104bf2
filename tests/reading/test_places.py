"""Places in texts and in the words of records."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.geo.place import Place
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.places.compass import apart_m, degrees_of
from truceline.reading.places.find_places import find_places, locate

GAZETTEER = load_gazetteer()


def _found(text: str) -> list[tuple[str, str | None]]:
    return [(m.span.quote, m.area) for m in find_places(text, gazetteer=GAZETTEER)]


@pytest.mark.parametrize(
    ("text", "words", "area"),
    [
        ("Shots fell in Quneitra.", "Quneitra", None),
        ("Two posts near Jbata al-Khashab fell.", "near Jbata al-Khashab", None),
        ("Seen 3 km south-east of Majdal Shams.", "3 km south-east of Majdal Shams", None),
        ("They went east of Kuneitra.", "east of Kuneitra", None),
        ("Seen opposite Hader at dawn.", "opposite Hader", None),
        ("Quiet in southern Syria.", "southern Syria", None),
        ("They left the area of separation.", "the area of separation", "area of separation"),
        ("They left the demilitarised zone.", "the demilitarised zone", "demilitarized zone"),
        ("They left the Bravo side.", "the Bravo side", "bravo side"),
        ("They crossed Line A.", "Line A", "line a"),
        (
            "Stay 25 kilometers from the Israeli border.",
            "25 kilometers from the Israeli border",
            "border",
        ),
        ("A tank stood by UN position 68.", "UN position 68", None),
    ],
)
def test_a_place_is_found_with_the_words_that_move_it(
    text: str, words: str, area: str | None
) -> None:
    assert _found(text) == [(words, area)]


def test_a_numbered_position_keeps_its_name_and_has_no_point() -> None:
    found = find_places("Fire came from position 68.", gazetteer=GAZETTEER)

    assert [(m.name, m.place, m.area) for m in found] == [("position 68", None, None)]


def test_a_distance_and_a_bearing_move_the_point_and_widen_its_doubt() -> None:
    here = GAZETTEER.find("Majdal Shams")[0].place
    moved = locate("about 10 km south-east of Majdal Shams", gazetteer=GAZETTEER)

    assert moved is not None
    assert moved.place is not None
    assert apart_m(here, moved.place) == pytest.approx(10_000, abs=20)
    assert moved.place.lat_deg < here.lat_deg
    assert moved.place.lon_deg > here.lon_deg
    assert moved.place.accuracy_m > here.accuracy_m


def test_near_a_place_is_vaguer_than_in_it() -> None:
    at, near = (locate(words, gazetteer=GAZETTEER) for words in ("Hader", "near Hader"))

    assert at is not None
    assert near is not None
    assert at.place is not None
    assert near.place is not None
    assert near.place.accuracy_m > at.place.accuracy_m


def test_rivals_of_a_name_are_told_and_a_country_named_by_decides() -> None:
    found = find_places("Shots fell in Tripoli, in Lebanon.", gazetteer=GAZETTEER)

    assert found[0].place is not None
    assert 34 < found[0].place.lat_deg < 35
    assert any("LY" in rival for rival in found[0].rivals)


def test_the_southwest_is_that_of_the_land_it_was_said_of() -> None:
    found = find_places(
        "Truce in Syria's rebel-held southwest. The southwest is calm.", gazetteer=GAZETTEER
    )

    assert [m.name for m in found][-1] == "south-west Syria"


@pytest.mark.parametrize(
    "text",
    [
        "May Reading Mobile said Hope.",
        "The Washington Times wrote so.",
        "A sum of US$ 5 was paid.",
        "Michael Jordan spoke.",
    ],
)
def test_namesakes_of_places_are_left_out(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize("words", ["UNDOF convoy route", "", "somewhere", "¡!"])
def test_words_that_name_no_place_give_none(words: str) -> None:
    assert locate(words, gazetteer=GAZETTEER) is None


def test_coordinates_are_as_good_as_their_last_digit() -> None:
    found = locate("object under net, 48.62N 39.20E", gazetteer=GAZETTEER)

    assert found is not None
    assert found.place is not None
    assert (found.place.lat_deg, found.place.lon_deg) == (48.62, 39.2)
    assert 500 < found.place.accuracy_m < 1500


def test_directions_are_read_in_every_spelling() -> None:
    for words in ("south-west", "southwest", "South-Western", "SW", "southwestern"):
        assert degrees_of(words) == 225


def test_every_place_of_the_coded_record_is_honest(incident_record: Path) -> None:
    with incident_record.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    nowhere = []
    for row in rows:
        found = locate(row["place_text"], gazetteer=GAZETTEER)
        if found is None:
            nowhere.append(row["place_text"])
            continue
        assert found.span.quote == row["place_text"]
        assert found.place is not None or found.area is not None or "post" in row["place_text"]
        if row["lat"] and found.place is not None:
            coded = Place(float(row["lon"]), float(row["lat"]), 1_000)
            assert apart_m(found.place, coded) <= found.place.accuracy_m + 2_000
    assert len(nowhere) <= 7


_PIECES = st.sampled_from(
    ["Quneitra", "near", "3 km", "south of", "the", "Line A", "Al-", "of", "New", "York", "US", ",",
     "Paris", "'s", "southwest", "Syria's", "OP 71", "91.0N 10E", "border", "\n", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_gives_ordered_spans_that_quote_it(text: str) -> None:
    spans = [m.span for m in find_places(text, gazetteer=GAZETTEER)]

    assert all(text[span.start : span.end] == span.quote for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    found = locate(text, gazetteer=GAZETTEER)
    assert found is None or found.span.quote == text


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["A ", "the ", "Al-", "the southern ", "Israeli ", "3 km of "])
def test_a_very_long_line_ends_in_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))

    assert find_places(text, gazetteer=GAZETTEER) is not None


def test_two_areas_named_one_after_the_other_are_two_mentions() -> None:
    text = "They flew over the area of separation and on into the area of limitation."

    areas = [mention.area for mention in find_places(text, gazetteer=load_gazetteer())]

    assert areas == ["area of separation", "area of limitation"]


def test_two_areas_under_one_noun_keep_both_in_their_name() -> None:
    text = "Two tanks stood in the area of separation and limitation."
    (mention,) = find_places(text, gazetteer=load_gazetteer())

    assert mention.area == "areas of separation and limitation"
