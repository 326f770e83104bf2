"""Memory: what a desk keeps of its casefile from one request to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from truceline.casework.kept_incidents import KeptIncidents
from truceline.casework.standing import Standing
from truceline.web.navigation import N_


class Stage(StrEnum):
    """How far a desk is with a casefile that it has just begun on, in the order of the work."""

    READING = N_("The record is read")
    LINKING = N_("Reports of one happening are linked")
    JUDGING = N_("Provisions are judged")


@dataclass(frozen=True, slots=True)
class Memory:
    """What stands, and what it comes to; both are brought up by what was recorded since."""

    standing: Standing = field(default_factory=Standing)
    incidents: KeptIncidents = field(default_factory=KeptIncidents)

    @property
    def stage(self) -> Stage:
        """Return what has to be done next before a first page can be shown."""
        if not self.standing.is_read:
            return Stage.READING
        return Stage.JUDGING if self.incidents.is_linked else Stage.LINKING
