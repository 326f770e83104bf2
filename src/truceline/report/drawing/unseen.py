"""Unseen: the ground that nobody looked at, hatched over, so that an empty map is no quiet one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from truceline.geo.zone import Zone
from truceline.report.drawing.layers import area_path
from truceline.report.drawing.projection import Projection
from truceline.report.markup import Markup, joined, tag

if TYPE_CHECKING:
    from truceline.report.drawing.legend import Legend
    from truceline.report.drawing.plan import Plan

# A wide lattice in grey: no pattern of a zone has this width, and no status this colour.
_CELL, _INK = 22, "#5A5A5A"
_LATTICE = f"M0 0L{_CELL} {_CELL}M0 {_CELL}L{_CELL} 0"


def unseen_pattern(prefix: str) -> Markup:
    """Return the definition of the lattice over ground that nobody looked at."""
    return tag(
        "pattern",
        tag("path", d=_LATTICE, fill="none", stroke=_INK, stroke_width=0.8, stroke_opacity=0.7),
        id=f"{prefix}-unseen",
        patternUnits="userSpaceOnUse",
        width=_CELL,
        height=_CELL,
    )


def unseen_layer(zones: Iterable[Zone], projection: Projection, *, prefix: str) -> Markup:
    """Return the lattice over each of some zones."""
    return tag(
        "g",
        joined(
            tag("path", d=area_path(zone.polygon, projection), fill=f"url(#{prefix}-unseen)",
                fill_rule="evenodd", stroke="none")
            for zone in zones
            if zone.polygon is not None
        ),
        class_="unseen",
    )  # fmt: skip


def add_looks(legend: Legend, zones: Plan, looked: Mapping[str, float], *, prefix: str) -> None:
    """Write how well each shaded zone was looked at; nothing where nothing was judged."""
    told = [(zones.number_of(zone), looked[zone.id]) for zone in zones.shaded if zone.id in looked]
    if not told:
        return
    legend.heading("Who looked, over all periods judged")
    nobody = [number for number, detection in told if detection == 0.0]
    if nobody:
        sample = tag("rect", x=-20, y=-6, width=40, height=12, fill=f"url(#{prefix}-unseen)",
                     stroke=_INK, stroke_width=0.6)  # fmt: skip
        legend.row(sample, f"nobody on record as having looked: {', '.join(nobody)}")
    for number, detection in told:
        if detection > 0.0:
            legend.paragraph(f"{number}: a breach would have been seen with {detection:.0%}")
