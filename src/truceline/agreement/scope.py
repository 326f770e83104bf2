"""Scope: what the provisions of one file may name, and values given for each party."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from truceline.agreement.checker import Checker, nearest
from truceline.agreement.inventory import Inventory
from truceline.agreement.moment import Moment
from truceline.agreement.party import Party
from truceline.agreement.yaml_nodes import Mapping, Node, Words
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the provisions of a file may name.

    ``open_depths`` gives, for a zone whose depth is left open, the least ground and its depth.
    """

    papers: frozenset[str]
    parties: tuple[Party, ...]
    declared_parties: frozenset[str]
    lines: frozenset[str]
    zones: frozenset[str]
    provisions: frozenset[str]
    in_force: Timespan | None
    moments: Table[str, Moment] = field(default_factory=dict)
    inventories: Table[str, Inventory] = field(default_factory=dict)
    clock: ZoneInfo | None = None
    open_depths: Table[str, tuple[str, str]] = field(default_factory=dict)


def per_party(
    node: Node, bound: tuple[str, ...], *, kind: str, checker: Checker, all_needed: bool = True
) -> tuple[tuple[str, Node], ...]:
    """Return the node that stands for each bound party."""
    if not isinstance(node, Mapping):
        return tuple((party, node) for party in bound)
    found = []
    for key, value in node.entries:
        if key.text not in bound:
            checker.wrong(key, f"{key.text!r} is not bound here", nearest(key.text, bound))
        else:
            found.append((key.text, value))
    missing = [party for party in bound if node.get(party) is None]
    if missing and all_needed:
        what = f"no {kind} is given for {', '.join(missing)}"
        checker.wrong(node, what, f"Add '{missing[0]}: ...'")
    return tuple(found)


def zones_for(
    node: Node | None,
    bound: tuple[str, ...],
    *,
    scope: Scope,
    checker: Checker,
    all_needed: bool = True,
) -> tuple[tuple[str, str], ...]:
    """Return the zone of each bound party; ``own 10`` stands for ``<party>-10``."""
    if node is None:
        return ()
    found = []
    for party, value in per_party(node, bound, kind="zone", checker=checker, all_needed=all_needed):
        text = checker.text(value)
        if text is None:
            continue
        zone = f"{party}-{text.removeprefix('own ')}" if text.startswith("own ") else text
        if checker.choice(Words(zone, value.mark), known=scope.zones, kind="zone"):
            found.append((party, zone))
    return tuple(found)
