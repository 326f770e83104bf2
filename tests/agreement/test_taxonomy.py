"""The trees of words: what counts as what, and where it cannot be told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.agreement.taxonomy import load_taxonomy

VOCABULARY = Path(__file__).parents[2] / "docs" / "vocabulary.md"
NAMES = [entry.name for entry in load_taxonomy().entries]
word = st.sampled_from(NAMES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Merkava", "battle tank"),
        ("tanks", "battle tank"),
        ("T-55", "battle tank"),
        ("BMP", "armoured vehicle"),
        ("APCs", "armoured vehicle"),
        ("Iron Dome battery", "iron dome launcher"),
        ("Iron Dome batteries", "iron dome launcher"),
        ("MANPADS", "manpads"),
        ("122-mm gun", "artillery"),
        ("Grad", "rocket launcher"),
        ("multiple-launch rocket system", "rocket launcher"),
        ("howitzers", "howitzer"),
        ("unmanned aerial vehicle", "drone"),
        ("soldiers", "troops"),
        ("air strikes", "airstrike"),
        ("shelling", "firing"),
        ("teapot", None),
    ],
)
def test_a_reports_word_leads_to_its_class(text: str, name: str | None) -> None:
    assert load_taxonomy().word_for(text) == name


@pytest.mark.parametrize(
    ("text", "wanted", "share"),
    [
        ("battle tank", "armour", 1.0),
        ("iron dome launcher", "surface-to-air missile", 1.0),
        ("manpads", "surface-to-air missile", 1.0),
        ("surface-to-surface missile", "surface-to-air missile", 0.0),
        ("missile", "surface-to-air missile", None),
        ("artillery", "howitzer", None),
        ("weapons", "battle tank", None),
        ("vehicle", "battle tank", None),
        ("truck", "battle tank", 0.0),
        ("troops", "personnel", 1.0),
        ("police", "military presence", 0.0),
        ("teapot", "armour", None),
        ("overflight", "attack", 0.0),
        ("impact", "firing", None),
    ],
)
def test_the_share_of_a_word_is_one_nought_or_not_to_be_told(
    text: str, wanted: str, share: float | None
) -> None:
    assert load_taxonomy().share_within(text, (wanted,)) == share


@given(one=word, other=word)
def test_two_words_are_kinds_of_each_other_only_if_they_are_the_same(one: str, other: str) -> None:
    taxonomy = load_taxonomy()

    if taxonomy.is_kind_of(one, other) and taxonomy.is_kind_of(other, one):
        assert one == other


@given(name=word, wanted=st.lists(word, min_size=1, max_size=3), more=word)
def test_wanting_more_never_counts_less(name: str, wanted: list[str], more: str) -> None:
    taxonomy = load_taxonomy()
    before = taxonomy.share_within(name, tuple(wanted))
    after = taxonomy.share_within(name, (*wanted, more))

    if before == 1.0:
        assert after == 1.0
    if before is None:
        assert after != 0.0


@given(name=word)
def test_every_word_is_wholly_within_all_above_it(name: str) -> None:
    taxonomy = load_taxonomy()

    assert all(taxonomy.share_within(name, (above,)) == 1.0 for above in taxonomy.ancestors(name))


def test_calibre_and_range_are_known_where_well_known() -> None:
    model = load_taxonomy().model_for("D-30")

    assert model is not None
    assert (model.calibre_mm, model.range_m) == (122.0, 15_000.0)


@pytest.mark.parametrize("text", ["Iron Dome", "MANPADS", "police", "namer", "vehicle", "Grad"])
def test_a_debatable_mapping_says_why(text: str) -> None:
    assert load_taxonomy().why(text)


def test_no_name_means_two_things() -> None:
    taxonomy = load_taxonomy()
    called: dict[str, str] = {}
    for entry in taxonomy.entries:
        for name in (entry.name, *entry.called):
            assert called.setdefault(name, entry.name) == entry.name, name


def test_the_vocabulary_page_names_every_class_act_and_duty_and_no_other() -> None:
    page = VOCABULARY.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE))
    taxonomy = load_taxonomy()

    for heading, names in (
        ("Acts", taxonomy.acts),
        ("Asset classes", taxonomy.classes),
        ("Duties", taxonomy.duties),
    ):
        table = "\n".join(
            line for line in sections[heading].splitlines() if heading == "Duties" or "|" in line
        )
        assert set(re.findall(r"`([^`]+)`", table)) == set(names), heading
