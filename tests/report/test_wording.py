"""Words of probability never say more than their number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.assessment.finding import Reason, Status
from truceline.assessment.policy_file import load_policy
from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.report.wording import percent, probability_word, words_of, yardstick

WORDS = [band.word for band in yardstick()]


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "remote chance"),
        (0.05, "remote chance"),
        (0.0501, "highly unlikely"),
        (0.22, "unlikely"),
        (0.38, "realistic possibility"),
        (0.5, "realistic possibility"),
        (0.5499, "realistic possibility"),
        (0.55, "likely"),
        (0.77, "likely"),
        (0.8, "highly likely"),
        (0.9499, "highly likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_a_number_gets_the_word_of_its_band_and_in_a_gap_the_milder_one(
    p: float, word: str
) -> None:
    assert probability_word(p) == word


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_number_never_gets_a_lower_word(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert WORDS.index(probability_word(low)) <= WORDS.index(probability_word(high))


@given(st.floats(0, 1))
def test_the_number_shown_stands_for_the_same_word(p: float) -> None:
    shown = percent(p)
    assert shown not in {"0 %", "100 %"}
    if shown[0].isdigit():
        assert probability_word(float(shown.removesuffix(" %")) / 100) == probability_word(p)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_gets_no_word(p: float) -> None:
    with pytest.raises(ValueError, match="no probability"):
        probability_word(p)


def test_the_thresholds_of_the_shipped_policy_fall_on_edges_of_the_yardstick() -> None:
    central = load_policy(None).central
    assert probability_word(central.suspected) == "likely"
    assert probability_word(central.confirmed) == "almost certain"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("statuses", Status),
        ("reasons", Reason),
        ("modalities", Modality),
        ("stances", Stance),
        ("claim kinds", ClaimKind),
    ],
)
def test_every_word_of_the_engine_has_words_for_a_person(
    table: str, words: type[Status | Reason | Modality | Stance | ClaimKind]
) -> None:
    assert set(words_of(table)) == {word.value for word in words}
