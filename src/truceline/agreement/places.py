"""Places: which named places lie in which zone of an agreement, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.agreement.agreement import Agreement
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
    for zone in agreement.zones:
        own = [
            Placed(place=name, lon_deg=at.lon_deg, lat_deg=at.lat_deg, zone=zone.id, p=p)
            for name, at, p in _chances(zone, places)
            if p >= LEAST_P
        ]
        found += sorted(own, key=lambda one: (-one.p, one.place, one.lon_deg))
    return tuple(found)


def likely_in(
    agreement: Agreement, places: Sequence[tuple[str, Place]]
) -> tuple[tuple[str, ...], ...]:
    """Return, for each place, the zones that it more likely than not lies in."""
    index = {id(pair[1]): number for number, pair in enumerate(places)}
    zones: list[list[str]] = [[] for _ in places]
    for zone in agreement.zones:
        for _, at, p in _chances(zone, places):
            if p >= _LIKELY_P:
                zones[index[id(at)]].append(zone.id)
    return tuple(tuple(own) for own in zones)


def _chances(zone: Zone, places: Sequence[tuple[str, Place]]) -> Iterator[tuple[str, Place, float]]:
    from truceline.geo.doubt import p_in_zones

    if zone.polygon is None:
        return
    west, south, east, north = zone.polygon.bounds
    near = [
        (name, at)
        for name, at in places
        if west - _NEAR_DEG <= at.lon_deg <= east + _NEAR_DEG
        and south - _NEAR_DEG <= at.lat_deg <= north + _NEAR_DEG
    ]
    if near:
        row = p_in_zones([zone], [at for _, at in near])[0]
        for (name, at), p in zip(near, row, strict=True):
            yield name, at, float(p)
