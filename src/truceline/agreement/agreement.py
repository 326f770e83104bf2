"""Agreement: the bundle of papers, parties, lines, zones and provisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from truceline.agreement.instrument import Paper, StatusStatement
from truceline.agreement.inventory import Inventory
from truceline.agreement.moment import Moment
from truceline.agreement.party import Party
from truceline.agreement.provision import Provision
from truceline.agreement.undrawn import UndrawnLine
from truceline.digest import Digest
from truceline.errors import NotFound
from truceline.geo.line import Line
from truceline.geo.zone import Zone

_Named = TypeVar("_Named", Paper, Party, Line, Zone, Provision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was promised. ``digest`` names this version: it covers every file it was loaded from.

    ``undrawn_lines`` are the lines that the papers name and no open source draws. ``open_depths``
    pairs a zone whose depth is left open with the zone of its least ground. ``moments`` and
    ``inventories`` are what deadlines count from and limits are measured by.
    """

    id: str
    title: str
    summary: str
    papers: tuple[Paper, ...]
    parties: tuple[Party, ...]
    lines: tuple[Line, ...]
    zones: tuple[Zone, ...]
    provisions: tuple[Provision, ...]
    statements: tuple[StatusStatement, ...] = ()
    undrawn_lines: tuple[UndrawnLine, ...] = ()
    moments: tuple[Moment, ...] = ()
    inventories: tuple[Inventory, ...] = ()
    open_depths: tuple[tuple[str, str], ...] = ()
    disclaimer: str
    digest: Digest

    def provision(self, id: str) -> Provision:  # noqa: A002
        """Return the provision of this id, or raise NotFound with the nearest one."""
        return _named("provision", id, self.provisions)

    def zone(self, id: str) -> Zone:  # noqa: A002
        """Return the zone of this id, or raise NotFound with the nearest one."""
        return _named("zone", id, self.zones)

    def line(self, id: str) -> Line:  # noqa: A002
        """Return the line of this id, or raise NotFound with the nearest one."""
        return _named("line", id, self.lines)

    def party(self, id: str) -> Party:  # noqa: A002
        """Return the party of this id, or raise NotFound with the nearest one."""
        return _named("party", id, self.parties)

    def paper(self, id: str) -> Paper:  # noqa: A002
        """Return the paper of this id, or raise NotFound with the nearest one."""
        return _named("paper", id, self.papers)


def _named(kind: str, wanted: str, things: tuple[_Named, ...]) -> _Named:
    for thing in things:
        if thing.id == wanted:
            return thing
    raise NotFound(kind, wanted, known=(thing.id for thing in things))
