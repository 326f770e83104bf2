"""Bounds: what the words before a number make of it: "at least", "about", "up to"."""

from __future__ import annotations

import math
import re
from functools import cache

from truceline.reading.words.wordlists import any_of, split_words, word_list

# "About n": a tenth to either side, the convention of the annotation guidelines.
ABOUT = 0.1
# How far before a number its comparison is looked for: longer than the longest of them.
COMPARISON_WINDOW = 26

Bounds = tuple[float | None, float | None]


@cache
def comparison() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for a comparison that ends right before a number, and what each means."""
    listed = word_list("quantities")["comparisons"]
    if not isinstance(listed, dict):
        raise TypeError("quantities.yaml: comparisons is not a mapping")
    sense = {word: str(name) for name, words in listed.items() for word in split_words(words)}
    pattern = rf"(?:(?<!\w)(?P<cmp>{any_of(tuple(w for w in sense if w != '~'))})[ ]|(?P<tilde>~))"
    return re.compile(rf"{pattern}(?:the |an? )?[\"“]?\Z", re.IGNORECASE), sense


def bounds_of(low: float, high: float | None, sense: str, *, counted: bool) -> Bounds:
    """Return the least and the most that a compared number leaves; None is open.

    What is counted comes in whole numbers: "more than 5 men" are 6 and more.

    >>> bounds_of(5.0, None, "more than", counted=True), bounds_of(9.0, None, "", counted=False)
    ((6.0, None), (9.0, 9.0))
    """
    most = low if high is None else high
    step = 1.0 if counted else 0.0
    match sense:
        case "about":
            least, top = low * (1 - ABOUT), most * (1 + ABOUT)
            return _outward(least, top) if counted else (least, top)
        case "at least":
            return low, None if high == low else high
        case "at most":
            return None, most
        case "more than":
            return low + step, None
        case "less than":
            return None, most - step
        case "just over":
            top = most * (1 + ABOUT)
            return low + step, _outward(low, top)[1] if counted else top
        case "just under":
            least = low * (1 - ABOUT)
            return _outward(least, most)[0] if counted else least, most - step
        case _:
            return low, most


def _outward(least: float, top: float) -> tuple[float, float]:
    """Return whole numbers round a range; a millionth makes good what binary fractions lose."""
    return float(math.floor(least + 1e-6)), float(math.ceil(top - 1e-6))
