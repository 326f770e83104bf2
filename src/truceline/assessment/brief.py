"""Brief: all that the findings of one agreement are made from, and what tells one from another."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from truceline.agreement.agreement import Agreement
from truceline.assessment.inputs import Digests
from truceline.assessment.judge import engine
from truceline.assessment.kept import Bearing, Made
from truceline.assessment.link.statements import spoken
from truceline.assessment.policy import Policy
from truceline.assessment.review import Review
from truceline.digest import Digest, digest_of, digest_of_bytes
from truceline.geo.extent import Extent
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that findings are made from, gathered for one moment of knowledge."""

    agreement: Agreement
    incidents: tuple[Incident, ...]
    coverage: tuple[Coverage, ...]
    duties: tuple[Observation, ...]
    claims: tuple[Claim, ...]
    reviews: tuple[Review, ...]
    published: Mapping[str, Timespan]
    policy: Policy
    extents: tuple[Extent, ...]
    as_of: str

    def evidence(self) -> dict[str, Any]:
        """Return it as ``assess`` takes it."""
        return {
            "incidents": self.incidents,
            "coverage": self.coverage,
            "duties": self.duties,
            "claims": self.claims,
            "reviews": self.reviews,
            "as_of": self.as_of,
            "policy": self.policy,
            "published": self.published,
        }


def made_from(brief: Brief) -> Made:
    """Return what findings on this brief are made from."""
    digests = Digests()
    said = spoken(brief.claims)
    dates = {one.claim.document: brief.published.get(one.claim.document) for one in said}
    rest = (
        brief.agreement.digest,
        brief.policy.digest,
        engine(),
        _code(),
        [(one.name, one.shape.wkt, one.error_m, repr(one)) for one in brief.extents],
        sorted(digests.of(one) for one in brief.duties),
    )
    return Made(
        rest=digest_of_bytes(repr(rest).encode()),
        spoken=digest_of_bytes(repr((said, sorted(dates.items(), key=repr))).encode()),
        incidents={
            one.id: Bearing(digest=digests.of(one), when=_told(one.lead.when))
            for one in brief.incidents
        },
        coverage={
            one.id: Bearing(digest=digests.of(one), when=_told(one.when)) for one in brief.coverage
        },
        reviews={digest_of_bytes(repr(one).encode()): one.finding for one in brief.reviews},
    )


def _told(when: Timespan) -> str:
    return "/".join(
        ".." if moment is None else moment.isoformat() for moment in (when.start, when.end)
    )


@functools.cache
def _code() -> Digest:
    """Return what tells one state of this program's own files from another.

    The version alone would not: whoever changes a rule in a working copy must not see what the old
    rule found.
    """
    root = Path(__file__).parent.parent
    files = chain(root.rglob("*.py"), root.rglob("*.yaml"), root.rglob("*.csv"))
    told = sorted(
        [str(path.relative_to(root)), path.stat().st_size, path.stat().st_mtime_ns]
        for path in files
    )
    return digest_of(told)
