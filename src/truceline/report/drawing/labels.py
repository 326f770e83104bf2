"""Labels: words on the sheet that do not cover each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from truceline.report.markup import Markup, tag

FONT = "Noto Sans, DejaVu Sans, Arial, Libertinus Serif, sans-serif"
# Mean width of a letter of a sans-serif face in ems, and of capitals and digits; measured on the
# DejaVu Sans that typical systems have, which is among the widest.
_LETTER_EM, _WIDE_EM = 0.56, 0.66
_BOLD_TIMES = 1.13
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the sheet. ``anchor`` is the side that words in it keep to."""

    left: float
    top: float
    right: float
    bottom: float
    anchor: str = "start"

    def meets(self, other: Box) -> bool:
        """Return whether the two share ground.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 1))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Return whether this lies wholly in another."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(slots=True)
class Taken:
    """The rectangles that are taken already; it grows while a sheet is drawn."""

    bounds: Box
    boxes: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep a rectangle free of later labels."""
        self.boxes.append(box)

    def is_free(self, box: Box) -> bool:
        """Return whether a rectangle lies in the bounds and meets nothing."""
        return box.within(self.bounds) and not any(box.meets(other) for other in self.boxes)

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """Return the first free rectangle and take it; None where all are taken."""
        for box in boxes:
            if self.is_free(box):
                self.take(box)
                return box
        return None


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide words are, in points.

    >>> round(text_width("Quneitra", 10))
    46
    """
    return (
        size
        * (_BOLD_TIMES if bold else 1.0)
        * sum(_WIDE_EM if each.isupper() or each.isdigit() else _LETTER_EM for each in words)
    )


def around(
    x: float, y: float, words: str, size: float, *, gap: float = _GAP, bold: bool = False
) -> list[Box]:
    """Return rectangles for words about a point, best first: right, left, above, below, corners."""
    width, height = text_width(words, size, bold=bold), size * 1.15
    level, above = (y - height / 2, y + height / 2), (y - gap - height, y - gap)
    below = (y + gap, y + gap + height)

    def right(along: tuple[float, float]) -> Box:
        return Box(x + gap, along[0], x + gap + width, along[1])

    def left(along: tuple[float, float]) -> Box:
        return Box(x - gap - width, along[0], x - gap, along[1], "end")

    def middle(along: tuple[float, float]) -> Box:
        return Box(x - width / 2, along[0], x + width / 2, along[1], "middle")

    return [
        right(level), left(level), middle(above), middle(below),
        right(above), right(below), left(above), left(below),
    ]  # fmt: skip


def _anchored(box: Box) -> float:
    return {"start": box.left, "end": box.right}.get(box.anchor, (box.left + box.right) / 2)


def label(
    box: Box,
    words: str,
    *,
    size: float,
    ink: str = "#222222",
    weight: str = "normal",
    style: str = "normal",
) -> Markup:
    """Return words in a rectangle, with a light halo so that lines below do not cut them."""
    return tag(
        "text",
        words,
        x=f"{_anchored(box):.1f}",
        text_anchor=None if box.anchor == "start" else box.anchor,
        y=f"{box.bottom - size * 0.27:.1f}",
        font_size=size,
        font_weight=weight if weight != "normal" else None,
        font_style=style if style != "normal" else None,
        fill=ink,
        stroke="#FFFFFF",
        stroke_width=size * 0.28,
        stroke_linejoin="round",
        stroke_opacity=0.85,
        paint_order="stroke",
    )


def words_at(
    x: float, y: float, words: str, *, size: float, ink: str = "#222222", weight: str | None = None,
    anchor: str | None = None,
) -> Markup:  # fmt: skip
    """Return words at a point, without a halo."""
    return tag(
        "text",
        words,
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        font_size=size,
        fill=ink,
        font_weight=weight,
        text_anchor=anchor,
    )
