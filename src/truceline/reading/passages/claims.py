"""Passages, claims: a passage's claims as one plain record, in the form of the gold passages."""

from __future__ import annotations

from truceline.reading.claim import Claim, Teller
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.page import LineLabel, Page
from truceline.reading.passages.passage import Passage
from truceline.reading.passages.values import (
    Record,
    number,
    place_record,
    published_of,
    quantity_record,
    spanned,
    time_record,
    with_role,
)
from truceline.reading.read import Reader, read

# The corpora know fewer classes of assets than the lexicon does.
ASSET_CLASSES = {
    **dict.fromkeys(("troops", "fighters", "police", "observers"), "personnel"),
    **dict.fromkeys(("gun", "howitzer"), "artillery"),
    **dict.fromkeys(("outpost", "observation position"), "position"),
    **dict.fromkeys(
        ("manpads", "air-defence battery", "iron dome launcher"), "surface-to-air missile"
    ),
    "truck": "vehicle",
    "warship": "boat",
}


def claims_record(
    passage: Passage, *, gazetteer: Gazetteer, reader: str | Reader = "grammar"
) -> Record:
    """Return a passage with its claims; every line with its label where not all are body.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> from truceline.reading.passages.passage import passage_from
    >>> passage = passage_from('{"text": "Two tanks crossed the line, a witness said."}', number=1)
    >>> (claim,) = claims_record(passage, gazetteer=load_gazetteer())["claims"]
    >>> claim["quote"], [link["how"] for link in claim["chain"]]
    ('Two tanks crossed the line', ['wrote', 'said'])
    """
    page = passage.page
    claims = read(passage.document, page=page, gazetteer=gazetteer, reader=reader)
    record: Record = {
        "id": passage.document.id,
        **dict(passage.handed),
        "published": published_of(page.dating.published),
        "outlet": page.outlet,
        "text": passage.document.text,
        "claims": [claim_record(claim) for claim in claims],
    }
    if any(line.label is not LineLabel.BODY for line in page.lines):
        record["lines"] = line_records(page)
    return record


def line_records(page: Page, *, why: bool = False) -> list[Record]:
    """Return every line of a page with its label, and with its reason if asked for."""
    return [
        {
            "start": line.span.start,
            "end": line.span.end,
            "label": line.label.value,
            **({"why": line.why} if why else {}),
        }
        for line in page.lines
    ]


def claim_record(claim: Claim) -> Record:
    """Return a claim as a plain record, without the reader's own reasons."""
    return {
        **spanned(claim.span),
        "kind": claim.kind.value,
        "stance": claim.stance.value,
        "modality": claim.modality.value,
        "chain": [link_record(link) for link in claim.chain],
        "who": [with_role(spanned(actor.span), actor.role) for actor in claim.who],
        "to_whom": [with_role(spanned(actor.span), actor.role) for actor in claim.to_whom],
        "event": claim.event,
        "acled": claim.acled,
        "assets": [
            {
                **spanned(asset.span),
                "class": ASSET_CLASSES.get(asset.asset, asset.asset),
                "count_min": number(asset.minimum),
                "count_max": number(asset.maximum),
            }
            for asset in claim.assets
        ],
        "place": [place_record(place) for place in claim.places],
        "time": None if claim.time is None else time_record(claim.time),
        "quantities": [quantity_record(quantity) for quantity in claim.quantities],
    }


def link_record(link: Teller) -> Record:
    """Return one link of a chain; the outlet has no span."""
    where: Record = {"start": None, "end": None, "quote": None}
    if link.span is not None:
        where = spanned(link.span)
    return {**where, "name": link.name, "named": link.named, "how": link.how}
