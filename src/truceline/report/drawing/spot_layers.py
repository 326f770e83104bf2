"""Spot layers: incidents as markers, their circles of doubt, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.report.drawing.labels import Box, Taken, around, label
from truceline.report.drawing.markers import marker
from truceline.report.drawing.projection import Projection
from truceline.report.drawing.spots import Spot
from truceline.report.mark import MARKS
from truceline.report.markup import Markup, joined, tag

_SPOT_SIZE = 9.5
MARKER_SIZE = 11.0


def doubt_layer(spots: Iterable[Spot], projection: Projection) -> Markup:
    """Return the circle of doubt of each place that holds incidents."""
    circles = sorted(
        {(spot.place, "#4D4D4D" if spot.status is None else MARKS[spot.status].colour)
         for spot in spots},
        key=lambda each: (-each[0].accuracy_m, each[0].lon_deg, each[0].lat_deg, each[1]),
    )  # fmt: skip
    parts = []
    for place, colour in circles:
        x, y = projection.xy(place.lon_deg, place.lat_deg)
        parts.append(
            tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}",
                r=f"{place.accuracy_m * projection.points_per_m:.1f}",
                fill=colour, fill_opacity=0.05, stroke=colour, stroke_opacity=0.55,
                stroke_width=0.8, stroke_dasharray="2 2")
        )  # fmt: skip
    return tag("g", joined(parts), class_="doubt")


def spot_layer(spots: Sequence[Spot], projection: Projection) -> Markup:
    """Return the markers of incidents; those of one place stand side by side."""
    return tag(
        "g",
        joined(
            marker(spot.status, *spot_xy(spot, projection), MARKER_SIZE) for spot in reversed(spots)
        ),
        class_="incidents",
    )


def spot_numbers(spots: Sequence[Spot], projection: Projection, taken: Taken) -> Markup:
    """Return the number by which the table beside the map lists a marker, where it has room."""
    parts = []
    for spot in spots:
        words = str(spot.number)
        x, y = spot_xy(spot, projection)
        box = taken.first_free(around(x, y, words, _SPOT_SIZE, gap=MARKER_SIZE * 0.62, bold=True))
        if box is not None:
            parts.append(label(box, words, size=_SPOT_SIZE, weight="bold"))
    return tag("g", joined(parts), class_="incident-numbers")


def take_markers(spots: Iterable[Spot], projection: Projection, taken: Taken) -> None:
    """Keep the ground under markers free of words."""
    half = MARKER_SIZE * 0.6
    for spot in spots:
        x, y = spot_xy(spot, projection)
        taken.take(Box(x - half, y - half, x + half, y + half))


def spot_xy(spot: Spot, projection: Projection) -> tuple[float, float]:
    """Return where a marker stands: its place, moved aside for the others of the same place."""
    x, y = projection.xy(spot.place.lon_deg, spot.place.lat_deg)
    return x + (spot.position - (spot.beside - 1) / 2) * (MARKER_SIZE + 1), y
