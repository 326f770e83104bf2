"""A cue governs its content, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.speech.tellers import attributions
from truceline.reading.words.predicates import predicates
from truceline.reading.words.sentences import Token, tokens


def _found(text: str) -> list[tuple[str, str]]:
    line = tokens(text)
    found = []
    for one in attributions(line, predicates(line), trusting=True):
        teller = "" if one.teller is None else _words(line, *one.teller)
        found.append((teller, " ... ".join(_words(line, *part) for part in one.content)))
    return found


def _words(line: Sequence[Token], first: int, after: int) -> str:
    return " ".join(token.text for token in line[first:after])


@pytest.mark.parametrize(
    ("text", "teller", "content"),
    [
        (
            "A police chief said by telephone that the bridge was mined.",
            "A police chief",
            "the bridge was mined .",
        ),
        (
            "A relief worker confirmed two strikes on the mill.",
            "A relief worker",
            "two strikes on the mill .",
        ),
        ("Drivers spoke of tracer fire near Lachin.", "Drivers", "tracer fire near Lachin ."),
        ("The army said two tanks had left.", "The army", "two tanks had left ."),
        ("Two tanks left, a nurse told reporters.", "a nurse", "Two tanks left"),
        ("Two tanks, he added, had left.", "he", "Two tanks ... , had left ."),
        ("According to a nurse, tanks left.", "a nurse", "tanks left ."),
        ("Tanks left, according to a nurse.", "a nurse", "Tanks left ,"),
        ("The patrol saw two tanks.", "The patrol", "two tanks ."),
        ("It is feared that tanks will come.", "", "tanks will come ."),
        (
            "A guard, who gave no name, said tanks had left.",
            "A guard",
            "tanks had left .",
        ),
    ],
)
def test_a_cue_has_its_teller_and_its_content(text: str, teller: str, content: str) -> None:
    assert (teller, content) in _found(text)


def test_two_tellers_share_no_content() -> None:
    found = _found("The army said tanks had left, but a nurse said they had come back.")

    assert ("The army", "tanks had left") in found
    assert ("a nurse", "they had come back .") in found


@pytest.mark.parametrize("text", ["Tanks left.", "Two officials briefed on it left.", ""])
def test_a_sentence_without_a_cue_has_no_teller(text: str) -> None:
    assert _found(text) == []


@given(st.text(max_size=120))
def test_every_range_lies_inside_the_sentence(text: str) -> None:
    line = tokens(text)
    for one in attributions(line, predicates(line), trusting=True):
        for first, after in (one.cue, *one.content, *([one.teller] if one.teller else [])):
            assert 0 <= first <= after <= len(line)


def test_what_nobody_said_is_told_by_nobody() -> None:
    assert _found("No group said it had fired the rockets.") == []


def test_who_said_and_added_tells_both() -> None:
    found = _found("Two shells fell, the army said, adding that its guns had answered.")

    assert [teller for teller, _ in found] == ["the army", "the army"]
