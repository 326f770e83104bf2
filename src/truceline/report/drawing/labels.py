"""Labels: words on the sheet that do not cover each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from truceline.report.markup import Markup, tag

FONT = "Noto Sans, DejaVu Sans, Arial, Libertinus Serif, sans-serif"
# Mean width of a letter of a sans-serif face in ems, and of capitals and digits; measured on the
# DejaVu Sans that typical systems have, which is among the widest.
_LETTER_EM, _WIDE_EM = 0.56, 0.66
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

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


def text_width(words: str, size: float) -> float:
    """Return about how wide words are, in points.

    >>> round(text_width("Quneitra", 10))
    46
    """
    return size * sum(
        _WIDE_EM if each.isupper() or each.isdigit() else _LETTER_EM for each in words
    )


def around(x: float, y: float, words: str, size: float, *, gap: float = _GAP) -> list[Box]:
    """Return rectangles for words about a point, best first: right, left, above, below, corners."""
    width, height = text_width(words, size), size * 1.15
    rights = (x + gap, x + gap + width)
    lefts = (x - gap - width, x - gap)
    middles = (x - width / 2, x + width / 2)
    level = (y - height / 2, y + height / 2)
    above = (y - gap - height, y - gap)
    below = (y + gap, y + gap + height)
    pairs = (
        (rights, level), (lefts, level), (middles, above), (middles, below),
        (rights, above), (rights, below), (lefts, above), (lefts, below),
    )  # fmt: skip
    return [Box(across[0], along[0], across[1], along[1]) for across, along in pairs]


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
        x=f"{box.left:.1f}",
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
