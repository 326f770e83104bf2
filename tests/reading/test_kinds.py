"""Each rule of kind, modality and stance at its edge, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.reading.test_grammar import claims_in

CASES = {
    "access refused is done, and no view": (
        "Access to the port was refused on six occasions.", "event", "happened", "asserts",
    ),
    "no accord is a verdict": (
        "The parties have not yet agreed on the line.", "statement", "ongoing", "denies",
    ),
    "leave given in one act is an event": (
        "The militia allowed the deminers into the valley.", "event", "happened", "asserts",
    ),
    "it binds: a term": (
        "It forbids them to fly over the strip.", "term", "demanded", "asserts",
    ),
    "who travels with a message carries it": (
        "A Swiss envoy flew to Aden with a proposal.", "relay", "happened", "asserts",
    ),
    "what will be held is planned": (
        "The next meeting will be held in Gali.", "contact", "planned", "asserts",
    ),
    "a word given is an undertaking": (
        "The captain gave his word that the road would stay open.",
        "commitment", "pledged", "asserts",
    ),
    "fire noted in a log": (
        "0812 mortar, single, bearing 210.", "event", "happened", "asserts",
    ),
    "a letter is a contact, whatever it asks for": (
        "The governor wrote to the council asking for two more monitors.",
        "contact", "happened", "asserts",
    ),
    "an order to end is done": (
        "The marshal ordered an end to the operation.", "statement", "happened", "asserts",
    ),
    "an intention is an undertaking": (
        "The ministry intends to close three posts.", "commitment", "planned", "asserts",
    ),
    "somebody held is detained": (
        "Two drivers are being held at the barracks.", "event", "ongoing", "asserts",
    ),
    "a place held is control": (
        "The bridge is held by the militia.", "control", "ongoing", "asserts",
    ),
    "a position taken is no ground": (
        "The council takes no position on the northern crossing.",
        "statement", "ongoing", "asserts",
    ),
    "accused of an act: the act": (
        "Delhi accused the group of firing on a bus.", "event", "happened", "asserts",
    ),
    "an account left open: what it tells of": (
        "Neither report could be checked.", "event", "happened", "cannot confirm",
    ),
    "nobody told is a contact that was not": (
        "Nobody has told them to leave, a nurse said.", "contact", "happened", "denies",
    ),
    "called untrue is denied": (
        "The ministry dismissed the story as a fabrication.", "event", "happened", "denies",
    ),
    "a forecast is nobody's undertaking": (
        "The envoy predicted that the shelling would end in June.",
        "event", "predicted", "asserts",
    ),
    "could have been: possible, not supposed": (
        "A stray round could have hit the depot.", "event", "possible", "asserts",
    ),
    "would have, if: supposed": (
        "They would have shot the driver if the captain had not come out.",
        "event", "hypothetical", "asserts",
    ),
    "an agreement in force is a term": (
        "The accord of 2003 is still in force.", "term", "ongoing", "asserts",
    ),
    "a message by way of somebody is a relay": (
        "The offer went to the capital by way of two envoys.", "relay", "happened", "asserts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_clause_is_sorted_as_it_means(name: str) -> None:
    text, *wanted = CASES[name]
    found = [(c.kind.value, c.modality.value, c.stance.value) for c in claims_in(text)]
    assert tuple(wanted) in found


def test_a_gerund_of_speech_tells_for_the_subject_before_it() -> None:
    claims = claims_in("The mediator went home, saying that both armies had broken the truce.")
    told = [c for c in claims if "both armies" in c.span.quote]
    assert [link.name for link in told[0].chain[1:]] == ["mediator"]


def test_he_is_who_spoke_and_not_whom_he_spoke_of() -> None:
    claims = claims_in(
        "Patrols saw twelve trucks near the ford, a colonel told reporters. "
        "The trucks crossed the border at dusk, he added."
    )
    assert claims[-1].chain[-1].name == "a colonel"
