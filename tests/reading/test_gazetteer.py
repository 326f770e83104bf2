"""The gazetteer: names, spellings, rivals, and a casefile's own list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import RecordInvalid
from truceline.reading.gazetteer import accuracy_of, load_gazetteer
from truceline.reading.words.spelling import plain, skeleton

HEADER = "name,kind,country,lon_deg,lat_deg,accuracy_m,variants,source\n"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Kuneitra", "Quneitra"),
        ("Al-Qunaytirah", "Quneitra"),
        ("Jubbata al-Khashab", "Jabbata al-Khashab"),
        ("Jbata el Khashab", "Jabbata al-Khashab"),
        ("Bir Ajam", "Beer Ajam"),
        ("Deraa", "Daraa"),
        ("Dar’a", "Daraa"),
        ("Mashara", "Masharah"),
        ("Alonei Habashan", "Alone HaBashan"),
        ("Al Baath", "Baath City"),
        ("the Golan", "Golan Heights"),
        ("USA", "United States"),
    ],
)
def test_a_place_is_found_in_its_spellings(spelling: str, name: str) -> None:
    assert load_gazetteer().find(spelling)[0].name == name


def test_an_unknown_name_gives_nothing() -> None:
    assert load_gazetteer().find("Nowhere-upon-Nothing") == ()


def test_the_larger_of_two_namesakes_comes_first() -> None:
    found = load_gazetteer().find("Poti")

    assert found[0].country == "GE"
    assert len(found) > 1


def test_a_larger_town_has_a_wider_doubt() -> None:
    doubts = [accuracy_of(people) for people in (10, 1_000, 50_000, 5_000_000)]

    assert doubts == sorted(doubts)


def test_a_casefiles_own_list_comes_before_ours(tmp_path: Path) -> None:
    extra = tmp_path / "own.csv"
    extra.write_text(f"{HEADER}Hader,post,XX,10.5,20.25,50,North Post|Post 9a,survey\n", "utf-8")
    gazetteer = load_gazetteer(extra=extra)

    assert gazetteer.find("Hader")[0].lon_deg == 10.5
    assert gazetteer.find("north post")[0].name == "Hader"


def test_every_row_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    extra = tmp_path / "own.csv"
    extra.write_text(f"{HEADER}A,post,,east,20,50,,x\nB,post,,10,200,50,,x\n", "utf-8")

    with pytest.raises(RecordInvalid) as told:
        load_gazetteer(extra=extra)

    assert [problem.line for problem in told.value.problems] == [2, 3]


def test_a_list_without_its_columns_is_refused(tmp_path: Path) -> None:
    extra = tmp_path / "own.csv"
    extra.write_text("name,lat\nA,1\n", "utf-8")

    with pytest.raises(RecordInvalid):
        load_gazetteer(extra=extra)


@given(st.text(max_size=40))
def test_plain_letters_stay_plain_and_any_name_may_be_asked_for(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert isinstance(skeleton(name), str)
    assert isinstance(load_gazetteer().find(name), tuple)
