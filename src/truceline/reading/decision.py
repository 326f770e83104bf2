"""Decision: what a person decided on one claim that a reader read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from truceline.reading.claim import Claim


class Choice(StrEnum):
    """What is done with a claim."""

    ACCEPT = "accept"
    AMEND = "amend"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's decision on one claim; it holds until it is taken back.

    ``before`` is the claim as it stood before; None where it was only proposed. A decision changes
    no probability: an accepted claim weighs what it weighed, an amended one what its words now
    earn, a rejected one nothing.
    """

    claim: str
    document: str
    choice: Choice
    reason: str
    by: str
    at: datetime
    before: Claim | None = None
