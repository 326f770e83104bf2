"""Reading, rows: a reading as rows of a table, one for each claim or for each thing found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, object]

# The part of a stage's record that lists what it found.
_LISTED = ("dates", "mentions", "quantities", "attributions", "events", "lines")


def claim_rows(record: Mapping[str, Any]) -> list[Row]:
    """Return a row for each claim of a passage's record.

    >>> claim_rows({"id": "1", "claims": []})
    []
    """
    return [
        {
            "quote": claim["quote"],
            "kind": claim["kind"],
            "modality": claim["modality"],
            "stance": claim["stance"],
            "told_by": " < ".join(link["name"] for link in claim["chain"]),
            "when": _days(claim["time"]),
            "where": "; ".join(place["quote"] for place in claim["place"]),
        }
        for claim in record["claims"]
    ]


def stage_rows(record: Mapping[str, Any]) -> list[Row]:
    """Return a row for each thing that a stage found, every field flat."""
    listed = next((record[key] for key in _LISTED if key in record), ())
    return [{key: _flat(value) for key, value in one.items()} for one in listed]


def _days(time: Mapping[str, Any] | None) -> str:
    if time is None:
        return ""
    first, last = time["from"] or "..", time["to"] or ".."
    return first if first == last else f"{first} to {last}"


def _flat(value: object) -> object:
    if isinstance(value, list):
        parts = [part.get("text", "") if isinstance(part, dict) else str(part) for part in value]
        return "; ".join(parts)
    return value
