"""Sides: demands belong to their teller, pairs and pronouns are resolved, own names act."""

from __future__ import annotations

import pytest

from tests.reading.test_grammar import claims_in
from truceline.reading.claim import ClaimKind


def who(text: str) -> list[str | None]:
    """Return the actors of the last claim read in a text."""
    return [one.actor for one in claims_in(text)[-1].who]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Northmark had shelled Tarnwick.", ["Northmark"]),
        ("Observers saw three battle tanks of Northmark in the zone.", ["Northmark"]),
        (
            "Vladimir Putin met Benjamin Netanyahu. The leaders discussed the border.",
            ["Vladimir Putin", "Benjamin Netanyahu"],
        ),
        ("Vladimir Putin called an ally. The leaders discussed the border.", [None]),
        ("Israel said it had fired at the bridge.", ["Israel"]),
    ],
)
def test_an_actor_is_who_the_words_around_say(text: str, actors: list[str | None]) -> None:
    assert who(text) == actors


def test_a_demand_is_its_teller_s_and_goes_to_whom_it_speaks_of() -> None:
    claim = claims_in("Russia said on Tuesday that Sudan must return the helicopter.")[-1]

    assert claim.event == "REQUEST"
    assert [one.actor for one in claim.who] == ["Russia"]
    assert "Sudan" in [one.actor for one in claim.to_whom]


def test_who_only_borders_on_ground_does_not_hold_it() -> None:
    claim = claims_in(
        "The south-west, bordering Jordan, is still outside the control of the state."
    )[-1]

    assert claim.kind is ClaimKind.CONTROL
    assert "Jordan" not in [one.actor for one in claim.who]


@pytest.mark.parametrize("heading", ["Patrol log, Riverton", "Bulletin of the week"])
def test_a_heading_is_no_event(heading: str) -> None:
    assert not [one for one in claims_in(heading) if one.kind is ClaimKind.EVENT]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The accord signed in May forbids heavy guns near the river.", ClaimKind.TERM),
        ("Rebels were said to have shelled the village.", ClaimKind.EVENT),
        ("The minister said they were giving the talks a chance.", ClaimKind.STATEMENT),
        ("The truce holds in most districts.", ClaimKind.STATEMENT),
    ],
)
def test_the_verb_that_decides_gives_the_kind(text: str, kind: ClaimKind) -> None:
    assert claims_in(text)[-1].kind is kind
