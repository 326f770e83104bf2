"""Claims as a reader would make them, for the tests of this part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.reading.claim import (
    ActorMention,
    AssetMention,
    Claim,
    ClaimKind,
    Modality,
    PlaceMention,
    Stance,
    Teller,
    TimeMention,
)
from truceline.timespan import Timespan

SPAN = Span(0, 5, "words")
ECHO = Teller(span=None, name="The Echo", named=True, how="wrote")
PUBLISHED = {"d-1": Timespan.parse("2030-05-10")}


def teller(name: str, *, how: str = "said", named: bool = True, actor: str | None = None) -> Teller:
    """Return a teller that stands in the text."""
    return Teller(span=SPAN, name=name, named=named, how=how, actor=actor)


def actor(name: str | None) -> ActorMention:
    """Return a mention of an actor."""
    return ActorMention(span=SPAN, actor=name)


def asset(name: str, least: int | None = None, most: int | None = None) -> AssetMention:
    """Return a mention of arms or forces."""
    return AssetMention(span=SPAN, asset=name, minimum=least, maximum=most)


def place(name: str, *, area: str | None = None, point: Place | None = None) -> PlaceMention:
    """Return a mention of a place."""
    return PlaceMention(span=SPAN, name=name, place=point, area=area)


def at(when: str) -> TimeMention:
    """Return a mention of a time."""
    return TimeMention(span=SPAN, when=Timespan.parse(when))


FIRE = Claim(
    id="c-1",
    document="d-1",
    span=SPAN,
    kind=ClaimKind.EVENT,
    stance=Stance.ASSERTS,
    modality=Modality.HAPPENED,
    chain=(ECHO,),
    who=(actor("Israel Defense Forces"),),
    event="ASSAULT",
    act="firing",
    relation="across",
    places=(place("the ceasefire line", area="ceasefire line"),),
    time=at("2030-05-04"),
    confidence=0.9,
    reader="grammar 1",
)


def claim(**changes: Any) -> Claim:
    """Return the claim of a fire across a line, changed."""
    return replace(FIRE, **changes)
