"""Policy: the priors, weights and thresholds that a finding was made with, under three readings."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.weights import Weights
from truceline.digest import Digest

CAUTIOUS, CENTRAL, PERMISSIVE = "cautious", "central", "permissive"
READINGS = (CAUTIOUS, CENTRAL, PERMISSIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy file as read. ``digest`` is that of its bytes; ``reasons`` are by number."""

    id: str
    version: str
    title: str
    readings: tuple[tuple[str, Weights], ...]
    reasons: tuple[tuple[str, str], ...]
    digest: Digest

    @property
    def central(self) -> Weights:
        """Return the reading that gives a finding its status."""
        return dict(self.readings)[CENTRAL]
