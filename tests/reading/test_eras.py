"""Eras: decades and centuries in words, years long past, and the years of an era."""

from __future__ import annotations

import pytest

from truceline.reading.times.find_times import find_times
from truceline.timespan import Timespan

PUBLISHED = Timespan.parse("2031-06-18")


@pytest.mark.parametrize(
    ("text", "words", "when"),
    [
        ("It began in the late sixties.", "sixties", "1966-01-01/1969-12-31"),
        ("A line of the nineteenth century.", "nineteenth century", "1800-01-01/1899-12-31"),
        ("The wall was built in 1453.", "1453", "1453"),
        ("The ford was used by 500 CE.", "500 CE", "500"),
        ("Patrols doubled after 9/11.", "9/11", "2001-09-11"),
        ("It was less than the year before.", "year before", "2030"),
        ("It was signed on 3 March last year.", "3 March", "2030-03-03"),
        ("It was drawn in the early 1970s.", "early 1970s", "1970-01-01/1973-12-31"),
        ("Maps of the 15th to the 19th century.", "15th", "1400-01-01/1499-12-31"),
        ("No war of the past century lasted so long.", "past century", "1900-01-01/1999-12-31"),
        ("It held from March to August 2029.", "March", "2029-03"),
        ("It held from November to March 2029.", "November", "2028-11"),
        ("It fell on the fifth of January 2030.", "fifth of January 2030", "2030-01-05"),
        ("Rains over 2000 - 2050 were reckoned.", "2000", "2000"),
        ("They voted early in 2030.", "2030", "2030"),
        ("It was quiet over the past five years.", "past five years", "2026-06-19/2031-06-18"),
        ("It was quiet over the past few days.", "past few days", "../2031-06-18"),
        ("He spoke of the months ahead.", "months ahead", "2031-06-18/.."),
        ("It fell apart a couple of years back.", "couple of years back", "2029"),
    ],
)
def test_a_time_long_past_or_told_in_words_is_read(text: str, words: str, when: str) -> None:
    found = find_times(text, published=PUBLISHED, bare=True)

    assert [str(one.when) for one in found if words in one.span.quote] == [when]


@pytest.mark.parametrize("text", ["Some 1200 soldiers left.", "He came back to the camp."])
def test_a_count_is_no_year_long_past(text: str) -> None:
    assert not find_times(text, published=PUBLISHED, bare=True)
