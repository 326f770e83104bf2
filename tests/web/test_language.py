"""Every word of the pages is there in each language, plurals too; ids keep their direction."""

from __future__ import annotations

import pytest

from scripts import messages
from truceline.web.language.catalogue import catalogue_of
from truceline.web.page import isolated


@pytest.mark.slow
def test_no_catalogue_lacks_a_message_or_holds_one_that_no_page_says() -> None:
    assert list(messages.problems()) == []


@pytest.mark.parametrize(
    ("lang", "number", "words"),
    [
        ("en", 1, "finding reads"),
        ("en", 2, "findings read"),
        ("fr", 0, "constat se lit"),
        ("fr", 2, "constats se lisent"),
        ("ar", 2, "استنتاجان"),
        ("ar", 3, "استنتاجات"),
        ("ar", 11, "استنتاجاً"),
        ("ar", 100, "استنتاج تُقرأ"),
    ],
)
def test_a_number_takes_the_form_that_its_language_gives_it(
    lang: str, number: int, words: str
) -> None:
    told = catalogue_of(lang).ngettext(
        "%(n)s finding reads differently.", "%(n)s findings read differently.", number
    )

    assert words in told


def test_an_id_cannot_bring_markup_or_turn_the_line_around() -> None:
    told = str(isolated("<b>\u202eDA-B4"))

    assert "<b>" not in told
    assert "\u202e" not in told
