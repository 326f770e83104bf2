"""Listing: the things in a casefile as plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.evidence import Evidence
from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.evidence.ledger import EntryKind
from truceline.observation.observation import LogRow, Observation

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.observation.incident import Incident
    from truceline.reading.claim import Claim

Rows = list[dict[str, object]]


def rows_of(
    case: Casefile, thing: str, *, document: str | None = None, as_of: datetime | None = None
) -> Rows:
    """Return one row for each document, line, claim, observation and so on, as known on a day.

    Args:
        thing: documents, lines, claims, observations, incidents, coverage, reviews, refusals or
            marks; marks are those of now, whatever day is asked about.
        document: Only what came from the document of this id, or of this beginning of an id.
    """
    if thing == "refusals":
        return _refusals(case, as_of)
    if thing == "marks":
        return _marks(case)
    rows = rows_from(gather(case, as_of=as_of), thing)
    return [row for row in rows if document is None or str(row["document"]).startswith(document)]


def rows_from(
    evidence: Evidence, thing: str, *, incidents: Iterable[Incident] | None = None
) -> Rows:
    """Return the rows of what is at hand already; things as in ``rows_of``, refusals apart."""
    if thing == "incidents" and incidents is not None:
        return _incident_rows(incidents)
    return _ROWS[thing](evidence)


def _documents(evidence: Evidence) -> Rows:
    claims = Counter(claim.document for claim in evidence.claims)
    dated = {page.document: page.dating for page in evidence.pages}
    return [
        {
            "id": one.id,
            "document": one.id,
            "file": one.filename,
            "publisher": one.publisher,
            "published": str(
                one.published or (dated[one.id].published if one.id in dated else None) or ""
            ),
            "claims": claims[one.id],
            "title": one.title,
            "url": one.url,
            "digest": one.digest,
        }
        for one in evidence.documents
    ]


def _lines(evidence: Evidence) -> Rows:
    return [
        {
            "document": page.document,
            "start": line.span.start,
            "end": line.span.end,
            "label": line.label.value,
            "line": line.span.quote,
            "why": line.why,
        }
        for page in evidence.pages
        for line in page.lines
    ]


def _claims(evidence: Evidence) -> Rows:
    return [
        {
            "id": claim.id,
            "document": claim.document,
            "start": claim.span.start,
            "end": claim.span.end,
            "kind": claim.kind.value,
            "stance": claim.stance.value,
            "modality": claim.modality.value,
            "chain": chain_in_words(claim),
            "when": str(claim.time.when) if claim.time and claim.time.when else "",
            "quote": claim.span.quote,
            "confidence": claim.confidence,
            "reader": claim.reader,
        }
        for claim in sorted(evidence.claims, key=lambda claim: (claim.document, claim.span))
    ]


def chain_in_words(claim: Claim) -> str:
    """Return a claim's source chain, from the outlet to the first teller."""
    return " <- ".join(teller.name for teller in claim.chain)


def _observation(one: Observation) -> dict[str, object]:
    return {
        "id": one.id,
        "document": one.basis.document,
        "when": str(one.when),
        "kind": one.kind.value,
        "what": one.what,
        "relation": one.relation.value if one.relation else "",
        "actor": " or ".join(share.actor for share in one.actors) or "unknown",
        "side": one.side,
        "place": one.place_text,
        "areas": list(one.areas),
        "lon_deg": one.place.lon_deg if one.place else None,
        "lat_deg": one.place.lat_deg if one.place else None,
        "accuracy_m": one.place.accuracy_m if one.place else None,
        "count_min": one.count.minimum if one.count else None,
        "count_max": one.count.maximum if one.count else None,
        "stance": one.stance.value,
        "method": one.method.value,
        "grade": str(one.grade),
        "origin": one.origin,
        "row": one.basis.row if isinstance(one.basis, LogRow) else None,
        "claim": None if isinstance(one.basis, LogRow) else one.basis.id,
    }


def _observations(evidence: Evidence) -> Rows:
    ordered = sorted(evidence.observations, key=lambda one: (str(one.when), one.id))
    return [_observation(one) for one in ordered]


def _incidents(evidence: Evidence) -> Rows:
    return _incident_rows(incidents_of(evidence))


def _incident_rows(incidents: Iterable[Incident]) -> Rows:
    return [
        {
            **_observation(incident.lead),
            "id": incident.id,
            "voices": len(incident.voices),
            "origins": [voice.origin for voice in incident.voices],
            "reports": len(incident.observations),
        }
        for incident in sorted(incidents, key=lambda one: (str(one.lead.when), one.id))
    ]


def _coverage(evidence: Evidence) -> Rows:
    return [
        {
            "id": one.id,
            "document": one.basis.document,
            "when": str(one.when),
            "area": list(one.areas),
            "side": one.side,
            "method": "access denied" if one.denied else one.method,
            "detection": one.detection,
            "share": one.share,
            "by": one.by,
            "cites": one.basis.cites,
        }
        for one in sorted(evidence.coverage, key=lambda one: (str(one.when), one.id))
    ]


def _reviews(evidence: Evidence) -> Rows:
    return [
        {
            "document": "",
            "finding": one.finding,
            "verdict": one.verdict.value,
            "reviewer": one.reviewer,
            "reason": one.reason,
            "at": f"{one.at:%Y-%m-%dT%H:%MZ}",
        }
        for one in evidence.reviews
    ]


def _refusals(case: Casefile, as_of: datetime | None) -> Rows:
    with case.ledger() as ledger:
        entries = list(ledger.standing(kind=EntryKind.REFUSAL, as_of=as_of))
    return [{"key": entry.key, **entry.record} for entry in entries]


def _marks(case: Casefile) -> Rows:
    from truceline.casework.marks import marks_of

    return [
        {
            "of": mark.of,
            "level": mark.level.value,
            "until": f"{mark.until:%Y-%m-%dT%H:%MZ}" if mark.until else "",
            "by": mark.by,
            "at": f"{mark.at:%Y-%m-%dT%H:%MZ}",
            "reason": mark.reason,
        }
        for mark in marks_of(case)
    ]


_ROWS: dict[str, Callable[[Evidence], Rows]] = {
    "documents": _documents,
    "lines": _lines,
    "claims": _claims,
    "observations": _observations,
    "incidents": _incidents,
    "coverage": _coverage,
    "reviews": _reviews,
}
