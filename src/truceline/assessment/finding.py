"""Finding: the judgement on one provision, for one party and one period, as known on one day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from truceline.digest import Digest
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.sentence import Words
from truceline.timespan import Timespan


class Status(StrEnum):
    """The five answers."""

    COMPLIANT = "compliant"
    INDETERMINATE = "indeterminate"
    SUSPECTED = "suspected breach"
    CONFIRMED = "confirmed breach"
    NOT_IN_FORCE = "not in force"

    @property
    def letter(self) -> str:
        """Return the letter that stands for it in a matrix.

        >>> "".join(status.letter for status in Status)
        'C?SB-'
        """
        return {
            Status.COMPLIANT: "C",
            Status.INDETERMINATE: "?",
            Status.SUSPECTED: "S",
            Status.CONFIRMED: "B",
            Status.NOT_IN_FORCE: "-",
        }[self]


class Reason(StrEnum):
    """Why a finding is indeterminate."""

    NOT_OBSERVED = "not observed"
    LITTLE_COVERAGE = "little coverage"
    TOO_CLOSE_TO_CALL = "too close to call"
    CONFLICTING_ACCOUNTS = "conflicting accounts"
    WEAK_EVIDENCE = "weak evidence"
    ACTOR_UNKNOWN = "actor unknown"
    CLASS_UNKNOWN = "class unknown"
    PLACE_UNKNOWN = "place unknown"
    TEXT_DISPUTED = "text disputed"
    NOT_TESTABLE = "not testable here"


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of the product, and why it is what it is.

    ``name`` is one of: real, in zone, in period, bound party, class, no exception.
    """

    name: str
    probability: float
    why: Words


@dataclass(frozen=True, slots=True)
class Weight:
    """What one voice adds to the log-odds that an incident is real."""

    origin: str
    grade: str
    log_lr: float
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One incident held against one provision: each factor, and the product."""

    incident: Incident
    weights: tuple[Weight, ...]
    factors: tuple[Factor, ...]
    p_happened: float
    p_breach: float
    margin_m: float | None = None

    @property
    def p_about(self) -> float:
        """Return how surely the incident, true or not, is one of this ground, time and party."""
        return math.prod(one.probability for one in self.factors if one.name != "real")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How well the ground of a provision was looked at in a period, and the records of it."""

    detection: float
    records: tuple[Coverage, ...]
    denials: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """What would change the status: the thing, its value now, the value at which it flips."""

    what: Words
    now: Words
    flips_at: Words
    becomes: Status
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The judgement. ``id`` is agreement/provision/party/period.

    ``p_breach`` is the probability of a breach by this party, told of or unseen; ``p_told`` is what
    the evidence alone comes to, the log of acts included; ``p_happened`` that such a thing happened
    at all, whoever did it. ``readings`` gives the status under the policy's cautious, central and
    permissive readings; the finding is robust where all three agree. ``log`` holds the acts of a
    duty that are logged in the period, and the nearest before and after it.
    ``statements`` are pledges, warnings and terms told of this provision: shown, never counted.
    """

    id: str
    agreement: str
    provision: str
    party: str
    period: Timespan
    as_of: str
    standing: str
    status: Status
    reasons: tuple[Reason, ...]
    p_breach: float
    p_told: float
    p_happened: float
    readings: tuple[tuple[str, Status], ...]
    weighed: tuple[Weighed, ...]
    look: Look
    log: tuple[Observation, ...] = ()
    statements: tuple[Claim, ...] = ()
    flips: tuple[Flip, ...] = ()
    restore: Words | None = None
    summary: Words
    agreement_digest: Digest
    policy_digest: Digest
    engine: str
    inputs_digest: Digest

    @property
    def rests_on_prior(self) -> bool:
        """Return whether neither evidence nor looking stands behind ``p_breach``."""
        return Reason.NOT_OBSERVED in self.reasons

    @property
    def robust(self) -> bool:
        """Return whether the status holds under every reading of the policy."""
        return all(status is self.status for _, status in self.readings)
