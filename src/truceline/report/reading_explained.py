"""Reading, explained: for each claim the words, the cue and the rule behind each field."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from truceline.evidence.document import Document
from truceline.reading.claim import Claim, Teller
from truceline.reading.page import Page
from truceline.report.markup import writable

_WIDTH = 80
_FIELD = 13


def explained_as_text(document: Document, page: Page, claims: Sequence[Claim]) -> str:
    """Return a reading with its reasons as plain text, 80 columns wide.

    Signs that a terminal would obey are replaced; offsets count the text's characters.
    """
    rows = [
        f"{document.filename}, {page.outlet}",
        *_field("published", str(page.dating.published or "not known")),
        *(row for reason in page.dating.reasons for row in _field("", f"- {reason}")),
        *_lines_told(page),
        "",
    ]
    for number, claim in enumerate(claims, start=1):
        rows += [*_claim(number, claim), ""]
    if not claims:
        rows += ["No claim was read in it.", ""]
    return writable("\n".join(rows)) + "\n"


def _lines_told(page: Page) -> Iterator[str]:
    article = [line for line in page.lines if line.label.is_article]
    left_out = len(page.lines) - len(article)
    yield from _field("lines", f"{len(article)} of the article, {left_out} of the page round it")
    for line in page.lines:
        if not line.label.is_article:
            words = " ".join(line.span.quote.split())
            yield from _field(
                "", f"- {line.label.value}: {textwrap.shorten(words, 40)}: {line.why}"
            )


def _claim(number: int, claim: Claim) -> Iterator[str]:
    head = f"{number}. "
    quote = " ".join(claim.span.quote.split())
    yield from textwrap.wrap(
        f"{quote!r} [{claim.span.start}-{claim.span.end}]", _WIDTH,
        initial_indent=head, subsequent_indent=" " * len(head),
    )  # fmt: skip
    for name, value in (
        ("kind", claim.kind.value),
        ("modality", claim.modality.value),
        ("stance", claim.stance.value),
    ):
        yield from _field(name, f"{value}{_because(claim, name)}")
    yield from _field("chain", " < ".join(_link(link) for link in claim.chain))
    for cue in claim.cues:
        if cue.field == "chain":
            yield from _field("", f"- {cue.rule}: {cue.words!r}")
    yield from _arguments(claim)
    yield from _field("confidence", f"{claim.confidence:.2f} that it is read right")
    yield from _field("reader", claim.reader)


def _arguments(claim: Claim) -> Iterator[str]:
    for name, actors in (("who", claim.who), ("to whom", claim.to_whom)):
        for actor in actors:
            meant = f", that is {actor.actor}" if actor.actor else ", whom no list knows"
            yield from _field(name, f"{actor.span.quote!r}{meant}")
    if claim.event:
        yield from _field("event", " / ".join(filter(None, (claim.event, claim.acled, claim.act))))
    for asset in claim.assets:
        yield from _field("asset", f"{asset.span.quote!r}: {asset.asset}")
    for place in claim.places:
        where = place.area or "nobody can put it on a map from here"
        if place.place is not None:
            point = place.place
            doubt_km = point.accuracy_m / 1000
            where = f"{point.lat_deg:.2f}N {point.lon_deg:.2f}E, within {doubt_km:.1f} km"
        rivals = f"; may also be {', '.join(place.rivals[:3])}" if place.rivals else ""
        yield from _field("place", f"{place.span.quote!r}: {where}{rivals}")
    if claim.time is not None:
        yield from _field("time", f"{claim.time.span.quote!r}: {claim.time.when or 'not resolved'}")
    for quantity in claim.quantities:
        least, most = quantity.minimum, quantity.maximum
        span = (
            f"{'..' if least is None else f'{least:g}'} to {'..' if most is None else f'{most:g}'}"
        )
        yield from _field("quantity", f"{quantity.span.quote!r}: {span} {quantity.unit}")


def _because(claim: Claim, field: str) -> str:
    found = [cue for cue in claim.cues if cue.field == field]
    return "".join(
        f", since {one.rule}" + (f": {one.words!r}" if one.words else "") for one in found
    )


def _link(link: Teller) -> str:
    known = "" if link.named else ", not named"
    return f"{link.name} ({link.how}{known})"


def _field(name: str, value: str) -> list[str]:
    lead = f"   {name:{_FIELD - 3}}"
    return textwrap.wrap(
        value, _WIDTH, initial_indent=lead + " ", subsequent_indent=" " * (_FIELD + 2)
    )
