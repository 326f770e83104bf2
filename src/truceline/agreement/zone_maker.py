"""Makes one zone from its keys: between, beside, beyond, within, combined, drawn, cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from truceline.agreement.ground_plan import Ground, NotDrawable
from truceline.agreement.slivers import without_slivers
from truceline.agreement.taxonomy import MEDIA
from truceline.agreement.undrawn import UndrawnLine
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words
from truceline.errors import GeometryInvalid
from truceline.geo.line import Line
from truceline.geo.zone import Zone

SIDES = ("west", "east", "north", "south", "left", "right")
ENDS = ("flat", "round")
# Far enough for anything that a report places "beyond the line", near enough to stay in the region.
_REACH_M = 100_000.0


class ZoneMaker:
    """Makes one zone from its keys."""

    def __init__(self, ground: Ground, name: str, row: Mapping) -> None:
        self.ground, self.checker, self.name, self.row = ground, ground.checker, name, row
        self.title = self.checker.text(row.get("title")) or name
        self.called = self.checker.called(row.get("called"), kind="zone", owner=name)

    def make(self, how: str) -> Zone | None:
        """Return the zone, cut where it says so; None with a problem where it cannot be built."""
        makers: dict[str, Callable[[], Zone | None]] = {
            "between": self._between,
            "beside": self._beside,
            "beyond": self._beyond,
            "within": self._within,
            "around": self._around,
            "union": self._combined,
            "intersection": self._combined,
            "difference": self._combined,
            "part of": self._part,
            "drawn": self._drawn,
            "not drawable": self._undrawn,
        }
        try:
            zone = makers[how]()
            zone = self._cut(zone) if zone is not None else None
        except NotDrawable as reason:
            return self._in_medium(self._empty(str(reason)))
        except GeometryInvalid as error:
            node = self.row.get(how) or self.row
            what = f"zone {self.name!r} cannot be built: {error}"
            self.checker.wrong(node, what, "Mend the line or the side")
            return None
        return self._in_medium(self._finished(zone)) if zone is not None else None

    def _in_medium(self, zone: Zone) -> Zone:
        """Return the zone with where it holds: on land, at sea, in the air."""
        node = self.row.get("medium")
        return replace(zone, medium=self.checker.choices(node, known=MEDIA, kind="medium"))

    def _finished(self, zone: Zone) -> Zone:
        """Return the zone without slivers, with the error and the note that the file gives it."""
        if zone.polygon is None:
            return zone
        holds = zone.holds if self.row.get("cut") is None else ()
        zone = replace(zone, polygon=without_slivers(zone.polygon), holds=holds)
        if self.row.get("error") is not None:
            error_m = self.checker.length_m(self.row.get("error"))
            zone = replace(zone, error_m=zone.error_m if error_m is None else error_m)
        note = self.checker.text(self.row.get("note"))
        return replace(zone, construction=f"{zone.construction}; {note}") if note else zone

    def _empty(self, why: str) -> Zone:
        return Zone(
            id=self.name,
            title=self.title,
            polygon=None,
            error_m=0.0,
            construction="not drawable here",
            called=self.called,
            not_drawable=why,
        )

    def _line(self, node: Node | None) -> Line | None:
        line = self.ground.line_named(node)
        if isinstance(line, UndrawnLine):
            raise NotDrawable(line.why)
        return line

    def _zones(self, node: Node | None) -> tuple[Zone, ...] | None:
        zones = self.ground.zones_named(node)
        for zone in zones or ():
            if zone.polygon is None:
                raise NotDrawable(zone.not_drawable or "a part of it is not drawable")
        return zones

    def _side(self) -> str | None:
        self._need("side")
        return self.checker.choice(self.row.get("side"), known=SIDES, kind="side")

    def _need(self, key: str) -> None:
        if self.row.get(key) is None:
            self.checker.wrong(self.row, f"zone {self.name!r} lacks '{key}'", f"Add '{key}: ...'")

    def _between(self) -> Zone | None:
        from truceline.geo import band

        pair = self.row.get("between")
        if not isinstance(pair, Listing) or len(pair.items) != 2:
            node = pair or self.row
            self.checker.wrong(node, "'between' takes two lines", "Write 'between: [A, B]'")
            return None
        a, b = (self._line(item) for item in pair.items)
        closing = [self._line(words) for words in self.checker.words(self.row.get("closing"))]
        if a is None or b is None or any(line is None for line in closing):
            return None
        closers = tuple(line for line in closing if line is not None)
        return band.between(
            id=self.name, title=self.title, a=a, b=b, called=self.called, closing=closers
        )

    def _beside(self) -> Zone | None:
        from truceline.geo import band

        line, side = self._line(self.row.get("beside")), self._side()
        start = self.row.get("from")
        from_m = self.checker.length_m(start) if start is not None else 0.0
        to_m = self._depth_m("to")
        if line is None or side is None or from_m is None or to_m is None:
            return None
        if to_m <= from_m:
            node = self.row.get("to") or self.row
            self.checker.wrong(node, "the band ends before it starts", "Make 'to' more than 'from'")
            return None
        ends = self.row.get("ends")
        if ends is None or self.checker.choice(ends, known=ENDS, kind="shape of ends") == "flat":
            return band.beside(
                id=self.name,
                title=self.title,
                line=line,
                side=side,
                from_m=from_m,
                to_m=to_m,
                called=self.called,
            )
        return self._round(line, side, from_m, to_m)

    def _depth_m(self, key: str) -> float | None:
        """Return how far a zone reaches on one side: as told, or half of its total width."""
        each, total = self.row.get(key), self.row.get("total")
        if each is not None and total is not None:
            self.checker.wrong(each, f"'{key}' does not go with 'total'", "Keep one of the two")
            return None
        if total is None:
            self._need(key)
            return self.checker.length_m(each)
        width_m = self.checker.length_m(total)
        return width_m / 2 if width_m is not None else None

    def _around(self) -> Zone | None:
        from truceline.agreement import around

        node, distance_m = self.row.get("around"), self._depth_m("by")
        base = self.checker.choice(self.row.get("base"), known=around.BASES, kind="base")
        side = self.checker.choice(self.row.get("side"), known=SIDES, kind="side")
        wide = self.row.get("base width")
        wide_m = self.checker.length_m(wide) if wide is not None else 0.0
        if distance_m is None or wide_m is None:
            return None
        left_out = base == "left out"
        if isinstance(node, Words) and self.ground.is_zone(node.text):
            zones = self._zones(node)
            if zones is None:
                return None
            about = around.about_zone(
                id=self.name, title=self.title, zone=zones[0], distance_m=distance_m,
                called=self.called, left_out=left_out,
            )  # fmt: skip
            return about if left_out else replace(about, holds=(zones[0].id,))
        line = self._line(node)
        if line is None:
            return None
        return around.about_line(
            id=self.name, title=self.title, line=line, distance_m=distance_m, side=side,
            called=self.called, left_out_m=wide_m if left_out else 0.0,
        )  # fmt: skip

    def _round(self, line: Line, side: str, from_m: float, to_m: float) -> Zone:
        """Return all ground on one side at such a distance, that beyond the line's ends too."""
        from truceline.geo import band, combine

        about = [
            band.within(
                id=self.name,
                title=self.title,
                line=line,
                distance_m=distance_m,
                called=self.called,
            )
            for distance_m in (to_m, from_m)
            if distance_m > 0
        ]
        ring = about[0]
        if len(about) > 1:
            ring = combine.difference(
                id=self.name, title=self.title, zones=about, called=self.called
            )
        zone = combine.cut(zone=ring, by=line, keep=side)
        reach = f"from {from_m / 1000:g} km to {to_m / 1000:g} km of it, with round ends"
        return replace(zone, construction=f"the ground {side} of {line.title}, {reach}")

    def _beyond(self) -> Zone | None:
        from truceline.geo import band

        line, side = self._line(self.row.get("beyond")), self._side()
        reach = self.row.get("reach")
        reach_m = self.checker.length_m(reach) if reach is not None else _REACH_M
        if line is None or side is None or reach_m is None:
            return None
        return band.beyond(
            id=self.name, title=self.title, line=line, side=side, reach_m=reach_m,
            called=self.called,
        )  # fmt: skip

    def _within(self) -> Zone | None:
        from truceline.geo import band

        self._need("of")
        distance_m = self.checker.length_m(self.row.get("within"))
        line = self._line(self.row.get("of"))
        if distance_m is None or line is None:
            return None
        return band.within(
            id=self.name, title=self.title, line=line, distance_m=distance_m, called=self.called
        )

    def _combined(self) -> Zone | None:
        from truceline.geo import combine

        how = next(key for key in ("union", "intersection", "difference") if self.row.get(key))
        node = self.row.get(how)
        zones = self._zones(node)
        if zones is None:
            if not isinstance(node, Listing) or not node.items:
                self.checker.wrong(
                    node or self.row, f"'{how}' takes zones", f"Write '{how}: [a, b]'"
                )
            return None
        verb = {
            "union": combine.union,
            "intersection": combine.intersection,
            "difference": combine.difference,
        }[how]
        zone = verb(id=self.name, title=self.title, zones=zones, called=self.called)
        names = tuple(one.id for one in zones)
        if how == "union":
            return replace(zone, holds=names)
        return replace(zone, inside=names if how == "intersection" else names[:1])

    def _part(self) -> Zone | None:
        from truceline.geo import combine

        zones = self._zones(self.row.get("part of"))
        if zones is None:
            return None
        zone = combine.union(id=self.name, title=self.title, zones=zones, called=self.called)
        return replace(zone, inside=(zones[0].id,) if len(zones) == 1 else ())

    def _drawn(self) -> Zone | None:
        from truceline.geo import combine

        drawing = self.ground.drawings.find(self.row.get("drawn"), area=True, checker=self.checker)
        if drawing is None:
            return None
        return combine.drawn(
            id=self.name, title=self.title, rings=drawing.chains, error_m=drawing.error_m,
            called=self.called, source=drawing.source,
        )  # fmt: skip

    def _undrawn(self) -> Zone | None:
        why = self.checker.text(self.row.get("not drawable"))
        return self._empty(why) if why else None

    def _cut(self, zone: Zone) -> Zone | None:
        from truceline.geo import combine

        node = self.row.get("cut")
        steps = node.items if isinstance(node, Listing) else (node,) if node is not None else ()
        for step in steps:
            keys = self.checker.keys(step, known=("by", "keep"), needed=("by", "keep"), of="a cut")
            if keys is None or isinstance(step, Words):
                return None
            by = self._line(keys.get("by"))
            keep = self.checker.choice(keys.get("keep"), known=SIDES, kind="side")
            if by is None or keep is None:
                return None
            zone = combine.cut(zone=zone, by=by, keep=keep)
        return zone
