"""Legend: what lines, zones, markers and circles stand for, in words beside the sheet."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from truceline.assessment.finding import Status
from truceline.geo.line import Line
from truceline.report.drawing.labels import words_at
from truceline.report.drawing.layers import number_box
from truceline.report.drawing.markers import marker
from truceline.report.drawing.patterns import DASHES, ZoneStyle
from truceline.report.drawing.plan import Plan
from truceline.report.mark import MARKS
from truceline.report.markup import Markup, joined, tag

_SIZE, _LEADING = 10.5, 14.0
_SAMPLE = 50.0
_LETTERS_PER_POINT = 1 / (_SIZE * 0.54)


class Legend:
    """Rows of samples and words, written from the top down."""

    def __init__(self, *, left: float, top: float, width: float) -> None:
        self.left, self.width = left, width
        self.bottom = top
        self._parts: list[Markup] = []

    def heading(self, words: str) -> None:
        """Write a heading with air above it."""
        self.bottom += 8
        self._parts.append(words_at(self.left, self.bottom + 11, words, size=11.5, weight="bold"))
        self.bottom += 18

    def paragraph(self, words: str, *, ink: str = "#333333") -> None:
        """Write words over the whole width."""
        self._write(words, indent=0, ink=ink)
        self.bottom += 3

    def row(self, sample: Markup, words: str) -> None:
        """Write a sample with words beside it; the sample is drawn at 0,0 of the row's middle."""
        middle = self.bottom + _LEADING / 2
        self._parts.append(
            tag("g", sample, transform=f"translate({self.left + _SAMPLE / 2 - 3:.1f} {middle:.1f})")
        )
        self._write(words, indent=_SAMPLE, ink="#222222")
        self.bottom += 4

    def _write(self, words: str, *, indent: float, ink: str) -> None:
        letters = int((self.width - indent) * _LETTERS_PER_POINT)
        for line in textwrap.wrap(words, letters) or [""]:
            self._parts.append(
                words_at(self.left + indent, self.bottom + 10.8, line, size=_SIZE, ink=ink)
            )
            self.bottom += _LEADING

    @property
    def markup(self) -> Markup:
        """Return all that was written."""
        return tag("g", joined(self._parts), class_="legend")


def add_lines(legend: Legend, lines: Sequence[Line]) -> None:
    """Write the lines, each with its dashes and its error."""
    if not lines:
        return
    legend.heading("Lines, with band of doubt")
    for index, line in enumerate(lines):
        band = tag("path", d="M-13 0H13", stroke="#26323F", stroke_width=9, stroke_opacity=0.16)
        stroke = tag(
            "path", d="M-13 0H13", stroke="#26323F", stroke_width=1.7,
            stroke_dasharray=DASHES[index % len(DASHES)],
        )  # fmt: skip
        legend.row(joined([band, stroke]), f"{line.title}, true to {metres(line.error_m)}")


def add_zones(legend: Legend, plan: Plan, styles: dict[str, ZoneStyle]) -> None:
    """Write the zones that are shaded, by number, then the others, with the reason."""
    if plan.shaded or plan.undrawn or plan.vast:
        legend.heading("Zones")
    for zone in plan.shaded:
        style = styles[zone.id]
        patch = tag(
            "rect", x=-1, y=-7, width=24, height=14, fill=f"url(#{style.pattern_id})",
            stroke=style.ink, stroke_width=1,
        )  # fmt: skip
        legend.row(joined([patch, number_box(style, -12, 0)]), zone.title)
    made_up: dict[str, list[str]] = {}
    for zone, _ in plan.composed:
        made_up.setdefault(plan.number_of(zone), []).append(zone.title)
    for numbers, titles in made_up.items():
        legend.paragraph(f"{numbers}: {'; '.join(titles)}")
    if plan.vast:
        off = "; ".join(zone.title for zone in plan.vast)
        legend.paragraph(f"Not shaded, too wide for this map: {off}")
    for zone in plan.undrawn:
        legend.paragraph(f"Not drawn: {zone.title}. {zone.not_drawable or ''}")


def add_incidents(legend: Legend, statuses: set[Status | None], *, left_out: Sequence[str]) -> None:
    """Write the markers in use, and what is not on the map."""
    if statuses or left_out:
        legend.heading("Incidents, by the finding they carry")
    for status in (Status.CONFIRMED, Status.SUSPECTED, Status.INDETERMINATE, Status.COMPLIANT):
        if status in statuses:
            words = f"{MARKS[status].letter} {status.value}"
            legend.row(marker(status, 0, 0, 11), words)
    if statuses & {None, Status.NOT_IN_FORCE}:
        legend.row(marker(None, 0, 0, 11), "bears on no finding shown")
    if statuses:
        circle = tag(
            "circle", cx=0, cy=0, r=7, fill="none", stroke="#4D4D4D", stroke_width=0.8,
            stroke_dasharray="2 2",
        )  # fmt: skip
        legend.row(circle, "the place is somewhere in this circle, 95 times in 100")
        legend.paragraph(
            "Markers stand at town level or coarser. They do not show on which side of a line "
            "something lay; the finding tells that. Numbers refer to the table."
        )
    for words in left_out:
        legend.paragraph(words)


def metres(distance_m: float) -> str:
    """Return a distance in words.

    >>> metres(600), metres(25_000), metres(1_500)
    ('600 m', '25 km', '1.5 km')
    """
    return f"{distance_m:.0f} m" if distance_m < 1000 else f"{distance_m / 1000:.3g} km"
