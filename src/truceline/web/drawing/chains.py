"""Chains: who told whom in a document, as a tree from the outlet to the first tellers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from truceline.reading.claim import Claim
from truceline.report.markup import Markup, tag

_BOX_PX, _GAP_PX, _ROW_PX, _MARGIN_PX = 200, 46, 44, 6
_LETTERS = 26


@dataclass(slots=True)
class _Node:
    name: str
    how: str
    named: bool
    claims: int = 0
    below: dict[str, _Node] = field(default_factory=dict)
    depth: int = 0
    row: float = 0.0


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One chain, from the outlet to the first teller, and how many claims come through it."""

    links: tuple[tuple[str, str, bool], ...]
    claims: int


def chain_rows(claims: Iterable[Claim]) -> tuple[ChainRow, ...]:
    """Return the chains of some claims, those with most claims first: the list beside the tree."""
    counted = Counter(
        tuple((link.name, link.how, link.named) for link in claim.chain) for claim in claims
    )
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ChainRow(links, count) for links, count in ordered)


def chain_tree(claims: Iterable[Claim], *, label: str, rtl: bool = False) -> Markup:
    """Return the tree as SVG: outlets first, an arrow from each teller to the one who passed it on.

    A dashed box is somebody without a name. The numbers are claims. In a right-to-left page the
    outlet stands at the right.
    """
    root = _Node("", "", True)
    for claim in claims:
        node = root
        for link in claim.chain:
            node = node.below.setdefault(
                f"{link.name}\0{link.how}", _Node(link.name, link.how, link.named)
            )
        node.claims += 1
    nodes: list[_Node] = []
    rows = _place(root, -1, 0, nodes)
    depth = max((node.depth for node in nodes), default=0) + 1
    width = depth * _BOX_PX + (depth - 1) * _GAP_PX + 2 * _MARGIN_PX
    height = max(1, rows) * _ROW_PX + 2 * _MARGIN_PX

    def start(node: _Node) -> float:
        left = _MARGIN_PX + node.depth * (_BOX_PX + _GAP_PX)
        return width - left - _BOX_PX if rtl else left

    parts = [_arrow(node, child, start, rtl=rtl) for node in nodes for child in node.below.values()]
    parts += [_box(node, start(node)) for node in nodes]
    return tag(
        "svg", *parts, class_="chain-tree", viewBox=f"0 0 {width} {height}", width=width,
        height=height, role="img", aria_label=label, direction="ltr",
    )  # fmt: skip


def _place(node: _Node, depth: int, row: int, nodes: list[_Node]) -> int:
    """Set a node between its first and its last child; return the next free row."""
    node.depth = depth
    if depth >= 0:
        nodes.append(node)
    children = sorted(node.below.values(), key=lambda each: (each.name, each.how))
    if not children:
        node.row = row
        return row + 1
    for child in children:
        row = _place(child, depth + 1, row, nodes)
    node.row = (children[0].row + children[-1].row) / 2
    return row


def _middle(node: _Node) -> float:
    return _MARGIN_PX + node.row * _ROW_PX + _ROW_PX / 2


def _arrow(node: _Node, child: _Node, start: object, *, rtl: bool) -> Markup:
    assert callable(start)  # noqa: S101
    outer = start(node) + (0 if rtl else _BOX_PX)
    inner = start(child) + (_BOX_PX if rtl else 0)
    half = (outer + inner) / 2
    tip = 7 if not rtl else -7
    y, own = _middle(node), _middle(child)
    line = f"M{inner:.0f} {own:.0f} H{half:.0f} V{y:.0f} H{outer:.0f}"
    head = f"M{outer + tip:.0f} {y - 4:.0f} L{outer:.0f} {y:.0f} L{outer + tip:.0f} {y + 4:.0f}"
    return tag("path", d=f"{line} {head}", class_="chain-arrow")


def _box(node: _Node, x: float) -> Markup:
    y = _middle(node) - _ROW_PX / 2 + 4
    name = node.name if len(node.name) <= _LETTERS else node.name[: _LETTERS - 1] + "…"
    how = f"{node.how} · {node.claims}" if node.claims else node.how
    css = "chain-box" if node.named else "chain-box unnamed"
    middle = x + _BOX_PX / 2
    size = {"width": _BOX_PX, "height": _ROW_PX - 8}
    return tag(
        "g",
        tag("title", f"{node.name}: {how}"),
        tag("rect", x=f"{x:.0f}", y=f"{y:.0f}", rx=4, class_=css, **size),
        tag("text", name, x=f"{middle:.0f}", y=f"{y + 15:.0f}", class_="chain-name"),
        tag("text", how, x=f"{middle:.0f}", y=f"{y + 30:.0f}", class_="chain-how"),
    )
