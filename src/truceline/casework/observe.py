"""Observe: keep observations of the claims that tell of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.evidence import gather
from truceline.evidence.ledger import Draft, EntryKind

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """How many claims there are, how many became observations, how many of those are new."""

    claims: int
    facts: int
    new: int
    known: int


def observe_claims(case: Casefile, *, author: str, recorded_at: datetime) -> Observed:
    """Make observations of the standing claims, and keep the new ones."""
    from truceline.evidence.record import to_record
    from truceline.observation.observe import observe
    from truceline.reading.actors import load_actors

    claims = gather(case).claims
    observations = observe(claims, actors=load_actors())
    drafts = [
        Draft(kind=EntryKind.OBSERVATION, key=noun.id, record=to_record(noun))
        for noun in observations
    ]
    with case.ledger() as ledger:
        done = ledger.append(drafts, author=author, recorded_at=recorded_at)
    return Observed(claims=len(claims), facts=len(observations), new=done.new, known=done.known)
