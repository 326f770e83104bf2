"""Places: where a text says where, by name, by bearing and distance, or by the name of an area.

A mention's span takes in the words that move it ("about 3 km south-east of", "near", "opposite").
Numbered positions and areas have no point here: their name is kept, and the judgement links an
area to an agreement's own zones and lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.reading.claim import PlaceMention
from truceline.reading.gazetteer import WIDE_KINDS, Gazetteer, GazetteerPlace
from truceline.reading.places.areas import Anchor, coordinates, named_areas, numbered_positions
from truceline.reading.places.compass import COMPASS, apart_m, degrees_of, moved, round_all
from truceline.reading.places.names import named_places
from truceline.reading.places.regions import compass_regions
from truceline.reading.words.numerals import number_pattern, number_value
from truceline.reading.words.wordlists import any_of, words_under

# "Near", "opposite", "around": within some five kilometres, as reports of the field use them.
NEAR_M = 5_000.0
# "South of X" without a distance: some kilometres that way, and the doubt grows by as much.
UNTOLD_DISTANCE_M = 5_000.0
# "Southern X": half the reach of X that way, with most of its reach as doubt.
PART_SHIFT, PART_DOUBT = 0.5, 0.7
# A country named elsewhere in the text speaks for its towns: as much as three powers of ten.
COUNTRY_WEIGHT = 1_000
# Words remembered: more than stand before places in some hundred articles.
_KEPT = 5_000
# How far before a name the words that move it may begin.
MOVER_WINDOW = 90

_METRES = {
    "km": 1000.0,
    "kilometre": 1000.0,
    "kilometer": 1000.0,
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "mi": 1609.344,
    "mile": 1609.344,
    "yard": 0.9144,
    "nautical mile": 1852.0,
}


def find_places(
    text: str, *, start: int = 0, end: int | None = None, gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """Return the places named in ``text[start:end]``, in the order of the text.

    ``place`` is None for areas, lines and numbered positions, whose name is kept, and for what
    nobody could put on a map. ``rivals`` are the other places of that name, likeliest first.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> text = "Shots were heard 3 km south of Quneitra, inside the area of separation."
    >>> for mention in find_places(text, gazetteer=load_gazetteer()):
    ...     print(mention.span.quote, "|", mention.area, "|", mention.place)
    3 km south of Quneitra | None | Place(lon_deg=35.8246, lat_deg=33.099, accuracy_m=2352.0)
    inside the area of separation | area of separation | None
    """
    stop = len(text) if end is None else end
    anchors = _anchors(text, start, stop, gazetteer, sure=False)
    theatre = _theatre(anchors)
    return tuple(_mention(text, start, anchor, theatre) for anchor in anchors)


def find_names(
    text: str, *, start: int = 0, end: int | None = None, gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """Return the names of places alone, each with its own point: nothing moves them.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> text = "Shots were heard 3 km south of Quneitra, inside the area of separation."
    >>> [name.span.quote for name in find_names(text, gazetteer=load_gazetteer())]
    ['Quneitra']
    """
    anchors = named_places(text, start, len(text) if end is None else end, gazetteer, sure=False)
    theatre = _theatre(anchors)
    found = []
    for anchor in anchors:
        chosen, rivals = _chosen(anchor, theatre)
        found.append(
            PlaceMention(
                span=Span.of(text, anchor.start, anchor.end),
                name=text[anchor.start : anchor.end] if chosen is None else chosen.name,
                place=None if chosen is None else chosen.place,
                rivals=tuple(str(rival) for rival in rivals),
            )
        )
    return tuple(found)


def locate(words: str, *, gazetteer: Gazetteer) -> PlaceMention | None:
    """Return where a record's words put it, or None where they name no place at all.

    The span is the whole of the words. A point, an area by name, or both may come back: "ceasefire
    line opposite Majdal Shams" has both. Several points come back as one with the reach of all.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> found = locate("ceasefire line opposite Majdal Shams", gazetteer=load_gazetteer())
    >>> found.area, found.place.accuracy_m
    ('ceasefire line', 6500.0)
    >>> locate("UNDOF convoy route", gazetteer=load_gazetteer()) is None
    True
    """
    anchors = _anchors(words, 0, len(words), gazetteer, sure=True)
    if not anchors:
        return None
    theatre = _theatre(anchors)
    mentions = [_mention(words, 0, anchor, theatre) for anchor in anchors]
    placed = _finest([m.place for m in mentions if m.place is not None])
    return PlaceMention(
        span=Span.of(words, 0, len(words)),
        name=words,
        place=round_all(placed) if placed else None,
        area=next((m.area for m in mentions if m.area is not None), None),
        rivals=tuple(rival for m in mentions if m.place in placed for rival in m.rivals),
    )


def _finest(places: list[Place]) -> list[Place]:
    """Return the places without those that only say more broadly where another one is."""
    return [
        place
        for place in dict.fromkeys(places)
        if not any(
            other.accuracy_m < place.accuracy_m and apart_m(place, other) <= place.accuracy_m
            for other in places
        )
    ]


def _anchors(text: str, start: int, end: int, gazetteer: Gazetteer, *, sure: bool) -> list[Anchor]:
    found = [
        *named_areas(text, start, end),
        *numbered_positions(text, start, end, gazetteer),
        *coordinates(text, start, end),
        *compass_regions(text, start, end, gazetteer),
        *named_places(text, start, end, gazetteer, sure=sure),
    ]
    found.sort(key=lambda anchor: (anchor.start, -anchor.end))
    kept: list[Anchor] = []
    for anchor in found:
        if not kept or anchor.start >= kept[-1].end:
            kept.append(anchor)
    return kept


def _theatre(anchors: Sequence[Anchor]) -> Counter[str]:
    """Return how often each country is spoken for by names that leave no doubt."""
    return Counter(
        anchor.places[0].country
        for anchor in anchors
        if anchor.places and (anchor.places[0].ours or len(anchor.places) == 1)
    )


@cache
def _movers() -> re.Pattern[str]:
    """Return the pattern of words that, standing right before a place, move it."""
    units = any_of(tuple(form for unit in _METRES for form in (unit, f"{unit}s")))
    about = rf"(?:{any_of(words_under('places', 'about'))}[ ])*"
    distance = rf"(?P<n>{number_pattern()}(?:(?:-|–| to )\d+)?)[ -]?(?P<unit>{units})[ ]"
    link = any_of(words_under("places", "links"))
    near = any_of(words_under("places", "near"))
    of = r"(?:(?:the )?(?:town|city|village|centre|center|hamlet|district|area) of )?(?:the )?"
    return re.compile(
        rf"(?:\b{about}{distance}(?:to the )?"
        rf"(?:(?P<dir>{COMPASS}|[NS]?[EW]|[NS])\b(?: {link})?|{link})[ ]{of}"
        rf"|\b(?:to the )?(?P<dir2>{COMPASS})(?:wards?)? of {of}"
        rf"|\b(?P<near>(?i:{near})) {of}"
        rf"|\b(?P<part>{COMPASS}) )\Z"
    )


@lru_cache(maxsize=_KEPT)
def _may_end_mover(word: str) -> bool:
    """Return whether a word with its blank, right before a place, can end the words that move it.

    Every form of them ends with a direction, or with the last word of a link or of nearness.
    """
    return word.endswith(" ") and _ends_mover().fullmatch(word.strip(" ")) is not None


@cache
def _ends_mover() -> re.Pattern[str]:
    last = {words.split()[-1] for key in ("links", "near") for words in words_under("places", key)}
    ends = any_of((*sorted(last), "of", "the"))
    return re.compile(rf"(?:.*\W)?(?:(?i:{ends})|{COMPASS}|[NS]?[EW]|[NS])", re.DOTALL)


def _mention(text: str, start: int, anchor: Anchor, theatre: Counter[str]) -> PlaceMention:
    chosen, rivals = _chosen(anchor, theatre)
    place = None if chosen is None else chosen.place
    low = max(start, anchor.start - MOVER_WINDOW)
    low = max(text.rfind("\n", low, anchor.start) + 1, low)
    match = None
    last = max(low, text.rfind(" ", low, anchor.start - 1) + 1)
    if _may_end_mover(text[last : anchor.start]):
        match = _movers().search(text, low, anchor.start)
    if match is not None and not _moves(match, chosen):
        match = None
    begins = anchor.start if match is None else match.start()
    if match is not None and place is not None and chosen is not None:
        place = _moved_by(match, place, chosen)
    named = chosen is not None and match is None
    return PlaceMention(
        span=Span.of(text, begins, anchor.end),
        name=chosen.name if named and chosen is not None else text[begins : anchor.end],
        place=place,
        area=anchor.area,
        rivals=tuple(str(rival) for rival in rivals),
    )


def _moves(match: re.Match[str], chosen: GazetteerPlace | None) -> bool:
    """Return whether the words before a name move it: "southern" a land, "near" hardly one."""
    wide = chosen is not None and chosen.kind in WIDE_KINDS
    if match["part"]:
        return wide
    return not (wide and match["near"] and match["near"].lower() in words_under("places", "at_it"))


def _moved_by(match: re.Match[str], place: Place, chosen: GazetteerPlace) -> Place:
    if match["part"]:
        bearing_deg, reach_m = degrees_of(match["part"]), place.accuracy_m
        return replace(
            moved(place, bearing_deg=bearing_deg, distance_m=PART_SHIFT * reach_m),
            accuracy_m=float(round(PART_DOUBT * reach_m)),
        )
    if match["n"]:
        distance_m = _distance_m(match["n"], match["unit"])
        if distance_m is None:
            return place
        return moved(place, bearing_deg=degrees_of(match["dir"] or ""), distance_m=distance_m)
    if match["dir2"]:
        shifted = moved(place, bearing_deg=degrees_of(match["dir2"]), distance_m=UNTOLD_DISTANCE_M)
        return replace(shifted, accuracy_m=shifted.accuracy_m + UNTOLD_DISTANCE_M)
    if chosen.kind in WIDE_KINDS or match["near"].lower() in words_under("places", "at_it"):
        return place
    return moved(place, bearing_deg=None, distance_m=NEAR_M)


def _distance_m(number: str, unit: str) -> float | None:
    parts = re.split(r"-|–| to ", number) if number[0].isdigit() else [number]
    values = [value for part in parts if (value := number_value(part)) is not None]
    factor = _METRES.get(unit.lower()) or _METRES.get(unit.lower().removesuffix("s"))
    return None if factor is None or not values else factor * sum(values) / len(values)


def _chosen(
    anchor: Anchor, theatre: Counter[str]
) -> tuple[GazetteerPlace | None, tuple[GazetteerPlace, ...]]:
    """Return the likeliest place and its rivals: ours, then the theatre's, then the order found."""
    if not anchor.places:
        return None, ()
    first = anchor.places[0]
    if not first.ours:
        first = max(
            anchor.places,
            key=lambda p: max(p.population, 1) * (COUNTRY_WEIGHT if theatre[p.country] else 1),
        )
    return first, tuple(place for place in anchor.places if place is not first)
