"""The tagger tells verbs from nouns, gives every token one tag, and its weights are those told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, from_shared
from truceline.reading.words.sentences import sentences, tokens
from truceline.reading.words.tagger import TAGS, tags_of, weights_digest
from truceline.reading.words.train_tagger import sentences_of

# Right on the development documents, from 0 to 1.
FLOOR = 0.95


def tag(sentence: str, word: str) -> str:
    """Return the tag of a word of a sentence."""
    line = tokens(sentence)
    (tags,) = tags_of([line])
    return next(tags[index] for index, token in enumerate(line) if token.text == word)


@pytest.mark.parametrize(
    ("sentence", "word", "tags"),
    [
        ("The patrols left the village", "left", ("VBD", "VBN")),
        ("It will patrol the road", "patrol", ("VB",)),
        ("The patrol was late", "patrol", ("NN",)),
        ("They have been pushed back", "pushed", ("VBN",)),
        ("It happened in May", "May", ("NNP",)),
    ],
)
def test_a_word_is_tagged_by_what_stands_around_it(
    sentence: str, word: str, tags: tuple[str, ...]
) -> None:
    assert tag(sentence, word) in tags


@given(st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=30)
def test_every_token_gets_one_known_tag_and_neighbouring_sentences_change_none(
    texts: list[str],
) -> None:
    rows = [s.tokens for text in texts for s in sentences(text, spans=[(0, len(text))])]
    together = tags_of(rows)

    assert [len(row) for row in together] == [len(row) for row in rows]
    assert all(tag in TAGS for row in together for tag in row)
    assert together == tuple(tags_of([row])[0] for row in rows)


def test_the_weights_are_those_that_their_page_tells_of() -> None:
    page = ROOT / "src" / "truceline" / "reading" / "weights" / "README.md"

    assert str(weights_digest()).removeprefix("sha256:") in page.read_text(encoding="utf-8")


def test_ninety_five_words_in_a_hundred_are_tagged_as_the_corpus_has_them() -> None:
    folder: Path = from_shared("corpora/gum")
    dev = tuple(sentences_of(folder / "dev.jsonl.gz"))
    read = tags_of([line for line, _ in dev])
    pairs = [
        pair
        for (_, gold), tags in zip(dev, read, strict=True)
        for pair in zip(gold, tags, strict=True)
    ]

    assert sum(gold == tag for gold, tag in pairs) / len(pairs) >= FLOOR
