"""What the engine says is worded in the reader's language, its values untouched and set apart."""

from __future__ import annotations

import json
import pickle
import re
from string import Formatter

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from scripts import messages
from truceline.assessment.finding import Factor
from truceline.evidence.record import from_record, to_record
from truceline.sentence import Sentence, as_sentence, in_turn, listed, say, say_many, term
from truceline.web.language.catalogue import catalogue_of
from truceline.web.language.worded import worded


def _fields(pattern: str) -> set[tuple[str, str, str]]:
    return {
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in Formatter().parse(pattern)
        if name is not None
    }


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_translation_puts_in_the_values_of_its_pattern_and_no_others(lang: str) -> None:
    wrong = []
    for key, forms in catalogue_of(lang).messages.items():
        patterns = (key,) if isinstance(key, str) else key
        # Templates fill "%(n)s" in; the engine's patterns are those with braces.
        if any("%(" in pattern for pattern in patterns) or "{" not in patterns[-1]:
            continue
        wrong += [(key, form) for form in forms if _fields(form) != _fields(patterns[-1])]

    assert wrong == []


def test_english_is_the_text_itself() -> None:
    told = say("{n} of {total} lie in {where}", n=3, total=8, where="the strip <a>")

    assert str(worded(told, catalogue_of("en"))) == "3 of 8 lie in the strip &lt;a&gt;"


def test_a_sentence_within_a_sentence_is_worded_as_well() -> None:
    told = in_turn([as_sentence(say("no line is told")), say("No more such acts.")])
    french = worded(told, catalogue_of("fr"))

    assert str(french) == "Aucune ligne n’est dite. Plus de tels actes."


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "<bdi>a</bdi>, <bdi>b</bdi> et <bdi>c</bdi>"),
                        ("ar", "<bdi>a</bdi>، <bdi>b</bdi> و<bdi>c</bdi>")],
)  # fmt: skip
def test_a_list_has_the_commas_and_the_and_of_its_language(lang: str, words: str) -> None:
    assert str(worded(listed(["a", "b", "c"]), catalogue_of(lang))) == words


def test_numbers_are_written_as_the_language_does_and_in_the_digits_chosen() -> None:
    told = say("Take out at least {above:,.0f}: the cap is {at_most} {unit}.",
               above=1234.0, at_most=75, unit=term("battle tank"))  # fmt: skip

    assert "1\u202f234" in worded(told, catalogue_of("fr"))
    assert "char de combat" in worded(told, catalogue_of("fr"))
    assert "<bdi>٧٥</bdi>" in worded(told, catalogue_of("ar"), digits="arabic")


@pytest.mark.parametrize(("n", "words"), [(1, "صوت واحد"), (2, "صوتان"), (5, "أصوات")])
def test_what_is_counted_takes_the_plural_of_its_language(n: int, words: str) -> None:
    told = say_many("{n} voice for it", "{n} voices for it", n=n)

    assert words in worded(told, catalogue_of("ar"))


def test_what_a_source_says_stays_though_the_engine_has_the_same_word() -> None:
    told = say("told as {told}", told="unlikely")

    assert "unlikely" in worded(told, catalogue_of("fr"))
    assert "improbable" in worded(say("told as {told}", told=term("unlikely")), catalogue_of("fr"))


def test_what_no_catalogue_holds_stays_english_and_is_marked_so() -> None:
    told = Sentence("nobody ever translated {what}", {"what": "this"})

    assert str(worded(told, catalogue_of("fr"))) == (
        '<bdi lang="en">nobody ever translated this</bdi>'
    )


@given(st.text(max_size=40))
def test_no_value_brings_markup_or_turns_the_line_around(value: str) -> None:
    for lang in ("en", "fr", "ar"):
        shown = worded(say("told as {told}", told=value), catalogue_of(lang))
        bare = re.sub(r'</?bdi(?: lang="en")?>', "", str(shown))
        assert "<" not in bare
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", bare)


def test_a_sentence_is_its_text_to_all_that_do_not_ask() -> None:
    told = say("{n} logged", n=3)
    again = pickle.loads(pickle.dumps(told))  # noqa: S301  (made here)

    assert told == "3 logged"
    plain: dict[str, int] = {told: 1}
    assert plain["3 logged"] == 1
    assert (again, again.pattern, again.values) == (told, told.pattern, told.values)


def test_what_is_kept_of_a_finding_beside_a_casefile_keeps_its_patterns() -> None:
    kept = Factor("real", 0.5, in_turn([say("no act"), say("told as {told}", told="a; b")]))
    again = from_record(Factor, json.loads(json.dumps(to_record(kept))))

    assert again == kept
    assert worded(again.why, catalogue_of("fr")) == worded(kept.why, catalogue_of("fr"))


@pytest.mark.slow
def test_every_pattern_of_the_engine_is_a_literal_that_the_catalogues_can_be_made_from() -> None:
    found = [key for key in messages.said() if isinstance(key, str) and "{" in key]

    assert len(found) > 150


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "headings"),
    [("fr", ("Pourquoi il se lit ainsi", "ce qui a été promis", "qui a regardé")),
     ("ar", ("لماذا يُقرأ هكذا", "ما وُعد به", "من نظر"))],
)  # fmt: skip
def test_a_finding_is_explained_in_the_reader_s_language_and_only_sources_stay_english(
    client: TestClient, lang: str, headings: tuple[str, ...]
) -> None:
    situation = client.get("/", params={"lang": lang}).text
    ids = dict.fromkeys(re.findall(r'href="/findings/([^"?]+)', situation))
    pages = [client.get(f"/findings/{id_}", params={"lang": lang}).text for id_ in [*ids][:20]]

    assert pages
    for page in pages:
        for heading in headings:
            assert heading in page
        tree = page.partition('class="tree"')[2].partition("</section>")[0]
        for english in ("what was promised", "who looked", "Nothing was told", "likely (",
                        "it was in the zone", "voice for it", "cannot tell because"):  # fmt: skip
            assert english not in tree


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("fr", "champ vide"), ("ar", "حقل فارغ")])
def test_a_refusal_is_told_in_the_reader_s_language(
    own_client: TestClient, lang: str, words: str
) -> None:
    own_client.cookies.set("lang", lang)
    page = own_client.get("/", params={"lang": lang}).text
    (finding, *_) = re.findall(r'href="(/findings/[^"?]+)', page)
    refused = own_client.post(finding, data={"verdict": "confirm", "reason": " "})

    assert refused.status_code == 400
    assert words in refused.text


@pytest.mark.parametrize(("lang", "words"), [("fr", "ce jour n’existe pas"), ("ar", "لا يوجد يوم")])
def test_an_address_that_cannot_be_is_refused_in_the_language_that_it_asks_for(
    client: TestClient, lang: str, words: str
) -> None:
    refused = client.get("/", params={"lang": lang, "as-of": "2031-13"})

    assert refused.status_code == 400
    assert f'<html lang="{lang}"' in refused.text
    assert words in refused.text
