"""Forms of place: the patterns of areas, numbered positions, coordinates and compass regions.

They share one screen, so that a text is looked through once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache

from truceline.reading.words.screen import Screens
from truceline.reading.words.wordlists import any_of, split_words, word_list, words_under


class PlaceForm(IntEnum):
    """A form of words that tells a place without being its name."""

    AREA = 0
    NUMBERED = 1
    COORDINATES = 2
    REGION = 3


@cache
def area_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of areas by general words, and one name for each of their spellings."""
    listed = word_list("places")["areas"]
    if not isinstance(listed, dict):
        raise TypeError("places.yaml: areas is not a mapping")
    forms = {
        form.lower(): str(name)
        for name, others in listed.items()
        for form in (str(name), *split_words(others or ""))
    }
    capitals = words_under("places", "capital_areas")
    small = any_of(tuple(form for form in forms if form not in {c.lower() for c in capitals}))
    adjectives = any_of(words_under("places", "area_adjectives"))
    pattern = re.compile(
        rf"\b(?:(?:the|a)[ ])?(?:(?:(?i:{adjectives})|[A-Z][a-z]+['’]s)[ ]){{0,3}}"
        rf"(?P<area>(?i:{small})|{any_of(capitals)})\b"
    )
    return pattern, forms


_NUMBERED = re.compile(
    r"\b(?:(?:UN|UNDOF|UNIFIL|United Nations)[ ])?"
    r"(?:[Oo]bservation (?:[Pp]ost|[Pp]oint)|OP|[Pp]osition|[Pp]atrol [Bb]ase|[Cc]heckpoint|"
    r"[Hh]ill|[Pp]ost)[ ](?:No\.? ?)?\d{1,4}[A-Z]?\b"
)
_COORDINATES = re.compile(
    r"\b(?P<lat>\d{1,2}(?:\.\d+)?)°? ?(?P<ns>[NS])[,;]? ?"
    r"(?P<lon>\d{1,3}(?:\.\d+)?)°? ?(?P<ew>[EW])\b"
)
_REGION = re.compile(
    r"\b(?:(?:[Tt]he|[a-z]+-held|[a-z]+-controlled) ){1,3}"
    r"(?P<dir>(?:south|north)-?(?:west|east)|south|north)\b"
    r"(?! of\b|ern|[ -][A-Z]|-)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return area_forms()[0], _NUMBERED, _COORDINATES, _REGION


@cache
def _screens() -> Screens:
    return Screens(_patterns())


def matches(form: PlaceForm, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of a form between two offsets, asked only where there can be one."""
    screens, pattern = _screens(), _patterns()[form]
    for first, after, marks in screens.over(text, start, end):
        if screens.lets(marks, form):
            yield from pattern.finditer(text, first, after)
