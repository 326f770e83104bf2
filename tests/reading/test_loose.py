"""Loose cues and extents: what the stage of attribution finds beyond the strict forms."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.test_passages import rows


def told(text: str) -> list[tuple[list[str], list[str], list[str]]]:
    """Return teller, cue and content of each attribution that the stage finds in a text."""
    (record,) = rows({"text": text}, stage="attribution")

    def words(spans: list[list[int]]) -> list[str]:
        return [text[start:end] for start, end in spans]

    found: list[dict[str, Any]] = record["attributions"]
    return [(words(one["source"]), words(one["cue"]), words(one["content"])) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The envoy wanted to ensure that nobody would fire.",
            (["The envoy"], ["ensure"], ["that nobody would fire."]),
        ),
        (
            "The truce, I think, will not last.",
            (["I"], ["think"], ["The truce", "will not last."]),
        ),
        (
            'The general said, "We held the bridge. Nobody crossed it." Then he left.',
            (["The general"], ["said"], ['"We held the bridge. Nobody crossed it."']),
        ),
        (
            '"We held the bridge. Nobody crossed it," the general said.',
            (["the general"], ["said"], ['"We held the bridge. Nobody crossed it,']),
        ),
        (
            "He said the road was open, and we drove on to the bridge.",
            (["He"], ["said"], ["the road was open,"]),
        ),
        (
            "She also claims that the post was shelled.",
            (["She"], ["claims"], ["that the post was shelled."]),
        ),
    ],
)
def test_what_is_told_is_found_whole(
    text: str, expected: tuple[list[str], list[str], list[str]]
) -> None:
    assert expected in told(text)


def test_a_verb_that_tells_nothing_attributes_nothing() -> None:
    assert told("They agreed. The paper was read in the square.") == []


_PIECES = st.sampled_from(
    ['"', "“", "”", "he", "said", "think", ",", "that", "we left", ".", "and", "know", "I", "\n",
     "‘", "ensure", "like", "but", "it", "."]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map(" ".join))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    if not text.strip():
        return
    (record,) = rows({"text": text}, stage="attribution")
    for one in record.get("attributions", ()):
        for spans in (one["source"], one["cue"], one["content"]):
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert spans == sorted(spans)
