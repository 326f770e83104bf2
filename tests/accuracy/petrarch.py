"""The score of event coding on the PETRARCH validation sentences: sides and PLOVER class.

A coding counts for a side where a claim's actors bear its country; for the class where a claim has
the PLOVER class that the root of its CAMEO code became. The unit records, which play in invented
countries so that no dictionary helps, are counted for the class alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.accuracy.ceasefire import claims_of
from tests.accuracy.plover import NOW, sides_of

Record = Mapping[str, Any]
# Source: the PLOVER codebook's table of what each CAMEO root became.
_CLASSES = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE",
    "07": "AID", "08": "CONCEDE", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE",
    "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION",
    "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip


def score(corpus: Iterable[Record], *, sides: bool) -> dict[str, float]:
    """Return the shares of codings read rightly, and of sentences without any read as such."""
    codings = classes = sources = targets = none = none_right = 0
    for record in corpus:
        passage = {
            "id": record["id"].replace(":", "-"), "text": record["text"].strip(),
            "published": "2010-06-01", "outlet": "Records",
        }  # fmt: skip
        claims = claims_of(passage)
        events = {NOW.get(claim.event, claim.event) for claim in claims if claim.event}
        if not record["events"]:
            none += 1
            none_right += not events
        pairs = [sides_of(claim, passage["text"]) for claim in claims]
        who = frozenset().union(*(one for one, _ in pairs))
        whom = frozenset().union(*(other for _, other in pairs))
        for event in record["events"]:
            wanted = _CLASSES.get(event["code"].lstrip("-")[:2])
            if wanted is None:
                continue
            codings += 1
            classes += wanted in events
            sources += event["source"][:3] in who
            targets += event["target"][:3] in whom
    figures = {"class": classes / codings}
    if sides:
        figures |= {"source country": sources / codings, "target country": targets / codings}
    return figures
