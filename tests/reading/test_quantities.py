"""Numbers with their unit and their comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.words.numerals import number_value

CASES: list[tuple[str, str, float | None, float | None, str]] = [
    ("Two tanks stood there.", "Two tanks", 2, 2, "battle tank"),
    ("At least 30 rockets fell.", "At least 30 rockets", 30, None, "ammunition"),
    ("About 40 army trucks left.", "About 40 army trucks", 36, 44, "vehicle"),
    ("Up to 3,600 soldiers came.", "Up to 3,600 soldiers", None, 3600, "personnel"),
    ("More than 600 rounds fell.", "More than 600 rounds", 601, None, "ammunition"),
    ("Some 12 kilometres remain.", "Some 12 kilometres", 10_800, 13_200, "m"),
    ("It lies within 700 metres of it.", "within 700 metres", None, 700, "m"),
    ("A 10-kilometer wide strip.", "10-kilometer", 10_000, 10_000, "m"),
    ("A gun of 122mm calibre.", "122mm", 0.122, 0.122, "m"),
    ("It is 3-5km away.", "3-5km", 3_000, 5_000, "m"),
    ("An area of 410 square kilometres.", "410 square kilometres", 410e6, 410e6, "m2"),
    ("It lasted six hours.", "six hours", 6, 6, "hour"),
    ("Forty-one villages burned.", "Forty-one villages", 41, 41, "village"),
    ("Several villages burned.", "Several villages", 3, 9, "village"),
    ("Dozens of shells fell.", "Dozens of shells", 24, 99, "ammunition"),
    ("Several hundred fighters left.", "Several hundred fighters", 300, 999, "personnel"),
    ("Between 150 and 200 armed men came.", "150 and 200 armed men", 150, 200, "personnel"),
    ("Three civilians were killed.", "Three civilians were killed", 3, 3, "person_killed"),
    ("It hit the hill twice.", "twice", 2, 2, "time"),
    ("There was 70 per cent of it.", "70 per cent", 70, 70, "percent"),
    ("Nine of its positions fell.", "Nine of its positions", 9, 9, "position"),
    ("A third of them fled.", "A third", 33.333, 33.333, "percent"),
    ("They waited for a week.", "a week", 1, 1, "week"),
    ("It stood a kilometre off.", "a kilometre", 1000, 1000, "m"),
    ("It was the third breach since May.", "third breach", 3, 3, "violation"),
    ("They met once a week.", "once a week", 1, 1, "time per week"),
    ("It is four times as deep.", "four times", 4, 4, "ratio"),
    ("It cost US$3.3bn.", "US$3.3bn", 3.3e9, 3.3e9, "dollar"),
    ("They spent at least £ 16.6 billion.", "at least £ 16.6 billion", 16.6e9, None, "pound"),
    ("He puts them at 60,000.", "60,000", 60_000, 60_000, "unknown"),
    ("More than 40 were on the road.", "More than 40", 41, None, "unknown"),
]


@pytest.mark.parametrize(("text", "words", "low", "high", "unit"), CASES)
def test_a_quantity_is_read_with_range_and_unit(
    text: str, words: str, low: float | None, high: float | None, unit: str
) -> None:
    found = find_quantities(text)

    assert [(q.span.quote, q.minimum, q.maximum, q.unit) for q in found] == [
        (words, low, high, unit)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May they left.",
        "It fell at 06:25 and at 0710.",
        "Article 4 and resolution 350 say so.",
        "A T-55 stood at position 68.",
        "In 1974 rebels came.",
        "They left two days ago.",
        "He is a 14-year-old.",
        "They had left a week earlier.",
        "No one is there.",
        "It fell in the second half of May.",
    ],
)
def test_dates_numbers_of_things_and_names_of_models_count_nothing(text: str) -> None:
    assert find_quantities(text) == ()


def test_a_number_without_a_noun_takes_the_noun_counted_last() -> None:
    found = find_quantities("They counted 12 violations: nine in the north, three in the south.")

    assert [(q.minimum, q.unit) for q in found] == [
        (12, "violation"),
        (9, "violation"),
        (3, "violation"),
    ]


def test_of_them_counts_the_things_just_named_and_a_calibre_is_told_beside_its_shell() -> None:
    found = find_quantities("Tanks moved south; two of them burned. A 120mm mortar shell fell.")

    assert [(q.span.quote, q.minimum, q.unit) for q in found] == [
        ("two of them", 2, "battle tank"),
        ("A 120mm mortar shell", 1, "ammunition"),
        ("120mm", 0.12, "m"),
    ]


@given(st.integers(0, 999_999))
def test_digits_with_and_without_commas_are_the_same_number(number: int) -> None:
    assert number_value(str(number)) == number_value(f"{number:,}") == number


@given(st.integers(2, 900), st.sampled_from(["tanks", "villages", "km", "hours", "rounds"]))
def test_a_looser_comparison_never_excludes_the_number(number: int, noun: str) -> None:
    for words in ("about", "at least", "up to", ""):
        (found,) = find_quantities(f"They saw {words} {number} {noun} there.".replace("  ", " "))
        value = number * (1000 if found.unit == "m" else 1)
        assert found.minimum is None or found.minimum <= value
        assert found.maximum is None or value <= found.maximum


_PIECES = st.sampled_from(
    [
        "about", "30", "rockets", "of", "them", "one", "and", "two", "km", "between", "no", "x",
        "1,000", "per cent", "mm", "several", "killed", "crew", ".", "\n", "0625", "7.62", "-",
        "twice", "a", "half of", "the third breach", "$", "bn", "who",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_gives_spans_that_quote_it_and_ranges_in_order(text: str) -> None:
    for found in find_quantities(text):
        assert text[found.span.start : found.span.end] == found.span.quote
        if found.minimum is not None and found.maximum is not None:
            assert found.minimum <= found.maximum


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1 ", "no ", "one and ", "two of them ", "a", "about "])
def test_a_very_long_line_ends_in_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))

    assert find_quantities(text) is not None
