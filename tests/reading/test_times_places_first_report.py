"""Times, places and quantities of the first real report, by their meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.measure import plain_document
from truceline.evidence.document import Document
from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.claim import PlaceMention, Quantity
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.page import Page
from truceline.reading.pages.tell_apart import tell_apart
from truceline.reading.places.find_places import find_places
from truceline.reading.times.find_times import find_times


@pytest.fixture(scope="module")
def report(seed_article: Path) -> tuple[Document, Page]:
    """Return the first report and its page."""
    document = plain_document(seed_article.read_text("utf-8"))
    return document, tell_apart(document)


def _whens(report: tuple[Document, Page]) -> set[str]:
    document, page = report
    return {
        str(time.when)
        for line in page.lines
        if line.label.is_article
        for time in find_times(
            document.text,
            start=line.span.start,
            end=line.span.end,
            published=page.dating.published,
        )
    }


def _places(report: tuple[Document, Page]) -> list[PlaceMention]:
    document, page = report
    return [
        place
        for line in page.lines
        if line.label.is_article
        for place in find_places(
            document.text, start=line.span.start, end=line.span.end, gazetteer=load_gazetteer()
        )
    ]


def _quantities(report: tuple[Document, Page]) -> list[Quantity]:
    document, page = report
    return [
        found
        for line in page.lines
        if line.label.is_article
        for found in find_quantities(document.text, start=line.span.start, end=line.span.end)
    ]


@pytest.mark.parametrize(
    "when",
    [
        "2018-05-09",  # the dated captions
        "2018-06-01/2018-06-29",  # a Friday of some day in June
        "2018-05-30/2018-06-27",  # a Wednesday
        "2018-05",  # last month
        "2018-05-21/2018-05-31",  # the end of May
        "1974",  # the agreement's year
        "2017-01-01/2018-06-30",  # since last year
    ],
)
def test_its_times_are_resolved_as_narrowly_as_its_date_allows(
    report: tuple[Document, Page], when: str
) -> None:
    assert when in _whens(report)


@pytest.mark.parametrize(
    "area", ["border", "buffer zone", "demilitarized zone", "line of separation"]
)
def test_its_areas_and_lines_come_by_their_names(report: tuple[Document, Page], area: str) -> None:
    assert area in {place.area for place in _places(report)}


def test_its_distances_from_lines_are_places_and_quantities(report: tuple[Document, Page]) -> None:
    moved = {
        place.area for place in _places(report) if place.span.quote.startswith(("25", "within"))
    }

    assert moved == {"border", "line of separation"}
    assert {(q.minimum, q.maximum) for q in _quantities(report) if q.unit == "m"} == {
        (25_000, 25_000),
        (10_000, 10_000),
        (None, 25_000),
    }


def test_its_southwest_is_that_of_syria(report: tuple[Document, Page]) -> None:
    named = {place.name for place in _places(report) if place.area == "south-west"}

    assert named == {"south-west Syria"}


def test_nothing_of_texas_is_read(report: tuple[Document, Page]) -> None:
    assert not {"Texas", "San Antonio", "Tehran", "Uvalde"} & {p.name for p in _places(report)}
