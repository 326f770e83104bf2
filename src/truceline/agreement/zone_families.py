"""Zone families: one entry of the file that stands for several zones.

``steps`` and ``bands`` make a zone for each distance; a depth given as a range makes the zone as
deep as the text may be read and, beside it, its least ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from truceline.agreement.checker import Checker
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words

# What the least ground of a zone of open depth is called.
LEAST = "-least"
_LADDERS = ("steps", "bands")
_DEPTHS = ("to", "by", "total")
_RANGE = re.compile(r"(?P<low>\d+(?:\.\d+)?\s*k?m)\s+to\s+(?P<high>\d+(?:\.\d+)?\s*k?m)")


class Families:
    """The zones of a file, one entry each; ``open_depths`` names the least ground and its depth."""

    def __init__(self, entries: Iterable[tuple[Words, Node]], *, checker: Checker) -> None:
        self.checker = checker
        self.entries: dict[str, Node] = {}
        self.open_depths: dict[str, tuple[str, str]] = {}
        for key, body in entries:
            ladder = _ladder(body)
            if ladder is not None and isinstance(body, Mapping):
                self._add_ladder(key, body, ladder)
            else:
                self._add(key, body)

    def _add_ladder(self, key: Words, body: Mapping, ladder: str) -> None:
        start = Words("0 m", body.mark)
        steps = self.checker.words(body.get(ladder))
        for step in steps:
            distance = _plain(step.text)
            first = {"from": start} if ladder == "bands" else {}
            words = f"{start.text} to {step.text}" if ladder == "bands" else f"to {step.text}"
            title = Words(f"{_text(body, 'title')}, {words}", body.mark)
            own = _with(body, {"title": title, "to": step, **first}, without=(ladder, "called"))
            self._add(replace(key, text=f"{key.text}-{distance}"), own)
            start = step
        if steps:
            self._add(key, _with(body, {"to": steps[-1]}, without=(ladder,)))

    def _add(self, key: Words, body: Node) -> None:
        if isinstance(body, Mapping):
            for name in _DEPTHS:
                match = _RANGE.fullmatch(_text(body, name).strip())
                if match is not None:
                    body = self._open(key, body, name, match["low"], match["high"])
        if key.text in self.entries:
            what = f"zone {key.text!r} stands here already, made by another entry"
            self.checker.wrong(key, what, "Give one of the two another id")
        self.entries[key.text] = body

    def _open(self, key: Words, body: Mapping, name: str, low: str, high: str) -> Mapping:
        """Add the least ground of a zone, and return the entry of its greatest."""
        node = body.get(name)
        mark = node.mark if node is not None else body.mark
        title = Words(f"{_text(body, 'title')}, least ground", body.mark)
        least = _with(body, {"title": title, name: Words(low, mark)}, without=("called",))
        self.entries[f"{key.text}{LEAST}"] = least
        self.open_depths[key.text] = (f"{key.text}{LEAST}", low)
        return _with(body, {name: Words(high, mark)}, without=())


def _ladder(body: Node) -> str | None:
    if not isinstance(body, Mapping) or body.get("beside") is None:
        return None
    return next((name for name in _LADDERS if isinstance(body.get(name), Listing)), None)


def _with(body: Mapping, changed: dict[str, Words], *, without: tuple[str, ...]) -> Mapping:
    kept = [
        (key, node)
        for key, node in body.entries
        if key.text not in changed and key.text not in without
    ]
    added = [(Words(name, node.mark), node) for name, node in changed.items()]
    return Mapping((*kept, *added), body.mark)


def _text(body: Mapping, key: str) -> str:
    node = body.get(key)
    return node.text if isinstance(node, Words) else ""


def _plain(length: str) -> str:
    """Return a length as part of an id: kilometres bare, metres with their unit."""
    return length.replace(" ", "").removesuffix("km")
