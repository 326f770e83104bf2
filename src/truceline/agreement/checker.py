"""Checker: reads values out of nodes and writes down all that is wrong with them.

Each method returns the value, or None where there was none to be had; the reason is then among the
problems, with line, column and a way to mend it. Nothing is raised, so that one pass finds all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from datetime import timedelta

from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words
from truceline.errors import Problem, TimespanInvalid
from truceline.timespan import Timespan

_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>km|m)")
_SPAN = re.compile(r"(?P<number>\d+)\s*(?P<unit>minutes?|hours?|days?|weeks?|months?)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_DAYS_IN_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# As many known words as fit into a message that a person reads to the end.
_FEW = 12
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class Checker:
    """Reads one file's nodes; ``problems`` grows."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._named: dict[tuple[str, str], str] = {}

    def wrong(self, node: Node, what: str, mend: str) -> None:
        """Write down one problem at a node."""
        self.problems.append(Problem(self.file, node.mark.line, node.mark.column, what, mend))

    def keys(
        self,
        node: Node | None,
        *,
        known: Collection[str],
        needed: Collection[str] = (),
        of: str,
    ) -> Mapping | None:
        """Return a mapping that holds no unknown key; say which needed ones are missing."""
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.wrong(node, f"expected keys and values for {of}, got {_form(node)}", _list(known))
            return None
        for key, _ in node.entries:
            if key.text not in known:
                what = f"{of} has no key {key.text!r}"
                self.wrong(key, what, nearest(key.text, known))
        for key_name in needed:
            if node.get(key_name) is None:
                self.wrong(node, f"{of} lacks '{key_name}'", f"Add '{key_name}: ...'")
        return node

    def named(self, node: Node | None, *, of: str) -> tuple[tuple[Words, Node], ...]:
        """Return the entries of a mapping from ids to things."""
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.wrong(node, f"expected {of} by their ids, got {_form(node)}", "Write 'id: {...}'")
            return ()
        for key, _ in node.entries:
            if not _ID.fullmatch(key.text):
                mend = "Use letters, digits, hyphens and dots"
                self.wrong(key, f"{key.text!r} cannot be an id", mend)
        return node.entries

    def text(self, node: Node | None) -> str | None:
        """Return a text that is not empty."""
        if node is None:
            return None
        if not isinstance(node, Words):
            self.wrong(node, f"expected text, got {_form(node)}", "Write it on one line")
            return None
        cleaned = " ".join(node.text.split())
        if not cleaned:
            self.wrong(node, "expected text, got nothing", "Write a value after the colon")
            return None
        return cleaned

    def words(self, node: Node | None) -> tuple[Words, ...]:
        """Return the scalars of a list, or of a single one that stands for a list of one."""
        if node is None:
            return ()
        if isinstance(node, Words):
            return (node,) if self.text(node) else ()
        if isinstance(node, Mapping):
            self.wrong(node, f"expected a list, got {_form(node)}", "Write [one, two]")
            return ()
        return tuple(
            item for item in node.items if self.text(item) is not None and isinstance(item, Words)
        )

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(" ".join(words.text.split()) for words in self.words(node))

    def called(self, node: Node | None, *, kind: str, owner: str) -> tuple[str, ...]:
        """Return the names under which reports speak of a thing.

        They must be in lower case, and a name may stand for one thing of its kind only.
        """
        names: list[str] = []
        for words in self.words(node):
            text = " ".join(words.text.split())
            name = text.lower()
            if name != text:
                self.wrong(words, f"{text!r} is not in lower case", f"Write {name!r}")
            first = self._named.setdefault((kind, name), owner)
            if first != owner:
                what = f"{name!r} is already a name of {kind} {first!r}"
                self.wrong(words, what, "Keep it at one of the two")
            names.append(name)
        return tuple(dict.fromkeys(names))

    def choice(self, node: Node | None, *, known: Collection[str], kind: str) -> str | None:
        """Return one word of a closed list."""
        text = self.text(node)
        if text is None or node is None:
            return None
        if text not in known:
            self.wrong(node, f"no {kind} is called {text!r}", nearest(text, known))
            return None
        return text

    def choices(self, node: Node | None, *, known: Collection[str], kind: str) -> tuple[str, ...]:
        """Return words of a closed list; those that are not in it are told and left out."""
        found = (self.choice(words, known=known, kind=kind) for words in self.words(node))
        return tuple(word for word in found if word is not None)

    def whole_number(self, node: Node | None) -> int | None:
        """Return a whole number from 0."""
        text = self.text(node)
        if text is None or node is None:
            return None
        plain = text.replace(" ", "").replace(",", "")
        if re.fullmatch(r"-\d+", plain):
            self.wrong(node, f"{text} is negative", "Write 0 where none is allowed")
            return None
        if not re.fullmatch(r"[0-9]{1,12}", plain):
            self.wrong(node, f"expected a whole number, got {text!r}", "Write digits only: 75")
            return None
        return int(plain)

    def share(self, node: Node | None) -> float | None:
        """Return a probability or a share, from 0 to 1."""
        text = self.text(node)
        if text is None or node is None:
            return None
        if not re.fullmatch(r"[01]?(?:\.\d{1,12})?", text) or not 0 <= float(text) <= 1:
            self.wrong(node, f"expected a number from 0 to 1, got {text!r}", "Write 0.85")
            return None
        return float(text)

    def length_m(self, node: Node | None) -> float | None:
        """Return a length in metres from text such as ``10 km`` or ``500 m``."""
        text = self.text(node)
        if text is None or node is None:
            return None
        if text.startswith("-"):
            self.wrong(node, f"{text} is negative", "Choose the other side of the line instead")
            return None
        match = _LENGTH.fullmatch(text)
        if match is None:
            self.wrong(node, f"expected a length, got {text!r}", "Write '10 km' or '500 m'")
            return None
        return float(match["number"]) * (1000 if match["unit"] == "km" else 1)

    def calibre_mm(self, node: Node | None) -> float | None:
        """Return a calibre in millimetres from text such as ``122 mm``."""
        text = self.text(node)
        if text is None or node is None:
            return None
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*mm", text)
        if match is None:
            self.wrong(node, f"expected a calibre, got {text!r}", "Write '122 mm'")
            return None
        return float(match[1])

    def duration(self, node: Node | None) -> timedelta | None:
        """Return a time from text such as ``15 days`` or ``24 hours``.

        Months are taken as long as so many calendar months can be: six are 184 days.
        """
        text = self.text(node)
        if text is None or node is None:
            return None
        match = _SPAN.fullmatch(text)
        if match is None or int(match["number"]) == 0 or len(match["number"]) > 6:
            self.wrong(node, f"expected a time, got {text!r}", "Write '15 days' or '24 hours'")
            return None
        number, unit = int(match["number"]), match["unit"].rstrip("s")
        if unit == "month":
            return _longest(number)
        return timedelta(seconds=number * _SECONDS[unit])

    def timespan(self, node: Node | None) -> Timespan | None:
        """Return a date or an interval that exists."""
        text = self.text(node)
        if text is None or node is None:
            return None
        try:
            return Timespan.parse(text)
        except (TimespanInvalid, ValueError, OverflowError) as error:
            mend = "Write 1974-05-31, 1974-05, or 1974-05-31/.. for 'from then on'"
            self.wrong(node, str(error), mend)
            return None


def nearest(word: str, known: Collection[str]) -> str:
    """Return what to write instead: the nearest known word, or the few there are.

    >>> nearest("sepration", ["separation", "israel-10"])
    "Did you mean 'separation'? Known: israel-10, separation"
    """
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if not close:
        return _list(known)
    return f"Did you mean {close[0]!r}?" + (
        f" {_list(known)}" if len(known) <= _FEW else " It is the nearest known word"
    )


def _longest(months: int) -> timedelta:
    whole, rest = divmod(months, 12)
    runs = (sum((_DAYS_IN_MONTHS * 2)[first : first + rest]) for first in range(12))
    return timedelta(days=366 * whole + max(runs))


def _list(known: Collection[str]) -> str:
    names = sorted(known)
    if not names:
        return "None is defined yet"
    shown = ", ".join(names[:_FEW])
    return f"Known: {shown}" + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")


def _form(node: Node) -> str:
    if isinstance(node, Words):
        return f"the text {node.text[:40]!r}" if node.text else "nothing"
    return "a list" if isinstance(node, Listing) else "keys and values"
