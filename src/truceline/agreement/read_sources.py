"""What deadlines and limits refer to: the clock, the moments and the inventories of a file."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo

from truceline.agreement.checker import Checker
from truceline.agreement.inventory import Inventory, InventoryItem
from truceline.agreement.moment import Moment, local_span, zone_of
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Listing, Node
from truceline.errors import TimespanInvalid
from truceline.timespan import Timespan

MOMENT_KEYS = ("title", "at", "pending", "source")
INVENTORY_KEYS = ("title", "dated", "source", "holds")
ITEM_KEYS = ("party", "asset", "count", "in")


def read_clock(node: Node | None, *, checker: Checker) -> ZoneInfo | None:
    """Return the clock that a file's local times are read by."""
    text = checker.text(node)
    if text is None or node is None:
        return None
    try:
        return zone_of(text)
    except TimespanInvalid as error:
        checker.wrong(node, str(error), "Write a name of the time zone database: Asia/Beirut")
        return None


def local_time(node: Node | None, *, clock: ZoneInfo | None, checker: Checker) -> Timespan | None:
    """Return a day or minute by the clock of a place; any other date as it is written."""
    text = checker.text(node)
    if text is None or node is None:
        return None
    try:
        return local_span(text, clock=clock)
    except (TimespanInvalid, ValueError, OverflowError) as error:
        mend = "Write 1974-05-31, 1974-05, or 2024-11-27T04:00 Asia/Beirut"
        checker.wrong(node, str(error), mend)
        return None


def read_moments(
    node: Node | None, *, clock: ZoneInfo | None, checker: Checker
) -> tuple[Moment, ...]:
    """Return the events that deadlines may count from."""
    moments = []
    for key, body in checker.named(node, of="moments"):
        row = checker.keys(body, known=MOMENT_KEYS, needed=("title",), of="a moment")
        if row is None:
            continue
        if (row.get("at") is None) is (row.get("pending") is None):
            mend = "Give it 'at: 1974-05-31', or 'pending: why it has no day'"
            checker.wrong(body, f"moment {key.text!r} needs one of 'at' and 'pending'", mend)
        moments.append(
            Moment(
                id=key.text,
                title=checker.text(row.get("title")) or key.text,
                at=local_time(row.get("at"), clock=clock, checker=checker),
                pending=checker.text(row.get("pending")),
                source=checker.text(row.get("source")) or "",
            )
        )
    return tuple(moments)


def read_inventories(
    node: Node | None, *, parties: Collection[str], zones: Collection[str], checker: Checker
) -> tuple[Inventory, ...]:
    """Return the dated lists of what stood where."""
    inventories = []
    for key, body in checker.named(node, of="inventories"):
        row = checker.keys(body, known=INVENTORY_KEYS, needed=INVENTORY_KEYS, of="an inventory")
        dated = checker.timespan(row.get("dated")) if row is not None else None
        if row is None or dated is None:
            continue
        items = _items(row.get("holds"), parties=parties, zones=zones, checker=checker)
        inventories.append(
            Inventory(
                id=key.text,
                title=checker.text(row.get("title")) or key.text,
                dated=dated,
                source=checker.text(row.get("source")) or "",
                items=items,
            )
        )
    return tuple(inventories)


def _items(
    node: Node | None, *, parties: Collection[str], zones: Collection[str], checker: Checker
) -> tuple[InventoryItem, ...]:
    if not isinstance(node, Listing):
        if node is not None:
            mend = "Write '- {party: north, asset: position, count: 12, in: valley}'"
            checker.wrong(node, "expected a list of what was there", mend)
        return ()
    items = []
    for item in node.items:
        row = checker.keys(item, known=ITEM_KEYS, needed=ITEM_KEYS[:3], of="an item")
        if row is None:
            continue
        party = checker.choice(row.get("party"), known=parties, kind="party")
        asset = checker.choice(row.get("asset"), known=load_taxonomy().classes, kind="asset class")
        count = checker.whole_number(row.get("count"))
        zone = checker.choice(row.get("in"), known=zones, kind="zone")
        if party is not None and asset is not None and count is not None:
            items.append(InventoryItem(party=party, asset=asset, count=count, zone=zone))
    return tuple(items)
