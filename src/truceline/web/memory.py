"""Memory: what a desk keeps of its casefile from one request to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.casework.kept_incidents import KeptIncidents
from truceline.casework.standing import Standing


@dataclass(frozen=True, slots=True)
class Memory:
    """What stands, and what it comes to; both are brought up by what was recorded since."""

    standing: Standing = field(default_factory=Standing)
    incidents: KeptIncidents = field(default_factory=KeptIncidents)
