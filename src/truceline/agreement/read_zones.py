"""The zones of an agreement: constructions on lines, built in the order that they need."""

from __future__ import annotations

from itertools import chain

from truceline.agreement.checker import Checker
from truceline.agreement.read_lines import Drawings
from truceline.agreement.undrawn import UndrawnLine
from truceline.agreement.yaml_nodes import Node
from truceline.agreement.zone_families import Families
from truceline.agreement.zone_maker import ZoneMaker
from truceline.geo.line import Line
from truceline.geo.zone import Zone

# Which keys belong to which construction, beside those that every zone may have.
CONSTRUCTIONS = {
    "between": ("closing",),
    "beside": ("side", "from", "to", "total", "ends", "steps", "bands"),
    "beyond": ("side", "reach"),
    "within": ("of",),
    "around": ("by", "total", "side", "base", "base width"),
    "union": (),
    "intersection": (),
    "difference": (),
    "part of": (),
    "drawn": (),
    "not drawable": (),
}
# The fullest agreement of the library has 28 zones. Each is laid out by geodesics, which takes
# time.
MAX_ZONES = 300
_COMMON = ("title", "called", "cut", "error", "medium", "note")
EVERY_KEY = {*_COMMON, *CONSTRUCTIONS, *chain.from_iterable(CONSTRUCTIONS.values())}


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
        families = Families(checker.named(node, of="zones"), checker=checker)
        self.entries, self.open_depths = families.entries, families.open_depths
        if node is not None and len(self.entries) > MAX_ZONES:
            what = f"the file makes {len(self.entries):,} zones; at most {MAX_ZONES} are read"
            checker.wrong(node, what, "Part it into several agreements")
            self.entries = {}
        self.lines = {line.id: line for line in lines}
        self.undrawn = {line.id: line for line in undrawn}
        self.declared_lines = declared_lines
        self.zones: dict[str, Zone | None] = {}
        self._building: list[str] = []

    @property
    def declared(self) -> frozenset[str]:
        """Return the ids of all zones that the file makes, those with problems too."""
        return frozenset(self.entries)

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
        row = self.checker.keys(body, known=EVERY_KEY, needed=("title",), of="a zone")
        if row is None:
            return None
        how = [key for key in CONSTRUCTIONS if row.get(key) is not None]
        if len(how) != 1:
            what = f"zone {name!r} is made in {len(how)} ways" if how else "a zone lacks its making"
            self.checker.wrong(body, what, f"Give it one of: {', '.join(CONSTRUCTIONS)}")
            return None
        for key, _ in row.entries:
            if key.text in EVERY_KEY - {*_COMMON, how[0], *CONSTRUCTIONS[how[0]]}:
                mend = f"Take it out, or use another making than '{how[0]}'"
                self.checker.wrong(key, f"'{key.text}' does not go with '{how[0]}'", mend)
                return None
        return ZoneMaker(self, name, row).make(how[0])

    def line_named(self, node: Node | None) -> Line | UndrawnLine | None:
        """Return a line by its id; one that nobody draws is a line too."""
        name = self.checker.choice(node, known=self.declared_lines, kind="line")
        return self.lines.get(name or "") or self.undrawn.get(name or "")

    def is_zone(self, name: str) -> bool:
        """Return whether the file makes a zone of this id."""
        return name in self.entries

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
