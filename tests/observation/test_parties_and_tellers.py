"""Who acted and who tells: words of real records, and no more than they say."""

from __future__ import annotations

import pytest

from tests.observation.records import FIRED, read_rows
from truceline.observation.attribution import attribute
from truceline.observation.observation import Method, Observation
from truceline.observation.provenance import provenance
from truceline.reading.actors import load_actors


def _one(**cells: str) -> Observation:
    (observation,) = read_rows(FIRED | cells).observations
    return observation


@pytest.mark.parametrize(
    ("words", "shares"),
    [
        ("IDF", [("Israel Defense Forces", 1.0)]),
        ("SAAF position", [("Syrian armed forces", 1.0)]),
        ("armed opposition or SAAF", [("armed opposition", 0.5), ("Syrian armed forces", 0.5)]),
        ("IDF and persons from the Bravo side", [("Israel Defense Forces", 1.0)]),
        ("Al-Nusra Front (reportedly)", [("Al-Nusra Front", 0.7)]),
        ("undetermined (fighting in Syria)", []),
        ("undetermined, came from Alpha side", []),
        ("not attributed", []),
        ("unidentified individuals", []),
        ("", []),
    ],
)
def test_a_party_column_names_candidates(words: str, shares: list[tuple[str, float]]) -> None:
    groups = attribute(words, actors=load_actors()).groups
    assert [(s.actor, s.share) for group in groups for s in group] == shares


def test_two_that_acted_together_are_two_observations_of_one_row() -> None:
    read = read_rows(FIRED | {"party": "IDF and SAAF"})
    assert [o.actors[0].of for o in read.observations] == ["Israel", "Syria"]
    assert len({o.id for o in read.observations}) == 2


TELLERS = """
IDF | [P] S/2013/345 | UNDOF | seen | A2
IDF | [Q] SG report on UNDOF of 2022, via Haaretz | UNDOF | seen | B2
IDF | [Q] SG report of December 2011 (forecast) | UNDOF | seen | B3
IDF | [Q] Security Council Report, March 2024 | Security Council Report | reported | B2
IDF | [Q] UN Spokesperson, 9 December 2024 | UN Spokesperson | reported | B2
SAAF | [L] Letter of Israel to the SG, July 2012 | Israel | told by a party | C3
IDF | [M] IDF statement; complaint lodged with UNDOF | IDF | told by a party | C2
SAAF | [M] IDF statement | IDF | told by a party | C3
SAAF | [M] press citing IDF officials | IDF | told by a party | C3
SAAF | [M] press; Israeli protest to UNDOF | Israel | told by a party | C3
IDF | [M] AP analysis of a satellite image | AP | sensor | B2
IDF | [M] Israeli television, June 2018 | Israeli television | reported | D3
IDF | [M] news digest citing Al Jazeera and the BBC | Al Jazeera and the BBC | reported | C3
IDF | [L] Syrian army claim in Security Council Report | Syrian army | told by a party | C3
IDF | a diary found in a drawer | a diary found in a drawer | reported | F6
IDF (as alleged by Syria) | [Q] Security Council Report | Syria | told by a party | C3
Hezbollah (IDF belief) | [Q] Security Council Report | IDF | assessed | C3
"""


@pytest.mark.parametrize(
    ("party", "document", "origin", "method", "grade"),
    [tuple(line.split(" | ")) for line in TELLERS.strip().splitlines()],
)
def test_a_document_column_gives_origin_method_and_grade(
    party: str, document: str, origin: str, method: str, grade: str
) -> None:
    seen = _one(party=party, document=document)
    assert (seen.origin, seen.method, str(seen.grade)) == (origin, Method(method), grade)
    assert seen.chain[-1].name == origin


def test_what_the_monitor_was_told_is_the_tellers_word_and_not_the_monitors() -> None:
    seen = _one(asset="shots, as stated by Israel", document="[P] S/2014/1", party="SAAF")
    assert (seen.origin, seen.origin_actor, str(seen.grade)) == ("Israel", "Israel", "C3")
    assert [teller.how for teller in seen.chain] == ["wrote", "relayed", "said"]


def test_a_press_outlet_is_no_party_by_the_country_in_its_name() -> None:
    told = provenance("[M] Israeli television, June 2018", actors=load_actors())
    assert told.origin_actor is None


def test_unnamed_press_is_vouched_for_by_the_paper_that_cites_it() -> None:
    told = provenance("[Q] Security Council Report, citing news media", actors=load_actors())
    assert told.origin == "Security Council Report"
    assert not told.chain[-1].named


def test_columns_that_a_coder_adds_win_over_the_table() -> None:
    seen = _one(
        grade="b4", method="heard", origin="Lebanon", stance="denies", accuracy_m="300",
        lat="33.13", lon="35.82",
    )  # fmt: skip
    assert (str(seen.grade), seen.method, seen.origin) == ("B4", Method.HEARD, "Lebanon")
    assert seen.stance == "denies"
    assert seen.place is not None
    assert seen.place.accuracy_m == 300


def test_a_town_is_taken_as_good_to_two_kilometres() -> None:
    seen = _one(lat="33.13", lon="35.82")
    assert seen.place is not None
    assert seen.place.accuracy_m == 2000
