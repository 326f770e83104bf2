"""The score of quantities on the ceasefire passages, value alone, so that peers can be held to it.

A mark is found where a quantity shares a character with it, and its value right where what was
read is its least, its greatest or its middle: peers know no ranges.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.passages.values import quantity_record

Record = Mapping[str, Any]


def quantities_in(passage: Record) -> list[dict[str, Any]]:
    """Return the quantities that our rules find, each with the middle of its range as value."""
    found = []
    for quantity in find_quantities(passage["text"]):
        record = quantity_record(quantity)
        ends = [
            end
            for end in (record["value_min"], record["value_max"])
            if isinstance(end, int | float)
        ]
        if ends:
            found.append({**record, "value": sum(ends) / len(ends)})
    return found


def score(corpus: Iterable[Record], read: Mapping[str, Sequence[Record]]) -> dict[str, float]:
    """Return the shares of marks found, and found with the right value."""
    gold = found = right = 0
    for passage in corpus:
        ours = read[passage["id"]]
        marks = {
            json.dumps(mark, sort_keys=True): mark
            for claim in passage["claims"]
            for mark in claim["quantities"]
        }
        for mark in marks.values():
            near = [
                one for one in ours if one["start"] < mark["end"] and mark["start"] < one["end"]
            ]
            gold += 1
            found += bool(near)
            right += any(_right(one["value"], mark) for one in near)
    return {"quantities found": found / gold, "quantities value alone": right / gold}


def _right(value: float, mark: Record) -> bool:
    ends = [mark[key] for key in ("value_min", "value_max") if mark[key] is not None]
    wanted = [*ends, sum(ends) / len(ends)] if ends else []
    # "More than ten" is eleven and more in the marks; a peer says ten.
    near = [*wanted, *(end - 1 for end in ends)]
    return any(abs(value - one) <= 1e-3 * max(1.0, abs(one)) for one in near)
