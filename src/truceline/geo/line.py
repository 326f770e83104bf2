"""Line: a named line on the ground, with its source and how far off it may be."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.errors import GeometryInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line in WGS 84 degrees, longitude first, joined by geodesics.

    ``error_m`` is the distance within which the true line lies for 95 % of its length; ``called``
    are the names under which reports speak of it, in lower case.

    >>> Line(id="A", title="Line A", points=((35.8, 33.3),), error_m=500, source="survey")
    Traceback (most recent call last):
    truceline.errors.GeometryInvalid: line 'A' has 1 point; a line needs two
    """

    id: str
    title: str
    points: tuple[tuple[float, float], ...]
    error_m: float
    source: str
    licence: str = ""
    note: str = ""
    called: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise GeometryInvalid(
                f"line {self.id!r} has {len(self.points)} point; a line needs two"
            )
