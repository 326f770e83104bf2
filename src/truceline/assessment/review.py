"""Review: a person's recorded decision. Only a review makes a breach *confirmed*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of a finding."""

    CONFIRM = "confirm"
    DISSENT = "dissent"
    ASK_FOR_MORE = "ask for more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One reviewer's decision on one finding, with the inputs that it was made on.

    A review counts only for a finding with the same ``inputs_digest``: new evidence needs a new
    look.
    """

    finding: str
    inputs_digest: str
    verdict: Verdict
    reviewer: str
    reason: str
    at: datetime
