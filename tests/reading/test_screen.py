"""Screens let through every text that a pattern finds something in."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.clauses.hedge_words import hedge_patterns
from truceline.reading.times.find_times import _all_rules
from truceline.reading.words.screen import screen_of, stretches

_ALL = tuple(rule.pattern for rule in _all_rules()) + tuple(
    pattern for row in hedge_patterns().values() for pattern in row
)
_TEXT = (
    "on Friday 2 May 2031 at 0840 hours . The army will not have until midnight of last week to "
    "withdraw , he warned : no shots were heard ; could be confirmed if unable three days ago "
    "two weeks' early Sept. months earlier that time next summer 1990s may offer denied"
)
_WORDS = (*_TEXT.split(), "\n")


@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_no_screen_keeps_out_a_text_in_which_its_pattern_finds_something(words: list[str]) -> None:
    text = " ".join(words)

    for pattern in _ALL:
        if pattern.search(text):
            assert screen_of(pattern).passes(text.lower()), pattern.pattern


@given(st.text(alphabet='ab.A \n"1', max_size=40))
def test_stretches_cover_a_text_without_gap_or_overlap(text: str) -> None:
    parts = list(stretches(text, 0, len(text)))

    assert "".join(text[start:end] for start, end in parts) == text


def test_a_pattern_without_letters_of_its_own_lets_everything_through() -> None:
    assert screen_of(re.compile(r"\w+ \w*")).passes("x") is False
    assert screen_of(re.compile(r"\w+")).passes("x")
