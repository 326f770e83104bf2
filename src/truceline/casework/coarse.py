"""Coarse: the evidence as the public may see it: at town level, late, and without people's names.

Positions are moved to a fixed grid and never shaken at random: the mean of many shaken releases
would give the true point back. What is told of a time too near is left out whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from truceline.assessment.review import Review
from truceline.casework.evidence import Evidence
from truceline.evidence.document import Document, Span
from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow, Observation, Tally
from truceline.reading.claim import Claim, PlaceMention
from truceline.report.public_place import public_place
from truceline.timespan import Timespan

# Whoever was somewhere a fortnight ago has moved on or is known to stand there: it is the rhythm in
# which the observers of the best documented agreement inspect.
DELAY = timedelta(days=14)

# Positions in words: decimal degrees, degrees and minutes, military grids. In their place stands a
# block of one width, as a block as wide as the words would tell how many digits there were.
_POSITION = re.compile(
    r"[-+]?\d{1,3}[.,]\d{2,}(?:\s*°)?(?:\s*[NSEW]\b)?(?:\s*[,;/]\s*|\s+)"
    r"[-+]?\d{1,3}[.,]\d{2,}(?:\s*°)?(?:\s*[NSEW]\b)?"
    r"|\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?(?:\s*['′’])?"
    r"(?:\s*\d{1,2}(?:[.,]\d+)?\s*[\"″”])?(?:\s*[NSEW]\b)?"
    r"|\b[-+]?\d{1,3}[.,]\d{3,}\b"
    r"|\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{4,10})\b"
)
BLOCK = "▒▒▒▒"


def coarse(evidence: Evidence, *, at: datetime) -> Evidence:
    """Return the evidence as the public may see it at a moment."""
    before = at - DELAY
    observations = tuple(_public(o) for o in evidence.observations if _is_old(o, before))
    kept = {o.basis.id for o in observations if isinstance(o.basis, Claim)}
    had = {o.basis.id for o in evidence.observations if isinstance(o.basis, Claim)}
    return replace(
        evidence,
        documents=tuple(_outside(one) for one in evidence.documents),
        pages=tuple(replace(page, lines=(), leads=()) for page in evidence.pages),
        claims=tuple(
            public_claim(claim)
            for claim in evidence.claims
            if (claim.id in kept or claim.id not in had) and _is_told(claim, before)
        ),
        observations=observations,
        coverage=tuple(_looked(one) for one in evidence.coverage if _is_past(one.when, before)),
        decisions=(),
        reviews=tuple(_unsigned(one) for one in evidence.reviews),
        regroupings=tuple(
            replace(one, reason="", by="")
            for one in evidence.regroupings
            if {o.id for o in observations}.issuperset((*one.observations, *one.apart_from))
        ),
    )


def scrubbed(text: str) -> str:
    """Return a text with a block in place of every position that is written in it.

    >>> scrubbed("three tanks at 33.12345, 35.81234 near Oxmere")
    'three tanks at ▒▒▒▒ near Oxmere'
    >>> scrubbed("about 2.5 km, on 12 June 2013, 1,200 men")
    'about 2.5 km, on 12 June 2013, 1,200 men'
    """
    return _POSITION.sub(_block, text)


def public_claim(claim: Claim) -> Claim:
    """Return a claim with its places at town level and no position in its words."""
    return replace(
        claim,
        span=_span(claim.span),
        places=tuple(_mention(place) for place in claim.places),
    )


def _block(found: re.Match[str]) -> str:
    # "1,200" is a thousand and more; a position has no three digits alone behind one comma.
    words = found[0]
    return words if re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+", words) else BLOCK


def _span(span: Span) -> Span:
    return replace(span, quote=scrubbed(span.quote))


def _mention(place: PlaceMention) -> PlaceMention:
    return replace(
        place,
        span=_span(place.span),
        name=scrubbed(place.name),
        place=None if place.place is None else public_place(place.place),
    )


def _row(row: LogRow) -> LogRow:
    return replace(row, quote=scrubbed(row.quote), cites=scrubbed(row.cites))


def _public(observation: Observation) -> Observation:
    basis = observation.basis
    return replace(
        observation,
        place=None if observation.place is None else public_place(observation.place),
        place_text=scrubbed(observation.place_text),
        basis=_row(basis) if isinstance(basis, LogRow) else public_claim(basis),
    )


def _looked(coverage: Coverage) -> Coverage:
    return replace(
        coverage,
        place=None if coverage.place is None else public_place(coverage.place),
        basis=_row(coverage.basis),
    )


def _outside(document: Document) -> Document:
    # Another's text is not ours to publish, and a file's name may name who gave it.
    title = None if document.title is None else scrubbed(document.title)
    return replace(document, text="", filename="", title=title)


def _unsigned(review: Review) -> Review:
    return replace(review, reviewer="a reviewer", reason="")


def _is_old(observation: Observation, before: datetime) -> bool:
    if observation.tally is Tally.ONE:
        return _is_past(observation.when, before)
    # What stands for months is told once it has stood for the delay.
    return observation.when.start is not None and observation.when.start <= before


def _is_past(when: Timespan, before: datetime) -> bool:
    return when.end is not None and when.end <= before


def _is_told(claim: Claim, before: datetime) -> bool:
    if claim.time is None or claim.time.when is None:
        return True
    return _is_past(claim.time.when, before) or not claim.modality.is_fact
