"""Lines: each line of an agreement, and the band of ground that it may run in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.report.layers.shape import Shape, feature, ground, run

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.geo.line import Line


def line_features(agreement: Agreement) -> list[Shape]:
    """Return the lines, drawn and undrawn; ``number`` tells them apart where colour does not."""
    drawn = [
        feature(line.id, run(line.points), {**_about(agreement, line), "number": number})
        for number, line in enumerate(agreement.lines, start=1)
    ]
    undrawn = [
        feature(
            line.id,
            None,
            {"kind": "line", "agreement": agreement.id, "title": line.title,
             "not_drawable": line.why},
        )
        for line in agreement.undrawn_lines
    ]  # fmt: skip
    return [*drawn, *undrawn]


def band_features(agreement: Agreement) -> list[Shape]:
    """Return for each drawn line the ground within its 95 % error.

    A line of which the band cannot be laid out is left out: the line itself states its error.
    """
    from truceline.geo.band import within

    found = []
    for line in agreement.lines:
        if line.error_m <= 0:
            continue
        try:
            zone = within(id=line.id, title=line.title, line=line, distance_m=line.error_m)
        except GeometryInvalid:
            continue
        if zone.polygon is not None:
            about = {**_about(agreement, line), "kind": "band"}
            found.append(feature(f"{line.id}-band", ground(zone.polygon), about))
    return found


def _about(agreement: Agreement, line: Line) -> Shape:
    return {
        "kind": "line",
        "agreement": agreement.id,
        "title": line.title,
        "error_m": line.error_m,
        "source": line.source,
        "licence": line.licence,
        "note": line.note,
    }
