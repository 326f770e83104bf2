"""Ground: an agreement's zones and lines, by name and by geometry, each question asked once."""

from __future__ import annotations

import functools
import re

from truceline.agreement.agreement import Agreement
from truceline.agreement.nested import nested_p
from truceline.digest import Digest, digest_of
from truceline.geo.extent import Extent, Lies, lies
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation

# A line counts as a zone's edge where it runs within this distance of the zone, in degrees of
# latitude (some 200 m): zones are built on the very lines, so only rounding parts them.
_AT_EDGE_DEG = 0.002
# ... along more than half of its length, so that a line which only meets the zone's corner is none.
_AT_EDGE_SHARE = 0.5
# What is near an area, or on its way to it, is not in it.
_BESIDE = re.compile(r"(?:near|opposite|outside|beyond|towards?|facing|from|off|of) (?:the )?$")


class Ground:
    """An agreement's zones and lines. Geometry is asked once for each pair and kept."""

    def __init__(self, agreement: Agreement, *, extents: tuple[Extent, ...] = ()) -> None:
        self.agreement = agreement
        self.extents = {
            name.lower(): extent for extent in extents for name in (extent.name, *extent.called)
        }
        self._zones = {zone.id: zone for zone in agreement.zones}
        self._lines = {line.id: line for line in agreement.lines}
        self._zone_names = _names(agreement.zones)
        self._line_names = _names(agreement.lines)
        for line in agreement.undrawn_lines:
            for name in (*line.called, line.title.lower(), line.id.lower()):
                self._line_names.setdefault(name.lower(), (line.id,))
        # Ids and titles are no words of prose; only what the author lists is looked for in it.
        called = {name.lower() for zone in agreement.zones for name in zone.called}
        called |= {name.lower() for line in agreement.lines for name in line.called}
        self._prose_names = sorted(called, key=lambda name: (-len(name), name))
        self._owners = _owners(agreement)
        self._least = dict(agreement.open_depths)
        self.p_in_zone = functools.cache(self._p_in_zone)
        self._p_alone = functools.cache(self._p_by_its_own_error)
        self.margin_m = functools.cache(self._margin_m)
        self.share_of = functools.cache(self._share_of)
        self.on_line = functools.cache(self._on_line)
        self.area_m2 = functools.cache(self._area_m2)
        self.lies = functools.cache(self._lies)
        self.any_zone_named = functools.cache(self._any_zone_named)

    @functools.cached_property
    def extents_digest(self) -> Digest | None:
        """Return the digest of the named extents; None where there are none."""
        if not self.extents:
            return None
        told = {name: [one.shape.wkt, str(one.error_m)] for name, one in self.extents.items()}
        return digest_of(told)

    def zone(self, id_: str) -> Zone | None:
        """Return a zone, or None where the agreement has none of this id."""
        return self._zones.get(id_)

    def is_drawn(self, id_: str) -> bool:
        """Return whether a zone has ground that can be measured."""
        found = self._zones.get(id_)
        return found is not None and found.polygon is not None

    def least_of(self, id_: str) -> str | None:
        """Return the least ground of a zone whose depth is left open; None for every other."""
        return self._least.get(id_)

    def home_of(self, side: str | None) -> str | None:
        """Return the zone that is called by a side ("alpha side"), or None."""
        zones = self._zone_names.get(f"{side.lower()} side", ()) if side is not None else ()
        return zones[0] if len(zones) == 1 else None

    def areas_of_sides(self, id_: str) -> tuple[str, ...]:
        """Return the areas of a zone that is one area for each of several sides; else none."""
        zone = self._zones.get(id_)
        areas = zone.holds if zone is not None else ()
        sides = {self._side_of(area) for area in areas}
        return areas if len(sides) > 1 and None not in sides else ()

    def _side_of(self, id_: str) -> str | None:
        """Return the side that a zone belongs to: by who is bound there, else by its names."""
        if id_ in self._owners:
            return self._owners[id_]
        sides = sorted({one.side.lower() for one in self.agreement.parties if one.side})
        zone = self._zones.get(id_)
        names = zone.called if zone is not None else ()
        told = {side for side in sides for name in names if f"{side} side" in name.lower()}
        return told.pop() if len(told) == 1 else None

    def zones_named(
        self, words: tuple[str, ...], *, side: str | None = None, at_target: bool = False
    ) -> tuple[tuple[str, ...], ...]:
        """Return, for each name that stands for zones, the zones that it may mean.

        A name that both sides share ("area of limitation") means that of the side told; of an act
        that was aimed at it, that of the other sides.
        """
        sides: tuple[str, ...] = ()
        if side is not None:
            sides = self._other_sides(side) if at_target else (side.lower(),)
        found = (self._meant(_plain(word), side, sides, at_target=at_target) for word in words)
        return tuple(dict.fromkeys(zones for zones in found if zones))

    def _any_zone_named(self, words: tuple[str, ...]) -> frozenset[str]:
        """Return every zone that any of the words may stand for; asked of thousands of claims."""
        return frozenset(zone for zones in self.zones_named(words) for zone in zones)

    def lines_named(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the lines that any of the words stands for."""
        found = (self._line_names.get(_plain(word), ()) for word in words)
        return tuple(dict.fromkeys(line for lines in found for line in lines))

    def names_within(self, text: str) -> tuple[str, ...]:
        """Return the names of zones and lines that a text puts something in, longest first."""
        lower = text.lower()
        found: list[str] = []
        for name in self._prose_names:
            if any(name in longer for longer in found):
                continue
            match = re.search(rf"\b{re.escape(name)}\b", lower)
            if match and not _BESIDE.search(lower[: match.start()]):
                found.append(name)
        return tuple(found)

    def extents_named(self, seen: Observation | Coverage) -> tuple[Extent, ...]:
        """Return the named extents that a report or a look speaks of, the longest name first."""
        said = " ".join((*seen.areas, getattr(seen, "place_text", ""))).lower()
        found: dict[str, Extent] = {}
        for name in sorted(self.extents, key=lambda name: (-len(name), name)):
            if any(name in longer for longer in found):
                continue
            match = re.search(rf"\b{re.escape(name)}\b", said)
            if match and not _BESIDE.search(said[: match.start()]):
                found[name] = self.extents[name]
        return tuple(dict.fromkeys(found.values()))

    def covered_by(self, zone: str, extent: Extent) -> float | None:
        """Return the share of a zone's ground that lies in an extent; None where undrawn."""
        from truceline.geo.areal import ground_area_m2

        found, size = self._zones.get(zone), self.area_m2(zone)
        if found is None or found.polygon is None or not size:
            return None
        return min(1.0, ground_area_m2(found.polygon.intersection(extent.shape)) / size)

    def _lies(self, zone: str, name: str) -> Lies | None:
        found = self._zones.get(zone)
        if found is None or found.polygon is None:
            return None
        return lies(self.extents[name.lower()], found)

    def _meant(
        self, word: str, side: str | None, sides: tuple[str, ...], *, at_target: bool
    ) -> tuple[str, ...]:
        for one in sides:
            for name in (f"{word} on the {one} side", f"{one} side {word}"):
                if name in self._zone_names:
                    return self._zone_names[name]
        zones = self._zone_names.get(word, ())
        own = self._owned_by_side(zones, side)
        if at_target:
            return tuple(zone for zone in zones if zone not in own) or zones
        return own or zones

    def _other_sides(self, side: str) -> tuple[str, ...]:
        sides = {party.side.lower() for party in self.agreement.parties if party.side}
        return tuple(sorted(sides - {side.lower()}))

    def _owned_by_side(self, zones: tuple[str, ...], side: str | None) -> tuple[str, ...]:
        """Return those of the zones that are one side's alone."""
        if side is None:
            return ()
        return tuple(zone for zone in zones if self._owners.get(zone) == side.lower())

    def _p_in_zone(self, zone: str, place: Place) -> float | None:
        return nested_p(zone, self._zones, lambda one: self._p_alone(one, place))

    def _p_by_its_own_error(self, zone: str, place: Place) -> float | None:
        from truceline.geo.doubt import p_in_zone

        found = self._zones.get(zone)
        if found is None or found.polygon is None:
            return None
        return p_in_zone(found, place)

    def _margin_m(self, zone: str, place: Place) -> float | None:
        from truceline.geo.measure import depth_m

        found = self._zones.get(zone)
        if found is None or found.polygon is None:
            return None
        return depth_m(found, place)

    def _area_m2(self, zone: str) -> float | None:
        from truceline.geo.measure import area_m2

        found = self._zones.get(zone)
        return None if found is None or found.polygon is None else area_m2(found)

    def _share_of(self, part: str, whole: str) -> float | None:
        """Return the share of one zone's ground that lies in another; None where undrawn."""
        from truceline.geo.areal import ground_area_m2

        if part == whole:
            return 1.0
        first, second = self._zones.get(part), self._zones.get(whole)
        if first is None or second is None or first.polygon is None or second.polygon is None:
            return None
        size = ground_area_m2(first.polygon)
        if size == 0:
            return None
        return min(1.0, ground_area_m2(first.polygon.intersection(second.polygon)) / size)

    def _on_line(self, zone: str, line: str) -> bool | None:
        """Return whether a line bounds a zone or runs in it; None where one is undrawn."""
        from shapely import LineString

        found, drawn = self._zones.get(zone), self._lines.get(line)
        if found is None or drawn is None or found.polygon is None:
            return None
        stroke = LineString(drawn.points)
        along = found.polygon.buffer(_AT_EDGE_DEG).intersection(stroke).length
        return bool(along > _AT_EDGE_SHARE * stroke.length)


def _plain(word: str) -> str:
    return word.lower().strip().removeprefix("the ")


def _names(things: tuple[Zone, ...] | tuple[Line, ...]) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for thing in things:
        for name in dict.fromkeys((*thing.called, thing.title.lower(), thing.id.lower())):
            names[name.lower()] = (*names.get(name.lower(), ()), thing.id)
    return names


def _owners(agreement: Agreement) -> dict[str, str]:
    """Return the side of each zone in which duties bind the parties of one side alone."""
    sides = {party.id: party.side for party in agreement.parties}
    bound: dict[str, set[str]] = {}
    for provision in agreement.provisions:
        for party, zone in provision.where:
            side = sides.get(party)
            if side is not None:
                bound.setdefault(zone, set()).add(side.lower())
    return {zone: next(iter(owners)) for zone, owners in bound.items() if len(owners) == 1}
