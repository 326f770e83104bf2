"""The spaCy reader keeps to what every reader keeps to, on a pipeline of our own making."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accuracy.ceasefire import document_of
from truceline.cli.readers import reader_named
from truceline.errors import PartMissing
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.read import read
from truceline.reading.readers.spacy import load_spacy

_PASSAGE = {
    "id": "x-1", "published": "2031-06-10", "outlet": "The Wire",
    "text": "Troops shelled the village on Monday, a doctor said. The convoy turned back.",
}  # fmt: skip


@pytest.mark.slow
def test_claims_quote_the_text_and_are_the_same_each_time(spacy_pipeline: Path) -> None:
    document, page = document_of(_PASSAGE)
    reader = load_spacy(spacy_pipeline)

    found = read(document, page=page, gazetteer=load_gazetteer(), reader=reader)

    assert found
    assert all(document.text[one.span.start : one.span.end] == one.span.quote for one in found)
    assert found == read(document, page=page, gazetteer=load_gazetteer(), reader=reader)
    assert reader.version.startswith("spacy/")


@pytest.mark.slow
def test_a_pipeline_trained_for_a_moment_tags_better_than_chance(spacy_pipeline: Path) -> None:
    reader = load_spacy(spacy_pipeline)
    document = reader.pipeline("The patrol left the village")

    assert document[0].tag_ == "DT"


def test_without_a_pipeline_named_the_reader_is_refused_with_the_way_to_make_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TRUCELINE_SPACY_MODEL", raising=False)

    with pytest.raises(PartMissing, match="train-parser"):
        reader_named("spacy")


def test_a_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match=r"meta\.json"):
        load_spacy(tmp_path)
