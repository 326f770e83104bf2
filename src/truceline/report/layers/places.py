"""Places: names for orientation, and posts that somebody was told to hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.agreement.taxonomy import load_taxonomy
from truceline.geo.place import Place
from truceline.observation.observation import ObservationKind
from truceline.report.evidence import actors_in_words, happening
from truceline.report.layers.shape import Shape, feature, point
from truceline.report.layers.symbols import symbol_for
from truceline.report.public_place import public_place

if TYPE_CHECKING:
    from truceline.observation.observation import Observation

_ALWAYS_GUARDED = ("un", "united nations", "un peacekeepers", "peacekeepers", "un observers")

Box = tuple[float, float, float, float]


def place_features(places: Iterable[tuple[str, Place]], *, box: Box, most: int) -> list[Shape]:
    """Return at most so many places inside west, south, east, north, in the order given.

    ``rank`` counts from 1, so that a map can show the first of them where there is little room.
    """
    west, south, east, north = box
    found: list[Shape] = []
    for name, place in places:
        if len(found) == most:
            break
        if west <= place.lon_deg <= east and south <= place.lat_deg <= north:
            about: Shape = {"kind": "place", "title": name, "rank": len(found) + 1}
            found.append(feature(f"place-{len(found) + 1}", point(place), about))
    return found


def posts(observations: Iterable[Observation], *, monitors: Iterable[str]) -> list[Observation]:
    """Return the observations of positions that somebody holds, by time and id.

    Those of a monitor are never among them: a list of where observers stand is a list of targets.
    Neither are those of nobody told, which may be a monitor's. ``monitors`` are the names, in any
    letters, under which monitors are spoken of, beside those of the United Nations.
    """
    guarded = {*_ALWAYS_GUARDED, *(name.lower() for name in monitors)}
    kinds = load_taxonomy()
    found = [
        one
        for one in observations
        if one.kind is ObservationKind.PRESENCE
        and kinds.is_kind_of(one.what, "position")
        and one.actors
        and not any(name.lower() in guarded for share in one.actors
                    for name in (share.actor, share.of or ""))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (str(one.when), one.id))


def observation_feature(seen: Observation, *, public: bool = True) -> Shape:
    """Return an observation at its place, at town level unless the reader may know better."""
    at = seen.place if seen.place is None or not public else public_place(seen.place)
    return feature(
        seen.id,
        None if at is None else point(at),
        {
            "kind": seen.kind.value,
            "title": happening(seen),
            "what": seen.what,
            "by": actors_in_words(seen.actors),
            "when": str(seen.when),
            "start": None if seen.when.start is None else f"{seen.when.start:%Y-%m-%dT%H:%M:%SZ}",
            "end": None if seen.when.end is None else f"{seen.when.end:%Y-%m-%dT%H:%M:%SZ}",
            "stance": seen.stance.value,
            "method": seen.method.value,
            "grade": str(seen.grade),
            "doubt_m": None if at is None else at.accuracy_m,
            "symbol": symbol_for(seen),
        },
    )
