"""RecordRead: what a coded record gave, and each row that was refused."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.errors import Problem
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRead:
    """The outcome of reading a record. ``rows`` is always ``accepted`` and ``refused`` together.

    ``form`` is "incidents", "coverage" or "duties". A refused row has one or more ``refusals``; an
    accepted row has one or more observations, or one stretch of coverage.
    """

    form: str
    rows: int
    accepted: int
    refused: int
    observations: tuple[Observation, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    refusals: tuple[Problem, ...] = ()
