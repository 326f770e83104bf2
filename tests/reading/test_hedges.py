"""Modality is the first row that fits; stance is about the content."""

from __future__ import annotations

import pytest

from truceline.reading.claim import Modality
from truceline.reading.clauses.hedges import modality
from truceline.reading.clauses.stances import stance
from truceline.reading.words.predicates import Predicate, predicates
from truceline.reading.words.sentences import tokens


def _main(words: str) -> Predicate | None:
    return next((p for p in predicates(tokens(words)) if p.sort == "finite"), None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("had the army stayed, there would have been no war", "hypothetical"),
        ("the navy will not hesitate to sink the boats", "threatened"),
        ("the envoy warned of a new offensive", "warned"),
        ("both sides must leave the strip", "demanded"),
        ("neither party shall enter the strip", "demanded"),
        ("police are permitted to carry pistols", "permitted"),
        ("the rebels will hand over the post if the army leaves", "conditional"),
        ("the rebels offered to leave the town", "offered"),
        ("the army will leave by sunday", "pledged"),
        ("the convoy is due to leave on monday", "planned"),
        ("analysts forecast a winter of raids", "predicted"),
        ("the shell may have come from the east", "possible"),
        ("tanks are still in the strip", "ongoing"),
        ("tanks left the strip", "happened"),
    ],
)
def test_the_first_row_that_fits_is_taken(words: str, expected: str) -> None:
    assert modality(words, main=_main(words)).value == expected


@pytest.mark.parametrize(
    ("words", "firm", "expected"),
    [
        ("the post has not been vacated", Modality.ONGOING, "asserts"),
        ("the army has not fired", Modality.HAPPENED, "denies"),
        ("nobody crossed the line", Modality.HAPPENED, "denies"),
        ("the mission could not verify the report", Modality.HAPPENED, "cannot confirm"),
        ("the patrol lost sight of the column", Modality.HAPPENED, "cannot confirm"),
        ("the army will not fire", Modality.PLEDGED, "asserts"),
        ("this was not the first raid", Modality.HAPPENED, "asserts"),
    ],
)
def test_stance_is_about_the_content(words: str, firm: Modality, expected: str) -> None:
    assert stance(words, main=_main(words), modality=firm).value == expected


def test_a_headlines_present_tense_tells_of_what_happened() -> None:
    words = "the army holds the town"

    assert modality(words, main=_main(words)).value == "ongoing"
    assert modality(words, main=_main(words), headline=True).value == "happened"
