"""Thinned: what stands on one ground is drawn once, with its number."""

from __future__ import annotations

import json
from collections.abc import Iterable

from truceline.report.layers.shape import Shape

# More features than this cover each other on any screen, and swell an answer to megabytes.
MOST_DRAWN = 300
# Two features of one ground differ on a map where they differ in one of these.
_LOOKS = ("kind", "denied", "symbol", "what", "method", "by")


def thinned(features: Iterable[Shape]) -> list[Shape]:
    """Return one feature for those that cover the same ground and look the same on a map.

    Its ``count`` is how many they are; its time runs from the first of them to the last.

    >>> at = {"type": "Point", "coordinates": [35.8, 33.1]}
    >>> some = [{"id": day, "geometry": at, "properties": {"kind": "look", "when": day}}
    ...         for day in ("2013-01-01", "2013-01-02")]
    >>> [one["properties"] for one in thinned(some)]
    [{'kind': 'look', 'when': '2013-01-01 – 2013-01-02', 'count': 2}]
    """
    groups: dict[str, list[Shape]] = {}
    for one in features:
        about = _about(one)
        key = json.dumps([one["geometry"], *(about.get(name) for name in _LOOKS)], sort_keys=True)
        groups.setdefault(key, []).append(one)
    return [group[0] if len(group) == 1 else _together(group) for group in groups.values()]


def _together(group: list[Shape]) -> Shape:
    times = sorted(str(_about(one).get("when", "")) for one in group)
    when = times[0] if times[0] == times[-1] else f"{times[0]} – {times[-1]}"
    return {**group[0], "properties": {**_about(group[0]), "when": when, "count": len(group)}}


def _about(one: Shape) -> Shape:
    about = one["properties"]
    assert isinstance(about, dict)  # noqa: S101
    return about
