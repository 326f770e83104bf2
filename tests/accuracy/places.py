"""The score of place names: spans by overlap, and how near those found are put.

GeoVirus gives points; of re3d the entities called locations are taken that the crowd agreed on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from truceline.geo.place import Place
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.passages.values import point_of
from truceline.reading.places.compass import apart_m
from truceline.reading.places.find_places import find_names

Record = Mapping[str, Any]
# The custom of geocoding: a hundred miles.
NEAR_M = 161_000
# Marks of re3d below this were mostly rejected by those who voted on them.
CONFIDENT = 0.5


def records(path: Path) -> tuple[Record, ...]:
    """Return the records of a file of JSON lines."""
    return tuple(json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())


def with_locations(record: Record) -> Record:
    """Return a re3d record with its locations as places without points."""
    spans = sorted(
        {
            (one["start"], one["end"])
            for one in record["entities"]
            if one["type"] == "Location" and one["confidence"] >= CONFIDENT
        }
    )
    outer = [
        (start, end)
        for start, end in spans
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)
    ]
    places = [{"start": start, "end": end, "lat": None} for start, end in outer]
    return {**record, "places": places}


def names_in(record: Record) -> list[dict[str, Any]]:
    """Return the names that our rules find in a record."""
    return [
        {"start": one.span.start, "end": one.span.end, **point_of(one.place)}
        for one in find_names(record["text"], gazetteer=load_gazetteer())
    ]


def score(corpus: Iterable[Record], read: Mapping[str, Sequence[Record]]) -> dict[str, float]:
    """Return precision, recall and F1 of the names, and the share of those found put near."""
    gold = n_read = hit = right = points = near = 0
    for record in corpus:
        ours = read[record["id"]]
        gold += len(record["places"])
        n_read += len(ours)
        right += sum(any(_touch(one, place) for place in record["places"]) for one in ours)
        for place in record["places"]:
            touching = [one for one in ours if _touch(one, place)]
            hit += bool(touching)
            if touching and place["lat"] is not None:
                points += 1
                near += any(_is_near(one, place) for one in touching)
    precision, recall = right / n_read if n_read else 0.0, hit / gold
    both = precision + recall
    figures = {
        "names precision": precision,
        "names recall": recall,
        "names F1": 2 * precision * recall / both if both else 0.0,
    }
    # A peer that gives no points is not held to them.
    gives_points = any(one.get("lat") is not None for ours in read.values() for one in ours)
    return figures | ({"names within 161 km": near / points} if points and gives_points else {})


def _is_near(one: Record, place: Record) -> bool:
    if one.get("lat") is None:
        return False
    ours, gold = (Place(x["lon"], x["lat"], 0) for x in (one, place))
    return apart_m(ours, gold) <= NEAR_M


def _touch(one: Record, other: Record) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])
