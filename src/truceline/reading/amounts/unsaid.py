"""Unsaid: what a number counts where no noun stands behind it: "seven of them", "three in Hama"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from truceline.reading.amounts.units import Unit, known_plural, measures_in_plural
from truceline.reading.words.wordlists import words_under

# "Nine in Aleppo, seven in Latakia": the noun may stand a sentence earlier, not farther.
SAME_NOUN_WINDOW = 150
# A number whose words tell nothing of what it counts.
UNKNOWN = "unknown"

_OF_THEM = re.compile(r"[ ]of (?:them|these|those|which|whom)\b(?! \w+s\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:.!?()\"“”]+")
# A bare number counts something where it is written with its thousands, or is a large one in words.
_WRITTEN_OUT = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|.*(?:hundred|thousand|million|billion|trillion)", re.IGNORECASE
)
# Behind a bare number the sentence ends or goes on with one of these; other words may be its noun.
_BARE_BEHIND = re.compile(
    r"[.;!?]|,?[ ](?:in|to|on|were|was|had|have|who|the|by|from|at)\b|,[ ]|\Z"
)


@dataclass(frozen=True, slots=True)
class Last:
    """What was counted last: where its number ends, and its unit."""

    end: int
    unit: str

    def is_near(self, at: int) -> bool:
        """Return whether a number at an offset may still count it."""
        return at - self.end < SAME_NOUN_WINDOW


@cache
def _again() -> re.Pattern[str]:
    words = "|".join(words_under("quantities", "counted_again_before"))
    return re.compile(rf"[ ](?:{words})\b", re.IGNORECASE)


def counted_again(text: str, at: int, end: int, last: Last | None) -> Unit | None:
    """Return what a number that ends at ``at`` counts without a noun: the things just spoken of.

    >>> text = "Tanks moved south; two of them burned"
    >>> counted_again(text, 22, len(text), None).name
    'battle tank'
    """
    them = _OF_THEM.match(text, at, end)
    if them is not None:
        unit = _plural_before(text, at) or (last.unit if last else None)
        return None if unit is None else Unit(unit, 1.0, them.end(), counted=True)
    if last is None or not last.is_near(at):
        return None
    again = _again().match(text, at, end)
    return None if again is None else Unit(last.unit, 1.0, at, counted=True)


def _plural_before(text: str, at: int) -> str | None:
    """Return the unit of the nearest plural before a number that a list knows."""
    found = None
    for word in _WORD.finditer(text, max(0, at - SAME_NOUN_WINDOW), at):
        plural = word[0].lower()
        found = known_plural(plural) or measures_in_plural().get(plural) or found
    return found


def counts_unknown(text: str, number: str, *, at: int, end: int, compared: bool) -> Unit | None:
    """Return the unit of a number that stands alone: large and written out, or compared.

    >>> counts_unknown("put it at 60,000.", "60,000", at=16, end=17, compared=False).name
    'unknown'
    """
    if _WRITTEN_OUT.fullmatch(number) is None and not compared:
        return None
    if _BARE_BEHIND.match(text, at, end) is None:
        return None
    return Unit(UNKNOWN, 1.0, at, counted=True)
