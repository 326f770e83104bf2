"""The score of event coding on the PLOVER records: class, source, target, and all three.

A record counts as right where one of the claims read in its sentence has the class; a triple where
one claim has the class and the countries of the first source and of the first target (nothing,
where the record has none). Classes of the older draft are counted under their present names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.accuracy.ceasefire import claims_of
from truceline.reading.claim import Claim
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.passages.events import CodedActor, coded_sides

Record = Mapping[str, Any]
NOW = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}


def records(path: Path) -> tuple[Record, ...]:
    """Return the records of the corpus."""
    return tuple(json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())


def _codes(actors: Sequence[CodedActor]) -> frozenset[str]:
    """Return the codes of some actors; a body of states may be coded as one of citizens."""
    found = {one.code for one in actors if one.code}
    return frozenset(found | ({"NGO"} if "IGO" in found else set()))


def sides_of(claim: Claim, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of who acts and on whom, as ``--stage events`` writes them."""
    sources, targets = coded_sides(claim, text, gazetteer=load_gazetteer())
    return _codes(sources), _codes(targets)


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
        sides = [(claim.event, *sides_of(claim, passage["text"])) for claim in claims]
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
