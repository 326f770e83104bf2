"""Times in words, as intervals against the day of writing."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.times.find_times import find_times
from truceline.timespan import Precision, Timespan

# Written on Wednesday 18 June 2031.
WRITTEN = Timespan.parse("2031-06-18")

CASES = [
    ("Shots fell on 3 May 2031.", "on 3 May 2031", "2031-05-03"),
    ("Shots fell on May 3, 2031.", "on May 3, 2031", "2031-05-03"),
    ("Shots fell on 3 May.", "on 3 May", "2031-05-03"),
    ("Shots fell on 3 July.", "on 3 July", "2030-07-03"),
    ("They will meet on 3 July.", "on 3 July", "2031-07-03"),
    ("Seen 2031-05-03 there.", "2031-05-03", "2031-05-03"),
    ("Seen 23/05/2031 there.", "23/05/2031", "2031-05-23"),
    ("Seen 03/05/2031 there.", "03/05/2031", None),
    ("Shots fell in May.", "in May", "2031-05"),
    ("The May accord holds.", "May", "2031-05"),
    ("Since 1974 it was quiet.", "Since 1974", "1974-01-01/2031-06-18"),
    ("The 1974 accord holds.", "1974", "1974"),
    ("At the end of May a post fell.", "At the end of May", "2031-05-21/2031-05-31"),
    ("In early June 2030 a post fell.", "In early June 2030", "2030-06-01/2030-06-10"),
    ("It lasted until mid-April.", "until mid-April", "../2031-04-20"),
    ("He called on Friday.", "on Friday", "2031-06-13"),
    ("After a Friday call they left.", "Friday", "2031-06-13"),
    ("He called on Wednesday.", "on Wednesday", "2031-06-18"),
    ("They fired late on Tuesday.", "late on Tuesday", "2031-06-17"),
    ("They will meet on Friday.", "on Friday", "2031-06-20"),
    ("They must leave by Friday.", "by Friday", "2031-06-18/2031-06-20"),
    ("All had left by Monday.", "by Monday", "../2031-06-16"),
    ("Yesterday two fell.", "Yesterday", "2031-06-17"),
    ("There was fire overnight.", "overnight", "2031-06-17/2031-06-18"),
    ("They came last week.", "last week", "2031-W24"),
    ("They came last month.", "last month", "2031-05"),
    ("They came last year.", "last year", "2030"),
    ("Quiet since last year.", "since last year", "2030-01-01/2031-06-18"),
    ("They came three days ago.", "three days ago", "2031-06-15"),
    ("They came two years ago.", "two years ago", "2029"),
    ("Reports of the past months tell it.", "of the past months", "../2031-06-18"),
    ("In the past 10 days two fell.", "In the past 10 days", "2031-06-08/2031-06-18"),
    (
        "From 1 April 2030 to 31 March 2031 it held.",
        "From 1 April 2030 to 31 March 2031",
        "2030-04-01/2031-03-31",
    ),
    ("Between March and May it held.", "Between March and May", "2031-03-01/2031-05-31"),
    ("It held from 13 to 17 May.", "from 13 to 17 May", "2031-05-13/2031-05-17"),
    ("Fire stops from 1 July on, they will say.", "from 1 July on", "2031-07-01/.."),
    ("The patrol left at 0625.", "at 0625", "2031-06-18"),
    ("It was shelled on the 9th.", "on the 9th", "2031-06-09"),
    ("Firing from midnight on Monday killed two.", "from midnight on Monday", "2031-06-16/.."),
    ("It will be done by autumn.", "by autumn", "2031-06-18/2031-11-30"),
]


@pytest.mark.parametrize(("text", "words", "when"), CASES)
def test_a_form_of_words_means_its_days(text: str, words: str, when: str | None) -> None:
    found = find_times(text, published=WRITTEN)

    assert [time.span.quote for time in found] == [words]
    told = found[0].when
    assert (None if told is None else str(told)) == when


@pytest.mark.parametrize("lead", ["Of 3 May 2031", "Sent, May 3, 2031", "Mohamed said:"])
def test_neither_the_month_of_may_nor_a_name_turns_a_weekday_ahead(lead: str) -> None:
    found = find_times(f"{lead} on Friday the army shelled a post", published=WRITTEN)

    assert str(found[-1].when) == "2031-06-13"


def test_days_that_share_a_month_are_told_apart() -> None:
    found = find_times("They met on 2 and 12 April.", published=WRITTEN)

    assert [(time.span.quote, str(time.when)) for time in found] == [
        ("on 2", "2031-04-02"),
        ("12 April", "2031-04-12"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "After seven years of war they left.",
        "It lasted for six hours.",
        "They may leave the hill.",
        "The 28th brigade took 1974 men.",
        "He goes every Friday.",
    ],
)
def test_durations_and_namesakes_are_no_times(text: str) -> None:
    assert find_times(text, published=WRITTEN) == ()


@pytest.mark.parametrize("words", ["on Friday", "last month", "on 3 May", "two days ago"])
def test_what_needs_the_day_of_writing_is_left_open_without_it(words: str) -> None:
    found = find_times(f"They met {words}.", published=None)

    assert len(found) == 1
    assert found[0].when is None


def test_a_dated_day_needs_no_day_of_writing() -> None:
    found = find_times("They met on 3 May 2031.", published=None)

    assert [str(time.when) for time in found] == ["2031-05-03"]


@given(
    text=st.sampled_from([case[0] for case in CASES]),
    first=st.integers(1, 15),
    length=st.integers(0, 14),
    inside=st.integers(0, 14),
)
def test_a_vaguer_day_of_writing_never_excludes_the_answer_of_a_day_in_it(
    text: str, first: int, length: int, inside: int
) -> None:
    end = datetime(2031, 7, first + length, 23, 59, tzinfo=UTC)
    vague = Timespan(datetime(2031, 7, first, tzinfo=UTC), end, Precision.INTERVAL)
    day = Timespan.day(2031, 7, first + min(inside, length))

    for wide, sharp in zip(
        find_times(text, published=vague), find_times(text, published=day), strict=True
    ):
        if wide.when is None or sharp.when is None:
            continue
        assert wide.when.start is None or (
            sharp.when.start is not None and wide.when.start <= sharp.when.start
        )
        assert wide.when.end is None or (
            sharp.when.end is not None and sharp.when.end <= wide.when.end
        )


_PIECES = st.sampled_from(
    ["on Friday", "3 May", "1974", "since", "from", "to", "and", "at 0625", "31 February", "last",
     "month", ".", "\n", "12:30", "the 9th", "900 years ago", "9999-12-31", "between", "overnight"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_gives_ordered_spans_that_quote_it(text: str) -> None:
    for published in (None, WRITTEN, Timespan.parse("2031")):
        found = find_times(text, published=published)
        spans = [time.span for time in found]
        assert all(text[span.start : span.end] == span.quote for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("piece", ["a", "1 ", "May ", "on the ", "12:", "one and ", "11, 18 and "])
def test_a_very_long_line_ends_in_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    assert find_times(text, published=WRITTEN) is not None
