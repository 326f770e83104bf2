"""Furniture: scale bar and north arrow."""

from __future__ import annotations

from truceline.report.drawing.labels import Box, Taken, words_at
from truceline.report.drawing.projection import Projection
from truceline.report.markup import Markup, tag

_KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200)
# A scale bar longer than this share of the map is more ornament than measure.
_LONGEST_SHARE = 0.28
_INK = "#222222"


def furniture_box(projection: Projection) -> Box:
    """Return the corner that scale bar and north arrow take, lower left."""
    bottom = projection.top + projection.height
    width = projection.width * _LONGEST_SHARE + 62
    return Box(projection.left + 8, bottom - 50, projection.left + 8 + width, bottom - 8)


def furniture(projection: Projection, taken: Taken) -> Markup:
    """Return scale bar and north arrow on a light plate; nothing else is written there."""
    box = furniture_box(projection)
    taken.take(box)
    point_per_km = projection.points_per_m * 1000
    length_km = max(
        (km for km in _KILOMETRES if km * point_per_km <= projection.width * _LONGEST_SHARE),
        default=_KILOMETRES[0],
    )
    width = length_km * point_per_km
    left, base = box.left + 38, box.bottom - 12
    half = left + width / 2
    plate_width = left + width - box.left + 30
    plate = tag(
        "rect", x=f"{box.left:.1f}", y=f"{box.top:.1f}", width=f"{plate_width:.1f}",
        height=f"{box.bottom - box.top:.1f}", rx=3, fill="#FFFFFF", fill_opacity=0.85,
    )  # fmt: skip
    return tag(
        "g",
        plate,
        tag("path", d=f"M{box.left + 17:.1f} {base + 4:.1f}V{box.top + 19:.1f}", stroke=_INK,
            stroke_width=1.4),
        tag("path", d=f"M{box.left + 17:.1f} {box.top + 14:.1f}l5 10l-5 -2.5l-5 2.5z", fill=_INK),
        words_at(box.left + 17, box.top + 11.5, "N", size=10, weight="bold", anchor="middle"),
        tag("rect", x=f"{left:.1f}", y=f"{base - 5:.1f}", width=f"{width / 2:.1f}", height=5,
            fill=_INK),
        tag("rect", x=f"{half:.1f}", y=f"{base - 5:.1f}", width=f"{width / 2:.1f}", height=5,
            fill="#FFFFFF", stroke=_INK, stroke_width=1),
        words_at(left, base - 9, "0", size=9, anchor="middle"),
        words_at(left + width, base - 9, f"{length_km} km", size=9, anchor="middle"),
        class_="furniture",
    )  # fmt: skip
