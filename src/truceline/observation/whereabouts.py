"""Whereabouts: the place and the area words of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.errors import PlaceInvalid
from truceline.geo.measure import separation_m
from truceline.geo.place import Place
from truceline.observation.tables import table
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.places.areas import numbered_positions
from truceline.reading.places.find_places import find_places, locate

# A position this far from the place that the row names, which lies near it once latitude and
# longitude change places, was written the wrong way round. Wider than any theatre is doubtful.
SWAPPED_BEYOND_M = 150_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where something was: a point with its error if one is known, and the areas named."""

    place: Place | None
    areas: tuple[str, ...]


def areas_in(words: str, *, gazetteer: Gazetteer | None = None) -> tuple[str, ...]:
    """Return the area and line names in words, in lower case, in the order they stand.

    The record's own terms of art come first; with a gazetteer, the areas that the reader knows
    beyond them follow.

    >>> areas_in("over the area of separation and on into the area of limitation")
    ('area of separation', 'area of limitation')
    """
    found = []
    for name, pattern in table("whereabouts")["areas"].items():
        match = re.search(pattern, words, re.IGNORECASE)
        if match:
            found.append((match.start(), name))
    names = [name for _, name in sorted(found)]
    if gazetteer is not None and words:
        vague = {*table("whereabouts")["vague"], *names}
        mentions = find_places(words, gazetteer=gazetteer)
        names += [m.area for m in mentions if m.area and m.area not in vague]
    return tuple(dict.fromkeys(names))


def town_error_m() -> float:
    """Return the error, in metres, of a place that a source gives by the name of a town."""
    return float(table("whereabouts")["town_error_m"])


def whereabouts(
    words: str, *, given: Place | None, named: tuple[str, ...], gazetteer: Gazetteer | None
) -> Whereabouts:
    """Return where a row's words put it; a position given with the row wins over the words.

    ``named`` are areas that the row's kind names; they come first. A place found by its name is
    never taken as closer than a town.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> found = whereabouts("Hader", given=None, named=(), gazetteer=load_gazetteer())
    >>> found.place.accuracy_m
    2000.0
    """
    areas = dict.fromkeys((*named, *areas_in(words, gazetteer=gazetteer)))
    return Whereabouts(place=given or _located(words, gazetteer), areas=tuple(areas))


def is_swapped(given: Place | None, words: str, *, gazetteer: Gazetteer | None) -> bool:
    """Return whether a position fits the place named beside it only the other way round."""
    named = _located(words, gazetteer)
    if given is None or named is None or separation_m(given, named) <= SWAPPED_BEYOND_M:
        return False
    try:
        turned = Place(given.lat_deg, given.lon_deg, given.accuracy_m)
    except PlaceInvalid:
        return False
    return separation_m(turned, named) <= SWAPPED_BEYOND_M


def unlocated(words: str, *, gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """Return the numbered positions that words name and no list puts anywhere.

    >>> unlocated("about 1,000 m north-west of position 68", gazetteer=None)
    ('position 68',)
    """
    return tuple(
        words[anchor.start : anchor.end]
        for anchor in numbered_positions(words, 0, len(words), gazetteer)
        if not anchor.places
    )


def _located(words: str, gazetteer: Gazetteer | None) -> Place | None:
    if gazetteer is None or not words:
        return None
    found = locate(words, gazetteer=gazetteer)
    if found is None or found.place is None:
        return None
    place = found.place
    if numbered_positions(words, 0, len(words)):
        # A position that a list gives is surveyed, and no town: its own doubt stands.
        return place
    return Place(place.lon_deg, place.lat_deg, max(place.accuracy_m, town_error_m()))
