"""Inventory: what stood where on a day, as the measure of what may stand there now."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryItem:
    """So many of one asset class, of one party, in one zone (None: anywhere)."""

    party: str
    asset: str
    count: int
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """A dated list of what was there, and who drew it up."""

    id: str
    title: str
    dated: Timespan
    source: str
    items: tuple[InventoryItem, ...]
