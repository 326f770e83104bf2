"""Ground plan: where a maker of zones finds the lines and zones that its zone stands on."""

from __future__ import annotations

from typing import Protocol

from truceline.agreement.checker import Checker
from truceline.agreement.read_lines import Drawings
from truceline.agreement.undrawn import UndrawnLine
from truceline.agreement.yaml_nodes import Node
from truceline.geo.line import Line
from truceline.geo.zone import Zone


class Ground(Protocol):
    """Where a maker finds the lines and zones that its zone stands on."""

    checker: Checker
    drawings: Drawings

    def line_named(self, node: Node | None) -> Line | UndrawnLine | None:
        """Return a line by its id; one that nobody draws is a line too."""

    def zones_named(self, node: Node | None) -> tuple[Zone, ...] | None:
        """Return zones by their ids; None where one of them is not to be had."""

    def is_zone(self, name: str) -> bool:
        """Return whether the file makes a zone of this id."""


class NotDrawable(Exception):
    """A zone stands on something that nobody can draw; the message says why."""
