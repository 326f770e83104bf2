"""The tables of this part speak the vocabulary, and agree with the taxonomy of agreements."""

from __future__ import annotations

from truceline.agreement.taxonomy import load_taxonomy
from truceline.observation.grade import Grade
from truceline.observation.kinds import load_kinds
from truceline.observation.lineage import is_kind_of, words
from truceline.observation.observation import ObservationKind
from truceline.observation.tables import table

CLASSES, ACTS = words("classes"), words("acts")


def test_every_kind_speaks_the_vocabulary() -> None:
    for kind in load_kinds().values():
        assert kind.what in (CLASSES if kind.kind is ObservationKind.PRESENCE else ACTS), kind
        assert {*kind.assets, *kind.takes} <= set(CLASSES), kind


def test_every_asset_word_and_coarse_event_speaks_the_vocabulary() -> None:
    assert set(table("asset_words")["classes"].values()) <= set(CLASSES)
    assert {rule["act"] for rule in table("asset_words")["firing"]} <= set(ACTS)
    assert set(table("observe")["events"].values()) <= set(ACTS)


def test_every_sort_of_source_has_a_grade_and_a_reason() -> None:
    for row in table("grades").values():
        assert str(Grade.parse(row["grade"])) == row["grade"]
        assert row["why"]


def test_what_is_a_kind_of_what_is_so_in_the_taxonomy_of_agreements_too() -> None:
    taxonomy = load_taxonomy()
    for branch in (CLASSES, ACTS):
        for word in branch:
            for other in branch:
                if is_kind_of(word, other):
                    assert taxonomy.is_kind_of(word, other), (word, other)
