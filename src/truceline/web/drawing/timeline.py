"""Timeline: bands on lanes over a common axis of time, as SVG; it reads from either side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from truceline.report.markup import Markup, tag

_WIDTH_PX, _GUTTER_PX, _END_PX, _HEAD_PX, _LANE_PX = 1100, 190, 18, 26, 30
_LETTERS_GUTTER, _LETTER_PX = 25, 7.0
# A band thinner than this could not be seen, or met with a pointer.
_THINNEST_PX = 5.0
_MOST_TICKS = 9
# When nine in ten lie within this share of the whole time, the rest is drawn at the edge.
_CROWDED = 0.15
_STEPS_DAYS = (1, 2, 7, 14, 31, 92, 183, 366, 731, 1827, 3653, 7305)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of time on a lane. ``end`` None: nobody told of an end. ``css`` names its look."""

    start: datetime
    end: datetime | None
    label: str
    title: str
    css: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane with its title; ``marks`` are moments that stand beside the bands, drawn hollow."""

    title: str
    bands: tuple[Band, ...]
    marks: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Axis:
    first: datetime
    last: datetime
    rtl: bool

    def x(self, moment: datetime) -> float:
        span = (self.last - self.first).total_seconds() or 1.0
        share = (min(max(moment, self.first), self.last) - self.first).total_seconds() / span
        x = _GUTTER_PX + share * (_WIDTH_PX - _GUTTER_PX - _END_PX)
        return _WIDTH_PX - x if self.rtl else x


def timeline(lanes: Sequence[Lane], *, label: str, rtl: bool = False) -> Markup:
    """Return lanes as SVG, earliest at the start of the line; an empty picture for none.

    A band without an end runs to the edge and is left open there.
    """
    axis = _axis(lanes, rtl=rtl)
    height = _HEAD_PX + _LANE_PX * len(lanes) + 8
    if axis is None:
        return Markup("")
    parts: list[Markup] = [*_grid(axis, height)]
    for number, lane in enumerate(lanes):
        parts += _lane(lane, number, axis)
    return tag(
        "svg", *parts, class_="timeline", viewBox=f"0 0 {_WIDTH_PX} {height}", width=_WIDTH_PX,
        height=height, role="img", aria_label=label, direction="ltr",
    )  # fmt: skip


def _axis(lanes: Sequence[Lane], *, rtl: bool) -> _Axis | None:
    moments = [band.start for lane in lanes for band in lane.bands]
    moments += [band.end for lane in lanes for band in lane.bands if band.end is not None]
    moments += [moment for lane in lanes for moment, _ in lane.marks]
    if not moments:
        return None
    first, last = _told_most_of(sorted(moments))
    room = max((last - first) * 0.02, timedelta(hours=12))
    return _Axis(first - room, last + room, rtl)


def _told_most_of(moments: Sequence[datetime]) -> tuple[datetime, datetime]:
    """Return the time to draw: all of it, unless a few lie so far off that the rest would shrink.

    What lies beyond stands at the edge, and is told in full by the table beside the picture.
    """
    first, last = moments[0], moments[-1]
    low, high = moments[len(moments) // 10], moments[-1 - len(moments) // 10]
    middle = high - low
    if middle < (last - first) * _CROWDED:
        room = max(middle / 2, timedelta(days=3))
        return max(first, low - room), min(last, high + room)
    return first, last


def _grid(axis: _Axis, height: int) -> Iterator[Markup]:
    for moment, words in _ticks(axis):
        x = f"{axis.x(moment):.1f}"
        yield tag("line", x1=x, x2=x, y1=_HEAD_PX - 4, y2=height, class_="tick")
        yield tag("text", words, x=x, y=_HEAD_PX - 10, class_="tick-words")


def _ticks(axis: _Axis) -> Iterator[tuple[datetime, str]]:
    """Yield the beginnings of days, months or years, as many as have room."""
    days = (axis.last - axis.first) / timedelta(days=1)
    step = next((one for one in _STEPS_DAYS if days / one <= _MOST_TICKS), _STEPS_DAYS[-1])
    moment = axis.first.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= 366:
        years = round(step / 365.25)
        for year in range(axis.first.year, axis.last.year + 1):
            if year % years == 0 and axis.first <= datetime(year, 1, 1, tzinfo=UTC) <= axis.last:
                yield datetime(year, 1, 1, tzinfo=UTC), str(year)
        return
    if step >= 31:
        months = round(step / 30.5)
        for at in range(axis.first.year * 12, axis.last.year * 12 + 12):
            begin = datetime(at // 12, at % 12 + 1, 1, tzinfo=UTC)
            if at % months == 0 and axis.first <= begin <= axis.last:
                yield begin, f"{begin:%Y-%m}"
        return
    while moment <= axis.last:
        if moment >= axis.first:
            yield moment, f"{moment:%Y-%m-%d}"
        moment += timedelta(days=step)


def _lane(lane: Lane, number: int, axis: _Axis) -> Iterator[Markup]:
    y = _HEAD_PX + number * _LANE_PX
    name = lane.title
    if len(name) > _LETTERS_GUTTER:
        name = name[: _LETTERS_GUTTER - 1] + "…"
    words = tag(
        "text", tag("title", lane.title), name, class_="lane-words", y=y + 20,
        x=_WIDTH_PX - 4 if axis.rtl else 4, text_anchor="end" if axis.rtl else "start",
    )  # fmt: skip
    yield tag("line", x1=0, x2=_WIDTH_PX, y1=y, y2=y, class_="lane-edge")
    yield words
    for band in lane.bands:
        yield _band(band, y, axis)
    for moment, title in lane.marks:
        x, middle = axis.x(moment), y + _LANE_PX / 2
        path = f"M{x:.1f} {middle - 6} l6 6 l-6 6 l-6 -6 z"
        yield tag("path", tag("title", title), d=path, class_="moment")


def _band(band: Band, y: float, axis: _Axis) -> Markup:
    ends = sorted((axis.x(band.start), axis.x(band.end or axis.last)))
    width = max(_THINNEST_PX, ends[1] - ends[0])
    beyond = band.start > axis.last or (band.end is not None and band.end < axis.first)
    css = f"band {band.css}{'' if band.end else ' open-end'}{' beyond' if beyond else ''}"
    rect = tag(
        "rect", tag("title", band.title), x=f"{ends[0]:.1f}", y=y + 5, width=f"{width:.1f}",
        height=_LANE_PX - 10, rx=3, class_=css,
    )  # fmt: skip
    if len(band.label) * _LETTER_PX > width - 8:
        return rect
    text = tag("text", band.label, x=f"{ends[0] + width / 2:.1f}", y=y + 19, class_="band-words")
    return tag("g", rect, text)
