"""Screens let through every text that a pattern finds something in."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import from_shared
from truceline.reading.clauses.hedge_words import hedge_patterns
from truceline.reading.places.forms import area_forms
from truceline.reading.times.find_times import _all_rules
from truceline.reading.words.screen import Screens, stretches

_ALL = (
    *(rule.pattern for rule in _all_rules()),
    *(pattern for row in hedge_patterns().values() for pattern in row),
    area_forms()[0],
)
_SCREENS = Screens(_ALL)
_TEXT = (
    "on Friday 2 May 2031 at 0840 hours . The army will not have until midnight of last week to "
    "withdraw , he warned : no shots were heard ; could be confirmed if unable three days ago "
    "two weeks' early Sept. months earlier that time next summer 1990s may offer denied six "
    'o\'clock mid-afternoon 9/11 the buffer zone 5 p.m. since then "by 1 January" (unconfirmed)'
)
_WORDS = (*_TEXT.split(), "\n")


def _missed(text: str) -> list[str]:
    let_through = set(_SCREENS.passed(text))
    return [
        pattern.pattern
        for index, pattern in enumerate(_ALL)
        if index not in let_through and pattern.search(text)
    ]


@given(st.lists(st.sampled_from(_WORDS), max_size=14), st.sampled_from((" ", "", ", ", "-")))
def test_no_screen_keeps_out_a_text_in_which_its_pattern_finds_something(
    words: list[str], gap: str
) -> None:
    assert _missed(gap.join(words)) == []


def test_no_screen_keeps_out_a_line_of_the_seed_article() -> None:
    text = (from_shared("seed") / "article.txt").read_text(encoding="utf-8")

    for line in text.splitlines():
        assert _missed(line) == [], line
        assert _missed(line.lower()) == [], line


@given(
    st.text(alphabet="ab 1-'.\n", max_size=12),
    st.sampled_from(
        (r"\ba+\b", r"(?<!\w)ab", r"a b", r"b's\b", r"(?<=\ba )b", r"\d-a", r"[ab]{2,}1")
    ),
)
def test_no_screen_of_one_pattern_keeps_out_what_it_matches(text: str, source: str) -> None:
    pattern = re.compile(source)

    assert pattern.search(text) is None or list(Screens([pattern]).passed(text)) == [0]


@given(st.text(alphabet='ab.A \n"1', max_size=40))
def test_stretches_cover_a_text_without_gap_or_overlap(text: str) -> None:
    parts = stretches(text, 0, len(text))

    assert "".join(text[start:end] for start, end in parts) == text


def test_a_pattern_without_letters_of_its_own_lets_everything_through() -> None:
    assert list(Screens([re.compile(r"\w+")]).passed("x")) == [0]


def test_a_run_too_long_for_a_word_is_let_through_and_not_remembered() -> None:
    screens = Screens([re.compile("truce")])

    assert list(screens.passed("x" * 100_000)) == [0]
    assert screens._of_word.cache_info().currsize == 0
