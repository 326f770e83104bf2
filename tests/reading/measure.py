"""Figures of pages, times, places and quantities on the development half of the ceasefire set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from truceline.digest import digest_of_bytes
from truceline.evidence.document import Document, Span
from truceline.geo.place import Place
from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.page import LineLabel
from truceline.reading.pages.lines import label_lines
from truceline.reading.places.compass import apart_m
from truceline.reading.places.find_places import find_places
from truceline.reading.times.find_times import find_times
from truceline.timespan import Timespan

Passage = Mapping[str, Any]
FLOORS = Path(__file__).parent / "floors-pages-times-places.json"
_TO_METRES = {"m": 1.0, "km": 1000.0, "mm": 0.001, "mile": 1609.344}
# The custom of geocoding: a hundred miles.
_NEAR_M = 161_000


@cache
def passages(path: Path) -> tuple[Passage, ...]:
    """Return the records of a corpus of JSON lines."""
    return tuple(json.loads(line) for line in path.read_text("utf-8").splitlines())


def plain_document(text: str, *, filename: str = "text.txt") -> Document:
    """Return a document of which nothing is known but its text."""
    data = text.encode("utf-8", "surrogatepass")
    return Document(
        id="d-1",
        digest=digest_of_bytes(data),
        media_type="text/plain",
        size_bytes=len(data),
        filename=filename,
        publisher=None,
        title=None,
        url=None,
        published=None,
        text=text,
    )


def all_figures(path: Path) -> dict[str, float]:
    """Return every figure that has a floor, rounded to three places."""
    corpus = passages(path)
    figures = {**_pages(corpus), **_times(corpus), **_places(corpus), **_quantities(corpus)}
    return {name: round(value, 3) for name, value in figures.items()}


def _gold(passage: Passage, field: str) -> list[dict[str, Any]]:
    """Return the marks of a field, each once however many claims share it."""
    marks: dict[str, dict[str, Any]] = {}
    for claim in passage["claims"]:
        value = claim[field]
        for mark in value if isinstance(value, list) else [value] if value else []:
            marks[json.dumps(mark, sort_keys=True)] = mark
    return [marks[key] for key in sorted(marks)]


def _touching(mark: Mapping[str, Any], spans: Iterable[Any]) -> list[Any]:
    """Return the mentions that share a character with a mark, the longest overlap first."""
    gold = Span(mark["start"], mark["end"], "")
    found = [mention for mention in spans if mention.span.overlaps(gold)]
    return sorted(
        found,
        key=lambda m: max(m.span.start, gold.start) - min(m.span.end, gold.end),
    )


def _pages(corpus: Iterable[Passage]) -> dict[str, float]:
    lines = right = through = 0
    for passage in corpus:
        if not passage.get("lines"):
            continue
        found = {line.span.quote: line.label for line in label_lines(passage["text"])}
        for line in passage["lines"]:
            words = passage["text"][line["start"] : line["end"]].strip()
            label = found.get(words)
            lines += 1
            right += label is not None and label.value == line["label"]
            through += line["label"] == LineLabel.TEASER and label is not None and label.is_article
    return {"page lines right": right / lines, "page teasers kept out": 1 - through / lines}


def _days(when: Timespan | None) -> tuple[str | None, str | None]:
    if when is None:
        return None, None
    first = when.start.date().isoformat() if when.start else None
    last = (when.end - timedelta(microseconds=1)).date().isoformat() if when.end else None
    return first, last


def _times(corpus: Iterable[Passage]) -> dict[str, float]:
    gold = found = exact = 0
    for passage in corpus:
        mentions = find_times(passage["text"], published=Timespan.parse(passage["published"]))
        for mark in _gold(passage, "time"):
            touching = _touching(mark, mentions)
            when = touching[0].when if touching else None
            gold += 1
            found += bool(touching)
            exact += _days(when) == (mark["from"], mark["to"])
    return {"times found": found / gold, "times exact interval": exact / gold}


def _places(corpus: Iterable[Passage]) -> dict[str, float]:
    gold = found = points = placed = near = within = 0
    for passage in corpus:
        mentions = find_places(passage["text"], gazetteer=load_gazetteer())
        for mark in _gold(passage, "place"):
            touching = _touching(mark, mentions)
            gold += 1
            found += bool(touching)
            if mark["lat"] is None:
                continue
            points += 1
            truth = Place(mark["lon"], mark["lat"], 1000 * mark["doubt_km"])
            places = [mention.place for mention in touching if mention.place is not None]
            placed += bool(places)
            near += any(apart_m(place, truth) <= _NEAR_M for place in places)
            within += any(
                apart_m(place, truth) <= place.accuracy_m + truth.accuracy_m for place in places
            )
    return {
        "places found": found / gold,
        "places put on the map": placed / points,
        "places within 161 km of those put": near / placed,
        "places within the doubt of those put": within / placed,
    }


def _quantities(corpus: Iterable[Passage]) -> dict[str, float]:
    gold = values = units = 0
    for passage in corpus:
        mentions = find_quantities(passage["text"])
        for mark in _gold(passage, "quantities"):
            factor = _TO_METRES.get(mark["unit"], 1e6 if mark["unit"] == "km2" else 1.0)
            lengths = {"km2": "m2"} | dict.fromkeys(_TO_METRES, "m")
            unit = lengths.get(mark["unit"], mark["unit"])
            wanted = [
                None if mark[key] is None else mark[key] * factor
                for key in ("value_min", "value_max")
            ]
            same = [
                mention
                for mention in _touching(mark, mentions)
                if _close(mention.minimum, wanted[0]) and _close(mention.maximum, wanted[1])
            ]
            gold += 1
            values += bool(same)
            units += any(mention.unit == unit for mention in same)
    return {"quantities value": values / gold, "quantities value and unit": units / gold}


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-3 * max(1e-3, abs(other))
