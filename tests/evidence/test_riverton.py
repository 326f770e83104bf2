"""The invented articles that ship with the project can be added as they are."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from truceline.evidence.add import document_from
from truceline.evidence.document import Document


def article(name: str) -> Document:
    """Return a shipped article."""
    with as_file(files("truceline.examples").joinpath("riverton", "articles", name)) as path:
        return document_from(Path(path))


def test_the_plain_article_is_a_whole_page_with_chrome() -> None:
    text = article("echo.txt").text

    for words in ("Credit:", "on Friday", "12 kilometers", "confirmed to", "SIGN IN", "2035"):
        assert words in text


def test_the_page_states_its_publisher_title_date_and_address() -> None:
    page = article("patrol.html")

    assert page.publisher == "Tarnwick Gazette"
    assert page.title == "Monitors count tanks near Tarnwick"
    assert str(page.published) == "2031-06-18T09:30Z"
    assert page.url is not None


@pytest.mark.parametrize("words", ["window.edition", "font-family", "A white patrol car"])
def test_scripts_styles_and_pictures_give_no_text(words: str) -> None:
    assert words not in article("patrol.html").text
