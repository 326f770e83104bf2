"""The score of bare dates on the open genres of GUM: found, exact interval, value.

A date of the corpus is found where one of ours shares a character with it, and exact where the
first and the last day are the same. Value F1 counts exact ones against all that either side has.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truceline.reading.passages.values import date_record
from truceline.reading.times.find_times import find_times
from truceline.timespan import Timespan

Record = Mapping[str, Any]


def dates_in(document: Record) -> list[dict[str, Any]]:
    """Return the bare dates that our rules find in a document."""
    published = Timespan.parse(document["published"][:10])
    found = find_times(document["text"], published=published, bare=True)
    return [date_record(mention) for mention in found]


def score(corpus: Iterable[Record], read: Mapping[str, Sequence[Record]]) -> dict[str, float]:
    """Return the figures for the dates read, by the ids of the documents."""
    gold = found = exact = n_read = n_hit = 0
    for document in corpus:
        ours = read[document["id"]]
        n_read += len(ours)
        hit: set[int] = set()
        for date in document["dates"]:
            near = [one for one in ours if _touch(one, date)]
            gold += 1
            found += bool(near)
            hit.update(one["start"] for one in near)
            exact += bool(near) and interval(near[0]) == interval(date)
        n_hit += len(hit)
    return {
        "dates found": found / gold,
        "dates exact interval": exact / gold,
        "dates value F1": 2 * exact / (gold + n_read),
        "dates precision": n_hit / n_read if n_read else 0.0,
    }


def interval(date: Record) -> tuple[str | None, str | None]:
    """Return the first and the last day of a date; what is no day of our calendar as it is."""
    when = date.get("when")
    first = when or date.get("from") or date.get("notBefore")
    last = when or date.get("to") or date.get("notAfter")
    return _edge(first, last=False), _edge(last, last=True)


def _edge(day: str | None, *, last: bool) -> str | None:
    if day is None or day.startswith("-"):
        return day
    parts = day[:10].split("-")
    if len(parts) == 1:
        parts.append("12" if last else "01")
    if len(parts) == 2:
        days = calendar.monthrange(int(parts[0]), int(parts[1]))[1]
        parts.append(str(days) if last else "01")
    return "-".join(parts)


def _touch(one: Record, other: Record) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])
