"""Floors: the least that each figure may be, pinned with the digests of the corpora."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.accuracy.corpora import CORPORA
from tests.reading.measure import FLOORS as MENTION_FLOORS
from truceline.digest import digest_of_bytes

_HERE = Path(__file__).parent
FILE = _HERE / "floors-corpora.json"
# Floors that lie in files of their own, held by tests of their own.
_ELSEWHERE = {
    "ceasefire claims": _HERE / "floors.json",
    "ceasefire mentions": MENTION_FLOORS,
}
# Too few records in a sample to hold a figure to; their floors are those of the whole.
_NOT_SAMPLED = ("gum attribution", "plover", "petrarch validation", "petrarch unit")


def pinned() -> dict[str, Any]:
    """Return the file of floors: digests, floors, and those of the sample."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def all_floors(name: str) -> Mapping[str, float]:
    """Return the floors of a corpus, wherever they lie."""
    if name in _ELSEWHERE:
        found: dict[str, float] = json.loads(_ELSEWHERE[name].read_text("utf-8"))["floors"]
        return found
    floors: dict[str, float] = pinned()["floors"].get(name, {})
    return floors


def digests(corpora: Path) -> dict[str, str]:
    """Return the digest of every file of the corpora that a figure rests on."""
    files = sorted({file for names, _ in CORPORA.values() for file in names})
    return {file: str(digest_of_bytes((corpora / file).read_bytes())) for file in files}


def changed_corpora(corpora: Path) -> list[str]:
    """Return the files that are not those which the floors were measured on."""
    held = pinned()["corpora"]
    return [file for file, digest in digests(corpora).items() if held.get(file) != digest]


def raise_floors(
    found: Mapping[str, Mapping[str, float]],
    sample: Mapping[str, Mapping[str, float]],
    corpora: Path,
) -> None:
    """Write what was measured as the new floors.

    Raises:
        ValueError: a figure lies under its floor; floors only rise.
    """
    held = pinned()
    for part, measured in (("floors", found), ("sample", sample)):
        for name, row in measured.items():
            for figure, value in row.items():
                floor = held[part].get(name, {}).get(figure, 0.0)
                if value < floor:
                    raise ValueError(f"{name}: {figure} fell from {floor} to {value}")
    ours = [name for name in CORPORA if name not in _ELSEWHERE]
    record = {
        "measured_with": "python -m tests.accuracy --raise",
        "corpora": digests(corpora),
        "floors": {name: dict(found[name]) for name in ours},
        "sample": {name: dict(sample[name]) for name in ours if name not in _NOT_SAMPLED},
    }
    FILE.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


# How much of a figure is not a point to be held to: more claims read for each of the corpus.
_NO_FLOOR = frozenset(("claims read per gold claim",))


def raise_claims(found: Mapping[str, Mapping[str, float]]) -> None:
    """Write the figures of claims, of attribution and of event coding as their new floors."""
    path = _ELSEWHERE["ceasefire claims"]
    record = json.loads(path.read_text("utf-8"))
    parts = {"floors": "ceasefire claims", "attribution": "gum attribution", "plover": "plover"}
    for part, name in parts.items():
        for figure, value in found[name].items():
            if figure not in _NO_FLOOR:
                lower = round(value - _ROUNDED, 3)
                record[part][figure] = max(lower, record[part].get(figure, 0.0))
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


# A figure rounded up must not become a floor that it misses.
_ROUNDED = 0.001
