"""Compass regions: "the southwest", "the north-east", of the country last spoken of so."""

from __future__ import annotations

import re

from truceline.reading.gazetteer import Gazetteer, GazetteerPlace
from truceline.reading.places.areas import Anchor
from truceline.reading.places.forms import PlaceForm, matches

# How far back the country may have been named.
LOOK_BACK = 3_000

_OWNED = r"(?P<land>[A-Z]\w+)['’]s (?:[\w-]+ )?{way}\b"
_LED = r"\b{way}(?:ern)? (?:of )?(?P<land>[A-Z]\w+)"


def compass_regions(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Anchor]:
    """Return regions told by a direction alone, placed by the country that went with it before.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> text = "Guns in southwest Syria. The southwest is calm; in the southwest nobody moved."
    >>> [a.places[0].name for a in compass_regions(text, 24, len(text), load_gazetteer())]
    ['south-west Syria', 'south-west Syria']
    """
    found = []
    for match in matches(PlaceForm.REGION, text, start, end):
        way = match["dir"].lower().replace("-", "")
        places = _of_a_land(text, match.end(), way, gazetteer)
        # A bare "the south" without a land is a direction, and no place.
        if places or way not in ("south", "north"):
            name = re.sub(r"(?<=north|south)(?=west|east)", "-", way)
            found.append(Anchor(match.start(), match.end(), places, name))
    return found


def _of_a_land(text: str, at: int, way: str, gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    spelt = re.sub(r"(?<=north|south)(?=west|east)", "-?", way)
    before = text[max(0, at - LOOK_BACK) : at]
    lands = [
        (match.start(), match["land"])
        for form in (_OWNED, _LED)
        for match in re.finditer(form.format(way=f"(?i:{spelt})"), before)
    ]
    for _, land in sorted(lands, reverse=True):
        for name in (f"{way} {land}", f"{way}ern {land}"):
            places = gazetteer.find_ours(name)
            if places:
                return places
    return ()
