"""Dates of publication: stated, or argued from the text with reasons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.reading.measure import plain_document
from truceline.reading.page import Dating
from truceline.reading.pages.tell_apart import tell_apart
from truceline.timespan import Timespan

FRAME = "Guards Leave Hilltop\n\n{}\n\nSubscribe now\n\n{}"


def _dating(article: str, teaser: str = "Crowds Cheer City Race") -> Dating:
    return tell_apart(plain_document(FRAME.format(article, teaser))).dating


def test_what_the_document_states_is_taken() -> None:
    stated = replace(plain_document("Guns fell silent."), published=Timespan.parse("2031-06-18"))

    dating = tell_apart(stated).dating

    assert (str(dating.published), dating.stated) == ("2031-06-18", True)


def test_a_date_line_states_the_day() -> None:
    dating = _dating("Published: June 18, 2031\n\nThe guards left the hill at noon, a mayor said.")

    assert (str(dating.published), dating.stated) == ("2031-06-18", True)


def test_a_day_told_as_past_bounds_it_from_below_and_leaves_the_end_open() -> None:
    dating = _dating("The guards left the hill on 3 May 2031, a mayor said.")

    assert (str(dating.published), dating.stated) == ("2031-05-03/..", False)


def test_a_month_without_its_year_narrows_it() -> None:
    article = "The truce was signed on 9 May 2031.\n\nAt the end of July a post was left, he said."

    dating = _dating(article)

    assert str(dating.published) == "2031-08-01/2032-01-31"
    assert len(dating.reasons) == 2


def test_last_month_beside_a_dated_caption_gives_the_month() -> None:
    article = (
        "The envoy and the mayor of Riverton in Eastland on May 9, 2031. (N. Body/Pool)\n\n"
        "The envoy said that talks followed on the visit to Riverton in Eastland last month."
    )

    assert str(_dating(article).published) == "2031-06"


def test_what_lies_ahead_is_no_bound() -> None:
    dating = _dating("The guards left on 3 May 2031. The last of them will leave by 1 June 2040.")

    assert str(dating.published) == "2031-05-03/.."


def test_teasers_date_nothing() -> None:
    dating = _dating("The guards left the hill, a mayor said.", "Race of 3 May 2039 Draws Crowds")

    assert dating.published is None
    assert dating.reasons


def test_a_contradiction_is_left_out_and_said() -> None:
    article = (
        "The envoy in Riverton, Eastland, on May 9, 2031. (N. Body/Pool)\n\n"
        "The envoy said that talks followed on the visit to Riverton in Eastland last month.\n\n"
        "In October the guards had left, he said."
    )

    dating = _dating(article)

    assert str(dating.published) == "2031-06"
    assert dating.reasons[-1].startswith("left out")


def test_the_first_report_was_written_in_june_2018(seed_article: Path) -> None:
    dating = tell_apart(plain_document(seed_article.read_text("utf-8"))).dating

    assert str(dating.published) == "2018-06"
    assert not dating.stated
    told = " ".join(dating.reasons)
    assert "2018-05-09" in told
    assert "last month" in told
    assert "end of May" in told
