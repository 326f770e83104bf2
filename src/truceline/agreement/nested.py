"""Nested: the chance of being in a zone, kept between those of its parts and of its wholes.

Zones carry errors of their own, some stated by hand. Near a shared edge a part with a large error
could otherwise come out likelier than the whole that it was cut from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truceline.geo.zone import Zone


def nested_p(
    id_: str, zones: Mapping[str, Zone], alone: Callable[[str], float | None]
) -> float | None:
    """Return the chance of one place in a zone, no less than in its parts, no more than in wholes.

    Args:
        id_: The zone.
        zones: All zones of the agreement, by id.
        alone: The chance in one zone, measured by its own ground and error; None where undrawn.

    >>> whole = Zone(id="w", title="W", polygon=None, error_m=900, construction="-")
    >>> part = Zone(id="p", title="P", polygon=None, error_m=2000, construction="-", inside=("w",))
    >>> nested_p("p", {"w": whole, "p": part}, {"w": 0.2, "p": 0.3}.get)
    0.2
    """
    p = alone(id_)
    zone = zones.get(id_)
    if p is None or zone is None:
        return p
    for other, choose in (
        *((one, max) for one in zone.holds),
        *((one, min) for one in zone.inside),
    ):
        near = nested_p(other, zones, alone)
        p = p if near is None else choose(p, near)
    return p
