"""Patterns: zones told apart by light fill and by pattern, lines by their dashes."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.report.markup import Markup, tag

# Light fills and their inks, away from the colours of the statuses, so that no zone looks judged.
_FILLS = (
    ("#EDE3CF", "#8A7338"),
    ("#E0DAEE", "#63548F"),
    ("#D5E6E6", "#3C7576"),
    ("#EFDCE2", "#8C5468"),
    ("#E3E6CC", "#6B7134"),
    ("#D9E3EF", "#4B6688"),
)
# Strokes of one cell of 12 points; dots are strokes of no length with round ends.
_CELL = 12
_STROKES = (
    "M-3 3L3 -3M0 12L12 0M9 15L15 9",
    "M-3 9L3 15M0 0L12 12M9 -3L15 3",
    "M0 6H12",
    "M6 0V12",
    "M3 3h.01M9 9h.01",
    "M6 3V9M3 6H9",
    "M0 3Q3 0 6 3T12 3",
)
DASHES = ("none", "9 4", "12 3 2 3", "3 3", "16 5", "8 2 2 2 2 2")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneStyle:
    """How one zone is drawn, and the number that names it on map and legend."""

    number: int
    fill: str
    ink: str
    pattern_id: str


def zone_styles(zones: tuple[str, ...], *, prefix: str) -> dict[str, ZoneStyle]:
    """Return a style for each zone id, numbered from 1 in the order given."""
    return {
        zone: ZoneStyle(
            number=index + 1,
            fill=_FILLS[index % len(_FILLS)][0],
            ink=_FILLS[index % len(_FILLS)][1],
            pattern_id=f"{prefix}-zone-{index + 1}",
        )
        for index, zone in enumerate(zones)
    }


def strokes_of(number: int) -> str:
    """Return the strokes of one cell of 12 points, as an SVG path, for the zone of a number."""
    return _STROKES[(number - 1) % len(_STROKES)]


def zone_pattern(style: ZoneStyle) -> Markup:
    """Return the definition of a zone's pattern."""
    strokes = strokes_of(style.number)
    return tag(
        "pattern",
        tag("rect", width=_CELL, height=_CELL, fill=style.fill, fill_opacity=0.5),
        tag(
            "path",
            d=strokes,
            fill="none",
            stroke=style.ink,
            stroke_width=1.8 if "h.01" in strokes else 0.7,
            stroke_linecap="round" if "h.01" in strokes else "butt",
            stroke_opacity=0.55,
        ),
        id=style.pattern_id,
        patternUnits="userSpaceOnUse",
        width=_CELL,
        height=_CELL,
    )
