"""Events: who did what to whom, in codes of countries."""

from __future__ import annotations

import pytest

from tests.accuracy.ceasefire import document_of
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.passages.events import coded_sides
from truceline.reading.read import read


def coded(text: str) -> list[tuple[str | None, set[str | None], set[str | None]]]:
    """Return the events read in a text with the codes of both sides."""
    passage = {"id": "x-1", "text": text, "published": "2000-06-01", "outlet": "The Wire"}
    document, page = document_of(passage)
    rows = []
    for claim in read(document, page=page, gazetteer=load_gazetteer()):
        who, whom = coded_sides(claim, text, gazetteer=load_gazetteer())
        rows.append((claim.event, {one.code for one in who}, {one.code for one in whom}))
    return rows


@pytest.mark.parametrize(
    ("text", "event", "source", "target"),
    [
        ("Rwandan rebels shelled a Ugandan base.", "ASSAULT", "RWA", "UGA"),
        ("Fighters in Mali attacked a French convoy.", "ASSAULT", "MLI", "FRA"),
        ("Hezbollah fired rockets at Israel.", "ASSAULT", "LBN", "ISR"),
        ("President Yeltsin met King Hussein.", "CONSULT", "RUS", "JOR"),
        ("Turkish jets bombed a depot in Kirkuk.", "ASSAULT", "TUR", "IRQ"),
        ("Nepali students staged rallies in Nepal.", "PROTEST", "NPL", "NPL"),
        ("Opposition groups in Zimbabwe shunned work to protest.", "PROTEST", "ZWE", "ZWE"),
        (
            "Iran threatened on Monday to close the strait unless Oman left.",
            "THREATEN",
            "IRN",
            "OMN",
        ),
        ("Serbia sped up the withdrawal of troops from Kosovo.", "RETREAT", "SRB", "XKX"),
        ("Kenya issued a statement condemning Uganda.", "ACCUSE", "KEN", "UGA"),
        ("Chad has outright rejected a Libyan proposal.", "REJECT", "TCD", "LBY"),
        ("Mali has reneged on its commitment to Niger.", "REJECT", "MLI", "NER"),
        (
            "A Polish judge ordered Czech police to leave, officials in Kyiv said.",
            "REQUEST",
            "POL",
            "CZE",
        ),
        ("Oman continued to send arms to Yemen last year.", "AID", "OMN", "YEM"),
        ("Cuba eased measures in Havana, the scene of violence.", "CONCEDE", "CUB", "CUB"),
    ],
)
def test_an_act_is_coded_with_the_countries_of_its_sides(
    text: str, event: str, source: str, target: str
) -> None:
    found = coded(text)

    assert any(one == event and source in who and target in whom for one, who, whom in found)


def test_an_actor_of_no_known_country_has_none() -> None:
    text = "Gunmen fired at a patrol."
    ((_, who, whom),) = coded(text)

    assert who | whom <= {None}


def test_who_undertakes_a_blow_threatens() -> None:
    assert [event for event, _, _ in coded("The rebels have sworn to attack Juba.")] == ["THREATEN"]


def test_a_breach_of_rights_is_no_fire() -> None:
    assert all(event != "ASSAULT" for event, _, _ in coded("Chad hid violations of human rights."))
    assert all(event != "ASSAULT" for event, _, _ in coded("Chad told of human rights violations."))
