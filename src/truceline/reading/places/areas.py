"""Areas: zones and lines by general words, numbered positions, and coordinates in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.errors import PlaceInvalid
from truceline.reading.gazetteer import Gazetteer, GazetteerPlace
from truceline.reading.places.forms import PlaceForm, area_forms, matches

_METRES_PER_DEGREE = 111_000
# Half the diagonal of the square that a rounded last digit leaves.
HALF_DIAGONAL = 0.71


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a place hangs on: a name with what it may mean, an area, or a number alone."""

    start: int
    end: int
    places: tuple[GazetteerPlace, ...] = ()
    area: str | None = None


def named_areas(text: str, start: int, end: int) -> list[Anchor]:
    """Return the areas and lines spoken of by general words, with one name for all spellings.

    >>> [a.area for a in named_areas("a demilitarised zone north of Line A", 0, 37)]
    ['demilitarized zone', 'line a']
    """
    forms = area_forms()[1]
    found = []
    for match in matches(PlaceForm.AREA, text, start, end):
        words = " ".join(match["area"].lower().split())
        found.append(Anchor(match.start(), match.end(), (), forms.get(words, words)))
    return found


_WHOSE = re.compile(r"^(?:UN|UNDOF|UNIFIL|United Nations) ")


def numbered_positions(
    text: str, start: int, end: int, gazetteer: Gazetteer | None = None
) -> list[Anchor]:
    """Return positions and hills known by a number: a name, and a point where a list gives one.

    Nobody publishes where such positions are, so that only a casefile's own list can.

    >>> numbered_positions("near position 68", 0, 16)
    [Anchor(start=5, end=16, places=(), area=None)]
    """
    found = []
    for match in matches(PlaceForm.NUMBERED, text, start, end):
        bare = _WHOSE.sub("", match[0])
        places = (
            () if gazetteer is None else gazetteer.find_ours(match[0]) or gazetteer.find_ours(bare)
        )
        found.append(Anchor(match.start(), match.end(), places))
    return found


def coordinates(text: str, start: int, end: int) -> list[Anchor]:
    """Return points given in decimal degrees, as good as their last digit.

    >>> coordinates("object at 48.62N 39.20E", 0, 23)[0].places[0].accuracy_m
    788.0
    """
    found = []
    for match in matches(PlaceForm.COORDINATES, text, start, end):
        digits = min(len(match[group].partition(".")[2]) for group in ("lat", "lon"))
        place = GazetteerPlace(
            name=match[0],
            kind="point",
            country="",
            lon_deg=float(match["lon"]) * (1 if match["ew"] == "E" else -1),
            lat_deg=float(match["lat"]) * (1 if match["ns"] == "N" else -1),
            accuracy_m=float(round(_METRES_PER_DEGREE * HALF_DIAGONAL / 10**digits)),
            population=0,
            source="the text",
            ours=True,
        )
        try:
            _ = place.place
        except PlaceInvalid:
            continue
        found.append(Anchor(match.start(), match.end(), (place,)))
    return found
