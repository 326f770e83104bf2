"""Events: who did what to whom, in codes of countries."""

from __future__ import annotations

import pytest

from tests.accuracy.ceasefire import document_of
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.passages.events import coded_sides
from truceline.reading.read import read


@pytest.mark.parametrize(
    ("text", "event", "source", "target"),
    [
        ("Rwandan rebels shelled a Ugandan base.", "ASSAULT", "RWA", "UGA"),
        ("Fighters in Mali attacked a French convoy.", "ASSAULT", "MLI", "FRA"),
        ("Hezbollah fired rockets at Israel.", "ASSAULT", "LBN", "ISR"),
        ("President Yeltsin met King Hussein.", "CONSULT", "RUS", "JOR"),
        ("Turkish jets bombed a depot in Kirkuk.", "ASSAULT", "TUR", "IRQ"),
    ],
)
def test_an_act_is_coded_with_the_countries_of_its_sides(
    text: str, event: str, source: str, target: str
) -> None:
    passage = {"id": "x-1", "text": text, "published": "2000-06-01", "outlet": "The Wire"}
    document, page = document_of(passage)
    (claim,) = read(document, page=page, gazetteer=load_gazetteer())

    who, whom = coded_sides(claim, text, gazetteer=load_gazetteer())

    assert claim.event == event
    assert source in {one.code for one in who}
    assert target in {one.code for one in whom}


def test_an_actor_of_no_known_country_has_none() -> None:
    text = "Gunmen fired at a patrol."
    passage = {"id": "x-1", "text": text, "published": "2000-06-01", "outlet": "The Wire"}
    document, page = document_of(passage)
    (claim,) = read(document, page=page, gazetteer=load_gazetteer())

    who, whom = coded_sides(claim, text, gazetteer=load_gazetteer())

    assert {one.code for one in (*who, *whom)} <= {None}
