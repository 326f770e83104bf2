"""The zones of an agreement: constructions on lines, built in the order that they need."""

from __future__ import annotations

from collections.abc import Callable

from truceline.agreement.checker import Checker
from truceline.agreement.read_lines import Drawings
from truceline.agreement.read_sections import read_called
from truceline.agreement.undrawn import UndrawnLine
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words
from truceline.errors import GeometryInvalid
from truceline.geo.line import Line
from truceline.geo.zone import Zone

SIDES = ("west", "east", "north", "south", "left", "right")
# Which keys belong to which construction, beside title, called and cut.
CONSTRUCTIONS = {
    "between": ("closing",),
    "beside": ("side", "from", "to"),
    "beyond": ("side", "reach"),
    "within": ("of",),
    "union": (),
    "intersection": (),
    "difference": (),
    "part of": (),
    "drawn": (),
    "not drawable": (),
}
_EVERY_KEY = {"title", "called", "cut", *CONSTRUCTIONS, *sum(CONSTRUCTIONS.values(), ())}
# Far enough for anything that a report places "beyond the line", near enough to stay in the region.
_REACH_M = 100_000.0


class ZoneBuilder:
    """Builds each zone once, after those that it stands on; ``zones`` fills up."""

    def __init__(
        self,
        node: Node | None,
        *,
        lines: tuple[Line, ...],
        undrawn: tuple[UndrawnLine, ...],
        declared_lines: frozenset[str],
        drawings: Drawings,
        checker: Checker,
    ) -> None:
        self.checker = checker
        self.drawings = drawings
        self.entries = {key.text: body for key, body in checker.named(node, of="zones")}
        self.lines = {line.id: line for line in lines}
        self.undrawn = {line.id: line for line in undrawn}
        self.declared_lines = declared_lines
        self.zones: dict[str, Zone | None] = {}
        self._building: list[str] = []

    def build_all(self) -> tuple[Zone, ...]:
        """Return the zones that can be built, in the order of the file."""
        built = [self.zone(name) for name in self.entries]
        return tuple(zone for zone in built if zone is not None)

    def zone(self, name: str) -> Zone | None:
        """Return one zone, built now if it was not yet; None where it has problems."""
        if name not in self.zones:
            self._building.append(name)
            self.zones[name] = self._build(name, self.entries[name])
            self._building.pop()
        return self.zones[name]

    def _build(self, name: str, body: Node) -> Zone | None:
        row = self.checker.keys(body, known=_EVERY_KEY, needed=("title",), of="a zone")
        if row is None:
            return None
        how = [key for key in CONSTRUCTIONS if row.get(key) is not None]
        if len(how) != 1:
            what = f"zone {name!r} is made in {len(how)} ways" if how else "a zone lacks its making"
            self.checker.wrong(body, what, f"Give it one of: {', '.join(CONSTRUCTIONS)}")
            return None
        for key, _ in row.entries:
            if key.text in _EVERY_KEY - {"title", "called", "cut", how[0], *CONSTRUCTIONS[how[0]]}:
                mend = f"Take it out, or use another making than '{how[0]}'"
                self.checker.wrong(key, f"'{key.text}' does not go with '{how[0]}'", mend)
                return None
        return _Maker(self, name, row).make(how[0])

    def line_named(self, node: Node | None) -> Line | UndrawnLine | None:
        """Return a line by its id; one that nobody draws is a line too."""
        name = self.checker.choice(node, known=self.declared_lines, kind="line")
        return self.lines.get(name or "") or self.undrawn.get(name or "")

    def zones_named(self, node: Node | None) -> tuple[Zone, ...] | None:
        """Return zones by their ids; None where one of them is not to be had."""
        found: list[Zone | None] = []
        for words in self.checker.words(node):
            name = self.checker.choice(words, known=self.entries, kind="zone")
            if name in self._building:
                self.checker.wrong(
                    words, f"zone {name!r} is built on itself", "Break the circle of zones"
                )
                name = None
            found.append(self.zone(name) if name is not None else None)
        if not found or any(zone is None for zone in found):
            return None
        return tuple(zone for zone in found if zone is not None)


class _NotDrawable(Exception):
    """A zone stands on something that nobody can draw; the message says why."""


class _Maker:
    """Makes one zone from its keys."""

    def __init__(self, builder: ZoneBuilder, name: str, row: Mapping) -> None:
        self.builder, self.checker, self.name, self.row = builder, builder.checker, name, row
        self.title = self.checker.text(row.get("title")) or name
        self.called = read_called(row, checker=self.checker)

    def make(self, how: str) -> Zone | None:
        """Return the zone, cut where it says so; None with a problem where it cannot be built."""
        makers: dict[str, Callable[[], Zone | None]] = {
            "between": self._between,
            "beside": self._beside,
            "beyond": self._beyond,
            "within": self._within,
            "union": self._combined,
            "intersection": self._combined,
            "difference": self._combined,
            "part of": self._part,
            "drawn": self._drawn,
            "not drawable": self._undrawn,
        }
        try:
            zone = makers[how]()
            return self._cut(zone) if zone is not None else None
        except _NotDrawable as reason:
            return self._empty(str(reason))
        except GeometryInvalid as error:
            node = self.row.get(how) or self.row
            self.checker.wrong(
                node, f"zone {self.name!r} cannot be built: {error}", "Mend the line or the side"
            )
            return None

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
        line = self.builder.line_named(node)
        if isinstance(line, UndrawnLine):
            raise _NotDrawable(line.why)
        return line

    def _zones(self, node: Node | None) -> tuple[Zone, ...] | None:
        zones = self.builder.zones_named(node)
        for zone in zones or ():
            if zone.polygon is None:
                raise _NotDrawable(zone.not_drawable or "a part of it is not drawable")
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

        self._need("to")
        line, side = self._line(self.row.get("beside")), self._side()
        start = self.row.get("from")
        from_m = self.checker.length_m(start) if start is not None else 0.0
        to_m = self.checker.length_m(self.row.get("to"))
        if line is None or side is None or from_m is None or to_m is None:
            return None
        if to_m <= from_m:
            node = self.row.get("to") or self.row
            self.checker.wrong(node, "the band ends before it starts", "Make 'to' more than 'from'")
            return None
        return band.beside(
            id=self.name, title=self.title, line=line, side=side, from_m=from_m, to_m=to_m,
            called=self.called,
        )  # fmt: skip

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
        distance_m, line = (
            self.checker.length_m(self.row.get("within")),
            self._line(self.row.get("of")),
        )
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
        return verb(id=self.name, title=self.title, zones=zones, called=self.called)

    def _part(self) -> Zone | None:
        from truceline.geo import combine

        zones = self._zones(self.row.get("part of"))
        if zones is None:
            return None
        return combine.union(id=self.name, title=self.title, zones=zones, called=self.called)

    def _drawn(self) -> Zone | None:
        from truceline.geo import combine

        drawing = self.builder.drawings.find(self.row.get("drawn"), area=True, checker=self.checker)
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
