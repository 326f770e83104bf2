"""Incident: observations of the same happening, gathered into voices of one origin each."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.observation.observation import Observation
from truceline.reading.claim import Stance
from truceline.sentence import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """All that one origin says of one happening; its best-graded report speaks for it."""

    origin: str
    origin_actor: str | None
    stance: Stance
    best: Observation
    reports: tuple[Observation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening. ``lead`` is the report that gives its what, who, where and when.

    ``lead`` is the best report of a supporting voice (the best of any, where none supports).
    ``why`` says what held the observations together.
    """

    id: str
    lead: Observation
    voices: tuple[Voice, ...]
    why: tuple[Words, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Return every observation of it, voice by voice."""
        return tuple(report for voice in self.voices for report in voice.reports)
