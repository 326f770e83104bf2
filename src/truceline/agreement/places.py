"""Places: which named places lie in which zone of an agreement, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.agreement.agreement import Agreement
from truceline.agreement.nested import nested_p
from truceline.geo.place import Place
from truceline.geo.zone import Zone

# A place is told with a zone from this probability on; below it, it is as good as elsewhere.
LEAST_P = 0.05
# From here on it is in; between the two it is too close to call.
SURE_P = 0.95
_LIKELY_P = 0.5
# Places this far outside the box about a zone, in degrees, cannot lie in it by any stated error.
_NEAR_DEG = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One named place in one zone, with the probability that it lies there."""

    place: str
    lon_deg: float
    lat_deg: float
    zone: str
    p: float

    @property
    def answer(self) -> str:
        """Return "in" or "too close to call"."""
        return "in" if self.p >= SURE_P else "too close to call"


def places_in(agreement: Agreement, places: Sequence[tuple[str, Place]]) -> tuple[Placed, ...]:
    """Return the named places that lie, or may lie, in each drawn zone, the surest first.

    Both errors count: that of the zone's lines and that of the place.
    """
    found: list[Placed] = []
    for zone, chances in _chances(agreement, places).items():
        own = [
            Placed(place=places[at][0], lon_deg=places[at][1].lon_deg,
                   lat_deg=places[at][1].lat_deg, zone=zone, p=p)
            for at, p in chances.items()
            if p >= LEAST_P
        ]  # fmt: skip
        found += sorted(own, key=lambda one: (-one.p, one.place, one.lon_deg))
    return tuple(found)


def likely_in(
    agreement: Agreement, places: Sequence[tuple[str, Place]]
) -> tuple[tuple[str, ...], ...]:
    """Return, for each place, the zones that it more likely than not lies in."""
    zones: list[list[str]] = [[] for _ in places]
    for zone, chances in _chances(agreement, places).items():
        for at, p in chances.items():
            if p >= _LIKELY_P:
                zones[at].append(zone)
    return tuple(tuple(own) for own in zones)


def _chances(
    agreement: Agreement, places: Sequence[tuple[str, Place]]
) -> dict[str, dict[int, float]]:
    """Return, for each drawn zone, the chances of the places about it, by their numbers."""
    zones = {zone.id: zone for zone in agreement.zones}
    alone = {zone.id: _alone(zone, places) for zone in agreement.zones if zone.polygon is not None}

    def nested(zone: str, at: int) -> float:
        own = nested_p(zone, zones, lambda one: alone[one].get(at, 0.0) if one in alone else None)
        return own or 0.0

    return {zone: {at: nested(zone, at) for at in sorted(near)} for zone, near in alone.items()}


def _alone(zone: Zone, places: Sequence[tuple[str, Place]]) -> dict[int, float]:
    """Return the chances of the places about a zone by its own ground and error."""
    from truceline.geo.doubt import p_in_zones

    if zone.polygon is None:
        return {}
    west, south, east, north = zone.polygon.bounds
    near = [
        number
        for number, (_, at) in enumerate(places)
        if west - _NEAR_DEG <= at.lon_deg <= east + _NEAR_DEG
        and south - _NEAR_DEG <= at.lat_deg <= north + _NEAR_DEG
    ]
    row = p_in_zones([zone], [places[at][1] for at in near])[0] if near else ()
    return {at: float(p) for at, p in zip(near, row, strict=True)}
