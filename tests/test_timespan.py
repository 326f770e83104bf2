"""What a Timespan promises."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import TimespanInvalid
from truceline.timespan import Precision, Timespan

days = st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
)


@st.composite
def spans(draw: st.DrawFn) -> Timespan:
    start = draw(days)
    return Timespan(start, start + timedelta(days=draw(st.integers(1, 4000))))


@pytest.mark.parametrize(
    "text",
    [
        "2017",
        "2017-04",
        "2017-Q2",
        "2017-W14",
        "2017-04-23",
        "2014-08-27/2014-09-11",
        "../2018-06-30",
        "2018-06-01/..",
        "2018-06-01T06:30Z",
        "2018-06-01T06:30Z/2018-06-01T07:45Z",
    ],
)
def test_what_is_written_reads_back_the_same(text: str) -> None:
    assert str(Timespan.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13", "26-1-1", "", "yesterday", "2026-02-02T10:00", "2027-W54", "2/1"],
)
def test_a_date_that_does_not_exist_is_refused_with_the_text_in_the_message(text: str) -> None:
    with pytest.raises(TimespanInvalid, match=r"date|day"):
        Timespan.parse(text)


def test_an_interval_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(TimespanInvalid, match="does not come before"):
        Timespan.parse("2018-06-02/2018-05-01")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TimespanInvalid, match="UTC"):
        Timespan(datetime(2018, 1, 1), None)  # noqa: DTZ001


@given(spans(), st.sampled_from(["week", "month", "quarter", "year"]))
def test_the_shares_within_the_periods_it_touches_sum_to_one(span: Timespan, step: str) -> None:
    assert sum(span.share_within(period) for period in span.periods(step)) == pytest.approx(1.0)


@given(spans(), st.sampled_from(["week", "month", "quarter", "year"]))
def test_periods_follow_one_another_without_a_gap(span: Timespan, step: str) -> None:
    periods = list(span.periods(step))

    assert all(a.end == b.start for a, b in itertools.pairwise(periods))
    assert all(Timespan.parse(str(period)) == period for period in periods)


@given(spans(), spans())
def test_overlap_and_gap_do_not_depend_on_the_order(a: Timespan, b: Timespan) -> None:
    assert a.overlap(b) == b.overlap(a)
    assert a.meets(b) == b.meets(a) == (a.overlap(b) is not None)
    assert a.gap_to(b) == b.gap_to(a)
    assert (a.overlap(b) is None) or a.gap_to(b) == timedelta(0)


def test_the_share_of_an_endless_span_cannot_be_told() -> None:
    share = Timespan.parse("2018-06-01/..").share_within(Timespan.parse("2018-07"))

    assert math.isnan(share)
    assert Timespan.parse("2018-06").precision is Precision.MONTH
