"""Holding: who held what, from when, as told."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.geo.place import Place
from truceline.observation.grade import Grade
from truceline.reading.claim import Claim, Stance
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One holder of one place, told once or several times in a row.

    ``told`` are the times at which it was said to hold; ``until`` is when the next holder is told
    of, None for the last. ``contested`` is True where another holder is told for overlapping times,
    or somebody denies it. ``place_text`` is the name as first told.
    """

    id: str
    holder: str
    holder_of: str | None
    place_text: str
    place: Place | None
    areas: tuple[str, ...]
    told: tuple[Timespan, ...]
    until: Timespan | None
    contested: bool
    stance: Stance
    origins: tuple[str, ...]
    grade: Grade
    claims: tuple[Claim, ...]
