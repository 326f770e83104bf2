"""Neutral: an order of observations that no name decides."""

from __future__ import annotations

from truceline.observation.observation import Observation


def neutral_order(o: Observation) -> tuple[str, ...]:
    """Return a key to sort by that says what was told, and not of whom or by whom.

    Where two reports are equally good, this decides before their ids do: with the parties changed
    round, the same one is chosen.
    """
    place = f"{o.place.lat_deg} {o.place.lon_deg} {o.place.accuracy_m}" if o.place else ""
    told = (o.when, o.kind, o.what, o.assets, o.relation, o.place_text, place, o.tally, o.count)
    return tuple(str(part) for part in (*told, o.stance, o.method, o.grade))
