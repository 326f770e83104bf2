"""Numerals: the value of a number in digits or in words."""

from __future__ import annotations

import re
from functools import cache

from truceline.reading.words.wordlists import word_list

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
           "trillion": 1_000_000_000_000}  # fmt: skip
_FRACTION_WORDS = {"half": 0.5}


@cache
def number_words() -> dict[str, int]:
    """Return the values of the words for whole numbers, ``one`` to ``ninety``.

    >>> number_words()["forty"]
    40
    """
    listed = word_list("quantities")["numbers"]
    assert isinstance(listed, dict)  # noqa: S101 - the shape of our own file
    return {str(word): int(value) for word, value in listed.items()}


@cache
def number_pattern() -> str:
    """Return a pattern for a number in digits or in words; its match goes to ``number_value``."""
    words = "|".join(sorted(number_words(), key=len, reverse=True))
    scales = "|".join(_SCALES)
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d{1,12}(?:\.\d{1,4})?"
    more = rf"[ -](?:{words}|(?:{scales})(?:[ ]and(?=[ ](?:{words})))?)"
    spelled = rf"(?:(?:{words})|an?(?=[ -](?:{scales})))(?:{more}){{0,6}}"
    return rf"(?:(?:{digits})(?:[ \-](?:{scales}))?|{spelled})"


def number_value(words: str) -> float | None:
    """Return the value of a number in digits or English words; None where it is none.

    >>> [number_value(w) for w in ("3,428", "58 340", "forty-one", "seven hundred and two", "1.5")]
    [3428.0, 58340.0, 41.0, 702.0, 1.5]
    >>> number_value("two million"), number_value("several")
    (2000000.0, None)
    """
    total, current, seen = 0.0, 0.0, False
    joined = re.sub(r"(?<=\d)[, ](?=\d{3})", "", words.lower())
    for word in re.split(r"[\s-]+", joined):
        if word in ("and", ""):
            continue
        if word in ("a", "an"):
            value = 1.0
        elif word in _SCALES:
            # A sum of money in billions is whole to a ten-thousandth; binary fractions are not.
            current = round((current or 1.0) * _SCALES[word], 4)
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
            seen = True
            continue
        elif word in number_words():
            value = float(number_words()[word])
        elif re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", word):
            value = float(word)
        else:
            return None
        current, seen = current + value, True
    return total + current if seen else None
