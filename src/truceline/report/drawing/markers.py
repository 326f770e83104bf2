"""Markers: the shape of a status, the same on map, legend and page."""

from __future__ import annotations

from truceline.assessment.finding import Status
from truceline.report.mark import MARKS
from truceline.report.markup import Markup, tag

_INK = "#1E1E1E"


def marker(status: Status | None, x: float, y: float, size: float) -> Markup:
    """Return the marker of a status, ``size`` points wide; None: weighed against no duty here.

    >>> marker(Status.COMPLIANT, 10, 10, 8)[:7]
    '<circle'
    """
    half = size / 2
    if status is None or status is Status.NOT_IN_FORCE:
        cross = f"M{x - half:.1f} {y:.1f}H{x + half:.1f}M{x:.1f} {y - half:.1f}V{y + half:.1f}"
        return tag("path", d=cross, fill="none", stroke="#4D4D4D", stroke_width=1.6)
    colour = MARKS[status].colour
    match MARKS[status].marker:
        case "circle":
            return _circle(x, y, half, fill=colour, stroke="#FFFFFF", stroke_width=1)
        case "hollow circle":
            return _circle(x, y, half - 0.6, fill="#FFFFFF", stroke="#6E6E6E", stroke_width=2.2)
        case "triangle":
            d = f"M{x:.1f} {y - half * 1.15:.1f}l{half * 1.15:.1f} {size:.1f}h{-half * 2.3:.1f}z"
        case _:
            d = f"M{x:.1f} {y - half * 1.2:.1f}l{half * 1.2:.1f} {half * 1.2:.1f}"
            d += f"l{-half * 1.2:.1f} {half * 1.2:.1f}l{-half * 1.2:.1f} {-half * 1.2:.1f}z"
    return tag("path", d=d, fill=colour, stroke="#FFFFFF", stroke_width=1, stroke_linejoin="round")


def _circle(x: float, y: float, r: float, *, fill: str, stroke: str, stroke_width: float) -> Markup:
    return tag(
        "circle",
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r=f"{r:.1f}",
        fill=fill,
        stroke=stroke,
        stroke_width=stroke_width,
    )
