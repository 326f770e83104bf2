"""Spots: incidents of one public place and one status, as one numbered marker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.assessment.finding import Status
from truceline.geo.place import Place
from truceline.report.drawn_incident import DrawnIncident
from truceline.report.mark import GRAVEST_FIRST

# Places closer than this share a marker: at the scale of a theatre their markers would cover
# each other. Two decimals of a degree, about a kilometre.
_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """``position`` is its rank among the ``beside`` markers of one place, from 0."""

    number: int
    place: Place
    status: Status | None
    incidents: tuple[DrawnIncident, ...]
    position: int
    beside: int


def spots(drawn: Iterable[DrawnIncident]) -> tuple[Spot, ...]:
    """Return markers from north to south, numbered from 1; incidents without a place are left out.

    The place of a marker is the vaguest of its incidents' places.
    """
    by_place: dict[tuple[float, float], dict[Status | None, list[DrawnIncident]]] = {}
    for each in drawn:
        if each.place is not None:
            key = (-round(each.place.lat_deg, _DIGITS), round(each.place.lon_deg, _DIGITS))
            by_place.setdefault(key, defaultdict(list))[each.status].append(each)
    found: list[Spot] = []
    for key in sorted(by_place):
        here = by_place[key]
        for position, status in enumerate(sorted(here, key=_gravity)):
            places = [each.place for each in here[status] if each.place is not None]
            found.append(
                Spot(
                    number=len(found) + 1,
                    place=max(places, key=lambda place: (place.accuracy_m, place.lon_deg)),
                    status=status,
                    incidents=tuple(here[status]),
                    position=position,
                    beside=len(here),
                )
            )
    return tuple(found)


def _gravity(status: Status | None) -> int:
    return len(GRAVEST_FIRST) if status is None else GRAVEST_FIRST.index(status)
