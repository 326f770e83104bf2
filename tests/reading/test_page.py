"""Pages told apart: what is article, what is frame, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import from_shared
from tests.reading.measure import FLOORS, all_figures, plain_document
from truceline.digest import digest_of_bytes
from truceline.reading.page import LineLabel
from truceline.reading.pages.line_shape import shapes
from truceline.reading.pages.lines import label_lines
from truceline.reading.pages.tell_apart import tell_apart

PAGE = """Guards Leave Hilltop as Talks Resume

A second post stands empty since Sunday

A guard walks past a gate on Monday. (N. Body/Pool)

By Ann Other

An army spokesman said on Tuesday that two posts had been left. He did not say why.

>> Who holds the hill? <<

The mayor told the Riverton Echo's Jo Writer that he had seen lorries go east.

Subscribe for $2 a month

Comments (12)

A runner at the city race, last week.

Record Crowds Cheer the City Race

A minister at a school in Riverton.

Schools to Open Later, Minister Says
"""


def _labels(text: str) -> list[str]:
    return [line.label.value for line in label_lines(text)]


def test_a_page_is_told_apart_line_by_line() -> None:
    assert _labels(PAGE) == [
        "headline",
        "deck",
        "caption",
        "byline",
        "body",
        "in-text link",
        "body",
        "subscription line",
        "comment line",
        "teaser",
        "teaser",
        "teaser",
        "teaser",
    ]


def test_the_outlet_is_argued_from_its_own_reporter() -> None:
    assert tell_apart(plain_document(PAGE)).outlet == "Riverton Echo"


def test_a_link_is_a_lead_without_its_arrows() -> None:
    assert [lead.words for lead in tell_apart(plain_document(PAGE)).leads] == [
        "Who holds the hill?"
    ]


@pytest.mark.parametrize(
    "passage",
    [
        "The patrol heard two shots at 0610. It saw nobody.",
        "0610 2 x tank N of OP.\n0655 one departs.\n0700-1000 nothing.",
        "",
        "   \n\n ",
    ],
)
def test_a_passage_without_a_frame_is_all_body(passage: str) -> None:
    assert set(_labels(passage)) <= {"body"}


def test_a_page_without_an_article_has_no_body() -> None:
    text = (
        "Home | News | Sport\n\nSubscribe now\n\nLeave a comment\n\nCity Race Draws Record Crowds"
    )

    assert "body" not in _labels(text)


def test_paragraphs_after_a_box_in_the_middle_are_body_again() -> None:
    paragraph = (
        "The spokesman said that the post had been left at noon and that nobody had been " * 2
    )
    text = (
        f"Guards Leave\n\n{paragraph}hurt.\n\nSign up now\n\n{paragraph}seen.\n\n{paragraph}sent."
    )

    assert _labels(text) == ["headline", "body", "subscription line", "body", "body"]


@given(st.text(max_size=400))
def test_every_line_that_holds_anything_is_labelled_once_and_quoted_exactly(text: str) -> None:
    page = tell_apart(plain_document(text))

    assert [line.span.quote for line in page.lines] == [shape.text for shape in shapes(text)]
    assert all(line.why for line in page.lines)
    for span in [line.span for line in page.lines] + [lead.span for lead in page.leads]:
        assert text[span.start : span.end] == span.quote


@given(st.lists(st.sampled_from(PAGE.split("\n\n")), max_size=8))
def test_a_text_is_told_apart_in_the_same_way_every_time(parts: list[str]) -> None:
    text = "\n\n".join(parts)

    assert label_lines(text) == label_lines(text)


@pytest.mark.parametrize("piece", ["a", "A b ", "Guns fall silent.\n", "Photo: ", "\n ", "((//"])
def test_a_very_long_text_ends_in_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))

    assert label_lines(text) is not None


def test_nothing_of_another_day_passes_for_the_first_report(seed_article: Path) -> None:
    page = tell_apart(plain_document(seed_article.read_text("utf-8"), filename="article.txt"))
    labels = [line.label for line in page.lines]
    first_chrome = labels.index(LineLabel.COMMENT_LINE)

    assert labels[0] is LineLabel.HEADLINE
    assert labels[1] is LineLabel.DECK
    assert labels[2:4] == [LineLabel.CAPTION, LineLabel.CAPTION]
    assert labels.count(LineLabel.BODY) == 15
    assert labels.count(LineLabel.IN_TEXT_LINK) == 2
    assert labels.count(LineLabel.SUBSCRIPTION_LINE) == 2
    assert labels.count(LineLabel.TEASER) == 12
    assert not any(label.is_article for label in labels[first_chrome:])
    assert page.outlet == "Haaretz"
    assert len(page.leads) == 4


def test_no_figure_on_the_development_passages_falls_below_its_floor() -> None:
    corpus = from_shared("corpora/ceasefire/dev.jsonl")
    pinned = json.loads(FLOORS.read_text("utf-8"))

    assert digest_of_bytes(corpus.read_bytes()) == pinned["corpus"], "another corpus: measure anew"
    figures = all_figures(corpus)
    assert figures.keys() == pinned["floors"].keys()
    fallen = {
        name: (figures[name], floor)
        for name, floor in pinned["floors"].items()
        if figures[name] < floor
    }
    assert not fallen
