"""Observe: keep observations of the claims that tell of facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.found_again import drafts_for
from truceline.casework.gather import gather
from truceline.evidence.ledger import EntryKind

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """How many claims there are, how many became observations, how many of those are new."""

    claims: int
    facts: int
    new: int
    known: int


def observe_claims(
    case: Casefile,
    *,
    only: Collection[str] | None = None,
    author: str,
    recorded_at: datetime,
) -> Observed:
    """Make observations of the standing claims, and keep the new ones.

    Args:
        only: Of the claims of these documents, by their ids; None for all.
    """
    from truceline.observation.observe import observe
    from truceline.reading.actors import load_actors

    evidence = gather(case)
    claims = tuple(one for one in evidence.claims if only is None or one.document in only)
    published = {
        page.document: page.dating.published for page in evidence.pages if page.dating.published
    }
    observations = observe(claims, actors=load_actors(), published=published)
    with case.ledger() as ledger:
        drafts = drafts_for(ledger, EntryKind.OBSERVATION, observations)
        done = ledger.append(drafts, author=author, recorded_at=recorded_at)
    return Observed(claims=len(claims), facts=len(observations), new=done.new, known=done.known)
