"""Status: letter, pattern and word together, never colour alone."""

from __future__ import annotations

from truceline.assessment.finding import Status
from truceline.report.mark import GRAVEST_FIRST, MARKS
from truceline.report.markup import Markup, tag
from truceline.report.sections.table import table
from truceline.report.wording import in_plain_words, likelihood, percent

_BAR_WIDTH, _BAR_HEIGHT = 120, 10


def chip(status: Status) -> Markup:
    """Return the letter on its pattern.

    >>> chip(Status.SUSPECTED)
    '<span class="chip s-suspected"><span class="letter">S</span></span>'
    """
    mark = MARKS[status]
    return tag("span", tag("span", mark.letter, class_="letter"), class_=f"chip s-{mark.name}")


def named_chip(status: Status) -> Markup:
    """Return the letter on its pattern, and the word."""
    return tag("span", chip(status), " ", status.value, class_="named")


def bar(p: float) -> Markup:
    """Return a probability as a bar with word and number; the bar's ink is that of the text."""
    words = likelihood(p)
    picture = tag(
        "svg",
        tag("rect", width=_BAR_WIDTH, height=_BAR_HEIGHT, class_="bar-ground"),
        tag("rect", width=f"{_BAR_WIDTH * p:.1f}", height=_BAR_HEIGHT, class_="bar-fill"),
        width=_BAR_WIDTH,
        height=_BAR_HEIGHT,
        role="img",
        aria_label=f"probability {percent(p)}",
        class_="bar",
    )
    return tag("span", picture, " ", tag("bdi", words), class_="likelihood")


def status_legend() -> Markup:
    """Return the table of letters."""
    return table(
        "Letters of the matrix",
        ["status", "marker on the map", "meaning"],
        [
            [named_chip(status), MARKS[status].marker, in_plain_words(status)]
            for status in GRAVEST_FIRST
        ],
    )
