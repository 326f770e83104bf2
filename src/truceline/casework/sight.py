"""Sight: the evidence as somebody may see it; what is hidden is not in it, nor what rests on it.

Everything else is worked out from what is seen: a list, a count, a map or a finding cannot show
what it never had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from truceline.casework.coarse import coarse
from truceline.casework.evidence import Evidence
from truceline.evidence.handling import Handling, Level
from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow, Observation
from truceline.observation.regrouping import Regrouping
from truceline.reading.claim import Claim
from truceline.reading.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """How much of the evidence somebody may see. ``coarse``: late, and at town level only."""

    anything: bool = True
    embargoed: bool = False
    restricted: bool = False
    coarse: bool = False


ALL = Clearance(embargoed=True, restricted=True)
"""What the owner of the casefile sees."""

OPEN = Clearance()
"""What bears no mark."""

PUBLIC = Clearance(coarse=True)
"""What anybody may see."""

NOTHING = Clearance(anything=False)
"""What somebody sees who is cleared for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A clearance at a moment: embargoes end, and what is late becomes old enough."""

    clearance: Clearance
    at: datetime


def seen(evidence: Evidence, marks: Mapping[str, Handling], sight: Sight) -> Evidence:
    """Return the evidence without what a clearance does not cover, and all that rests on it.

    Where a part of a document is hidden, so is the document's text, in which the words stand; its
    other claims stay, unless they share words with the hidden one.
    """
    clearance = sight.clearance
    if not clearance.anything:
        return replace(
            evidence,
            documents=(),
            pages=(),
            claims=(),
            observations=(),
            coverage=(),
            reviews=(),
            regroupings=(),
            decisions=(),
        )
    hidden = hidden_from(marks.values(), sight)
    found = _without(evidence, hidden) if hidden.ids else evidence
    return coarse(found, at=sight.at) if clearance.coarse else found


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden: by id, and by where the words stand, as they may be read anew."""

    ids: frozenset[str]
    spans: Mapping[str, list[tuple[int, int]]]
    rows: frozenset[tuple[str, int]]

    @classmethod
    def by(cls, marks: Iterable[Handling]) -> Hidden:
        ids, rows = set(), set()
        spans: dict[str, list[tuple[int, int]]] = {}
        for mark in marks:
            ids.add(mark.of)
            if mark.document is None:
                continue
            if mark.row is not None:
                rows.add((mark.document, mark.row))
            if mark.start is not None and mark.end is not None:
                spans.setdefault(mark.document, []).append((mark.start, mark.end))
        return cls(frozenset(ids), spans, frozenset(rows))

    def claim(self, claim: Claim) -> bool:
        """Return whether a claim is hidden, or shares words with a hidden one."""
        if claim.id in self.ids or claim.document in self.ids:
            return True
        there = self.spans.get(claim.document, ())
        return any(start < claim.span.end and claim.span.start < end for start, end in there)

    def record(self, one: Observation | Coverage) -> bool:
        """Return whether an observation or a stretch of looking is hidden."""
        if one.id in self.ids or one.basis.document in self.ids:
            return True
        if isinstance(one.basis, LogRow):
            return (one.basis.document, one.basis.row) in self.rows
        return self.claim(one.basis)

    def decision(self, one: Decision) -> bool:
        """Return whether a decision is on a hidden claim, which its record repeats."""
        if one.claim in self.ids or one.document in self.ids:
            return True
        # Without the claim before it nobody can tell where its words stand.
        return self.tears(one.document) if one.before is None else self.claim(one.before)

    def tears(self, document: str) -> bool:
        """Return whether some of a document's words are hidden."""
        return document in self.spans or any(document == at for at, _ in self.rows)


def hidden_from(marks: Iterable[Handling], sight: Sight) -> Hidden:
    """Return what marks hide from somebody."""
    return Hidden.by(mark for mark in marks if hides(mark, sight))


def hides(mark: Handling, sight: Sight) -> bool:
    """Return whether a mark hides what it marks from somebody."""
    match mark.level_at(sight.at):
        case Level.OPEN:
            return False
        case Level.EMBARGOED:
            return not sight.clearance.embargoed
        case Level.RESTRICTED:
            return not sight.clearance.restricted


def _without(evidence: Evidence, hidden: Hidden) -> Evidence:
    observations = tuple(o for o in evidence.observations if not hidden.record(o))
    seen_ids = {o.id for o in observations}
    return replace(
        evidence,
        documents=tuple(
            replace(one, text="") if hidden.tears(one.id) else one
            for one in evidence.documents
            if one.id not in hidden.ids
        ),
        pages=tuple(
            replace(page, lines=(), leads=()) if hidden.tears(page.document) else page
            for page in evidence.pages
            if page.document not in hidden.ids
        ),
        claims=tuple(claim for claim in evidence.claims if not hidden.claim(claim)),
        observations=observations,
        coverage=tuple(one for one in evidence.coverage if not hidden.record(one)),
        decisions=tuple(one for one in evidence.decisions if not hidden.decision(one)),
        # Who reviews sees all, and may write of it. What a review rests on is a digest, so that
        # nobody can tell which of them do: none of their words are told.
        reviews=tuple(replace(one, reason="") for one in evidence.reviews),
        # A decision on incidents names reports: one that names a hidden one goes with it.
        regroupings=tuple(
            _shown(one, hidden)
            for one in evidence.regroupings
            if seen_ids.issuperset((*one.observations, *one.apart_from))
        ),
    )


def _shown(decision: Regrouping, hidden: Hidden) -> Regrouping:
    """Return a decision as it holds among the documents shown, without a word on others."""
    rest = tuple(one for one in decision.documents if one not in hidden.ids)
    return decision if rest == decision.documents else replace(decision, documents=rest, reason="")
