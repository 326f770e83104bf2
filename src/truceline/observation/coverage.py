"""Coverage: what was observable, when, by what means, how well; and where access was denied."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.geo.place import Place
from truceline.observation.observation import LogRow
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One stretch of looking. ``areas`` are area names as the source writes them, in lower case.

    ``detection`` is the probability that a breach in that area and time would have been seen.
    ``sees`` lists the asset classes and acts that the method can see; empty means all.
    ``share`` is the share of the area that was looked at. A denial of access has ``denied`` True
    and detection 0.
    """

    id: str
    areas: tuple[str, ...]
    side: str | None
    place: Place | None
    when: Timespan
    method: str
    detection: float
    share: float
    sees: tuple[str, ...]
    denied: bool
    by: str
    basis: LogRow
