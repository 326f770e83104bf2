"""Sentences and tokens keep their offsets, and end where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.words.sentences import sentences, tokens


def _split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, spans=[(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It held. It broke.", 2),
        ("Gen. A. Haddad met Lt. Col. B. Noy at 3.5 km.", 1),
        ("The U.S. envoy left.", 1),
        ("They met in the U.S. The talks failed.", 2),
        ('"We saw it." He left.', 2),
        ("Why? Nobody knows!", 2),
        ("We waited... and nothing came.", 1),
        ("Post No. 5 was hit on 5 Dec. at dawn.", 1),
        ("First line\nSecond line", 2),
        ("“Quiet.” ‘Really.’ Yes.", 3),
        ("1415 no change. 1730 rain.", 2),
    ],
)
def test_a_text_has_so_many_sentences(text: str, parts: int) -> None:
    assert len(_split(text)) == parts


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say_and_leave_out_only_white_space(text: str) -> None:
    line = tokens(text)

    assert all(text[token.start : token.end] == token.text for token in line)
    assert all(a.end <= b.start for a, b in pairwise(line))
    covered = {i for token in line for i in range(token.start, token.end)}
    assert all(not text[i].isalnum() for i in range(len(text)) if i not in covered)


@given(st.text(alphabet='aB .!?"”\n(5U', max_size=80), st.integers(0, 40))
def test_no_sentence_crosses_a_span_or_a_line(text: str, cut: int) -> None:
    spans = [(0, min(cut, len(text))), (min(cut, len(text)), len(text))]

    found = sentences(text, spans=spans)

    for sentence in found:
        low, high = spans[sentence.block]
        assert low <= sentence.start < sentence.end <= high
        assert "\n" not in text[sentence.start : sentence.end]
    assert list(found) == sorted(found, key=lambda s: s.start)


def test_every_token_of_a_span_is_in_one_sentence() -> None:
    text = 'He said: "No." Then (at 5 p.m.) he left. Nothing more'

    inside = [t for s in sentences(text, spans=[(0, len(text))]) for t in s.tokens]

    assert inside == list(tokens(text))
