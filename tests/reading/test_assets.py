"""Assets are found with their class and their count."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.amounts.assets import asset_class, find_assets


@pytest.mark.parametrize(
    ("words", "asset", "minimum", "maximum"),
    [
        ("three tanks", "battle tank", 3, 3),
        ("about 40 army trucks", "truck", 36, 44),
        ("at least 30 mortar rounds", "ammunition", 30, None),
        ("up to 200 fighters", "fighters", None, 200),
        ("several armoured personnel carriers", "armoured vehicle", 3, 9),
        ("more than 5,000 soldiers", "troops", 5001, None),
        ("between two and four drones", "drone", 2, 4),
        ("twenty-five surface-to-air missiles", "surface-to-air missile", 25, 25),
        ("no heavy weapons", "artillery", 0, 0),
        ("a few thousand weapons", "small arms", 3000, 9999),
        ("Iron Dome launchers", "iron dome launcher", None, None),
        ("bulldozers", "engineering vehicle", None, None),
        ("trenches", "works", None, None),
    ],
)
def test_words_give_a_class_and_a_count(
    words: str, asset: str, minimum: int | None, maximum: int | None
) -> None:
    (mention,) = find_assets(words)

    assert (mention.asset, mention.minimum, mention.maximum) == (asset, minimum, maximum)
    assert mention.span.quote == words


def test_a_verb_is_no_asset() -> None:
    assert find_assets("They wanted to force a vote.") == ()


def test_what_is_no_asset_has_no_class() -> None:
    assert asset_class("a cup of tea") is None


@given(st.text(max_size=120))
def test_mentions_quote_the_text_and_do_not_overlap(text: str) -> None:
    found = find_assets(text)

    assert all(text[m.span.start : m.span.end] == m.span.quote for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
