"""A finding can be followed down to the words it rests on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.world import AGREEMENT, ARTICLE, DOCUMENTS, LOG, REVIEWS, SUSPECTED, UNSEEN
from truceline.digest import digest_of_bytes
from truceline.errors import NotFound
from truceline.report.branch import Branch, branch_as_html, branch_as_record
from truceline.report.explain import as_text, explain

TREE = explain(SUSPECTED, agreement=AGREEMENT, documents=DOCUMENTS, reviews=REVIEWS)


def path_to(branch: Branch, words: str) -> list[str]:
    """Return the labels from a branch down to the first one whose value holds these words."""
    if words in branch.value:
        return [branch.label]
    for child in branch.children:
        below = path_to(child, words)
        if below:
            return [branch.label, *below]
    return []


@pytest.mark.parametrize(
    "words",
    [
        "Shells fell near Milltown on Tuesday",
        "=HEARD(3 rounds)",
        ARTICLE.digest,
        LOG.digest,
        "prior 0.5 and three voices",
        "weight +2.20",
        "graded A2 (completely reliable source, probably true)",
        "Riverton Echo wrote > two officers said",
        "para. 1",
        "the zone ends at the river",
        "at 640 m it would be indeterminate",
        "no firing from now on",
        "does not count",
        SUSPECTED.policy_digest,
        SUSPECTED.inputs_digest,
        "2031-04-01",
        "patrol by Observer Mission",
    ],
)
def test_every_factor_is_somewhere_in_the_tree(words: str) -> None:
    assert path_to(TREE, words)


def test_a_quote_hangs_under_its_observation_its_voice_and_its_incident() -> None:
    labels = path_to(TREE, "Shells fell near Milltown on Tuesday”")
    assert labels == [
        "finding",
        "incidents",
        "incident i-shelling",
        "voice",
        "observation o-1",
        "claim c-shells",
    ]


def test_silence_is_told_as_nobody_having_looked() -> None:
    tree = explain(UNSEEN, agreement=AGREEMENT, documents=DOCUMENTS)
    assert path_to(tree, "nobody is on record as having looked")
    assert path_to(tree, "access denied to Observer Mission")


def test_a_document_that_is_not_at_hand_is_named() -> None:
    assert path_to(TREE, "d-lost, not among the documents of this report")


def test_other_words_of_the_agreement_than_those_judged_are_pointed_out() -> None:
    later = replace(AGREEMENT, digest=digest_of_bytes(b"later"))
    assert path_to(explain(SUSPECTED, agreement=later, documents=()), "shown here are of")
    assert not path_to(TREE, "shown here are of")


def test_a_provision_that_the_agreement_does_not_have_is_refused() -> None:
    with pytest.raises(NotFound, match=r"provision '9\.9'"):
        explain(replace(SUSPECTED, provision="9.9"), agreement=AGREEMENT, documents=())


@given(st.integers(60, 140))
def test_the_text_keeps_to_its_width(width: int) -> None:
    assert max(map(len, as_text(TREE, width=width).splitlines())) <= width


def test_colour_adds_nothing_but_colour() -> None:
    plain = as_text(TREE, colour=True).replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert plain == as_text(TREE)
    assert "\x1b" not in as_text(TREE)


@given(st.text())
def test_no_text_of_a_document_reaches_the_terminal_as_a_command(words: str) -> None:
    shown = as_text(Branch("quote", words))
    assert not any(ord(each) < 32 and each != "\n" for each in shown)
    assert not any(0x7F <= ord(each) < 0xA0 for each in shown)
    assert "\u202e" not in shown


def test_the_tree_is_the_same_as_json_and_as_html() -> None:
    labels = [branch.label for branch in TREE]
    record = json.dumps(branch_as_record(TREE))
    assert [label for label in labels if json.dumps(label) not in record] == []
    html = branch_as_html(TREE)
    assert html.count('class="label"') == len(labels)
    assert "<script" not in html
