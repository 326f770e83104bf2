"""Actors are found by any of their names, and nothing else is taken for one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.actors import find_actors, load_actors


@pytest.mark.parametrize(
    ("words", "name", "of"),
    [
        ("SAAF", "Syrian armed forces", "Syria"),
        ("the IDF", "Israel Defense Forces", "Israel"),
        ("IDF (as alleged by Syria)", "Israel Defense Forces", "Israel"),
        ("SAAF position", "Syrian armed forces", "Syria"),
        ("Syrian Arab Army", "Syrian armed forces", "Syria"),
        ("Israeli soldiers", "Israel Defense Forces", "Israel"),
        ("Thai artillery", "Thai armed forces", "Thailand"),
        ("Georgian police", "Georgian police", "Georgia"),
        ("Syrian authorities", "government of Syria", "Syria"),
        ("the Kremlin", "Russia", None),
        ("President Vladimir Putin", "Vladimir Putin", "Russia"),
        ("Al-Nusra Front (reportedly)", "Al-Nusra Front", None),
        ("Hizbullah", "Hezbollah", None),
        ("Iran-backed militias", "Iran-backed militias", "Iran"),
        ("the Russian president", "president of Russia", "Russia"),
        ("President of Russia", "president of Russia", "Russia"),
        ("UNDOF", "United Nations Disengagement Observer Force", "United Nations"),
        ("Israel’s army", "Israel Defense Forces", "Israel"),
    ],
)
def test_words_name_one_actor(words: str, name: str, of: str | None) -> None:
    actor = load_actors().find(words)

    assert actor is not None
    assert (actor.name, actor.of) == (name, of)


@pytest.mark.parametrize(
    "words",
    ["", "rain", "armed opposition or SAAF", "IDF and persons of the other side", "us", "is", "au"],
)
def test_words_that_name_none_or_several_give_none(words: str) -> None:
    assert load_actors().find(words) is None


def test_every_name_of_the_lexicon_finds_its_actor_unless_another_shares_it() -> None:
    actors = load_actors()
    names = {actor.name for actor in actors}

    lost = [actor.name for actor in actors if actors.find(actor.name) is None]

    assert lost == []
    assert len(names) == len(list(actors)), "two actors bear one name"


def test_a_capital_is_a_government_only_where_it_is_not_a_place() -> None:
    found = find_actors("In Damascus the envoy waited; Damascus refused.")

    assert [m.span.start for m in found if m.actor == "Syria"] == [30]


def test_a_role_without_a_name_is_found_without_an_actor() -> None:
    found = find_actors("Both sides withdrew.")

    assert [(m.span.quote, m.actor) for m in found] == [("Both sides", None)]


@given(st.text(max_size=120))
def test_mentions_quote_the_text_and_do_not_overlap(text: str) -> None:
    found = find_actors(text)

    assert all(text[m.span.start : m.span.end] == m.span.quote for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
