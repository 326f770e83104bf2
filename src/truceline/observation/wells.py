"""Wells: which origins draw on one source of knowledge, and so count as one voice."""

from __future__ import annotations

import functools

from truceline.observation.observation import Observation
from truceline.observation.tables import table


def well_of(observation: Observation) -> str:
    """Return the name under which an observation's origin counts as a voice.

    A force, an office or an agency draws on whom it belongs to: an army and its ministry are one
    voice, and so are a mission and the spokesperson who reads out what it reported. An origin that
    no lexicon knows is a voice of its own, by its name.
    """
    wells: dict[str, str] = table("provenance")["wells"]
    name = observation.origin_actor or observation.origin
    name = wells.get(observation.origin, name)
    return _owner(name) or " ".join(name.casefold().split())


@functools.cache
def _owner(name: str) -> str | None:
    from truceline.reading.actors import load_actors

    seen: set[str] = set()
    actor = load_actors().find(name)
    while actor is not None and actor.of and actor.of not in seen:
        seen.add(actor.of)
        owner = load_actors().find(actor.of)
        if owner is None:
            return actor.of
        actor = owner
    return actor.name if actor else None
