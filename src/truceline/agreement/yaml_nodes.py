"""YAML as nodes that remember where they stand: every scalar stays text, nothing is guessed.

A plain loader would read the paragraph ``3.10`` as the number 3.1 and the word ``no`` as false,
and loses line and column. What an agreement has no use for is refused: aliases, tags, merge keys,
a key given twice, several documents in one file, files too large or nested too deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from truceline.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

# A full agreement of forty provisions takes about 60 kB; a megabyte is no agreement any more.
MAX_BYTES = 1_000_000
# The format nests five deep; fifty leaves room and keeps a hostile file from exhausting the stack.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Mark:
    """Line and column, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Words:
    """A scalar, as text."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence of nodes."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes, in the order of the file."""

    entries: tuple[tuple[Words, Node], ...]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """Return the node of a key, or None."""
        return next((node for words, node in self.entries if words.text == key), None)


Node = Words | Listing | Mapping


class _Stop(Exception):
    """Nothing after this can be read with sense."""


def read_nodes(data: bytes, *, file: str) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """Return the top mapping of a YAML file and what is wrong with its form.

    The mapping is None where the form is so broken that nothing can be read.

    >>> top, problems = read_nodes(b"a: 3.10\\nb: no\\n", file="x.yaml")
    >>> [(key.text, node.text) for key, node in top.entries], problems
    ([('a', '3.10'), ('b', 'no')], ())
    >>> print(*read_nodes(b"a: 1\\na: 2\\n", file="x.yaml")[1])
    x.yaml:2:1: the key 'a' stands here a second time (first in line 1). Keep one of the two.
    """
    if len(data) > MAX_BYTES:
        size = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        return None, (Problem(file, 0, 0, size, "Move drawn lines to a GeoJSON file"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        return None, (Problem(file, 0, 0, what, "Save the file in UTF-8"),)
    builder = _Builder(file)
    try:
        top = builder.document(_events(text, file, builder.problems))
    except _Stop:
        return None, tuple(builder.problems)
    return top, tuple(builder.problems)


def _events(text: str, file: str, problems: list[Problem]) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        line, column = (place.line + 1, place.column + 1) if place else (0, 0)
        what = f"this is not YAML: {error.problem or error.context}"
        problems.append(Problem(file, line, column, what, "Look at the indent and the quotes here"))
        raise _Stop from None
    except (YAMLError, ValueError) as error:
        what = f"this is not YAML: {' '.join(str(error).split())}"
        problems.append(Problem(file, 0, 0, what, "Take out characters that cannot be printed"))
        raise _Stop from None


class _Builder:
    """Turns parser events into nodes; keeps the problems of form."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def document(self, events: Iterable[Any]) -> Mapping | None:
        """Return the top mapping of the only document."""
        from ruamel.yaml.events import DocumentStartEvent, NodeEvent

        stream = iter(events)
        top: Node | None = None
        documents = 0
        for event in stream:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._wrong(event, "a second document starts here", "Keep one document a file")
                    raise _Stop
            elif isinstance(event, NodeEvent):
                top = self._node(event, stream, 1)
        if not isinstance(top, Mapping):
            mark = top.mark if top is not None else Mark(1, 1)
            what = "expected keys and values at the top"
            mend = "Start with 'agreement: the-id'"
            self.problems.append(Problem(self.file, mark.line, mark.column, what, mend))
            return None
        return top

    def _node(self, event: Any, stream: Iterator[Any], depth: int) -> Node:
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, SequenceStartEvent

        if depth > MAX_DEPTH:
            self._wrong(event, f"nested more than {MAX_DEPTH} deep", "Nest less")
            raise _Stop
        mark = _mark(event)
        if isinstance(event, AliasEvent):
            mend = "Write the value out, so that each place can be read by itself"
            self._wrong(event, f"'*{event.anchor}' is an alias, which is not read", mend)
            return Words("", mark)
        self._refuse_ornaments(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(mark, stream, depth)
        if isinstance(event, SequenceStartEvent):
            return self._listing(mark, stream, depth)
        return Words(str(event.value), mark)

    def _refuse_ornaments(self, event: Any) -> None:
        if event.anchor is not None:
            mend = "Take the '&' name out"
            self._wrong(event, f"'&{event.anchor}' is an anchor, which is not read", mend)
        if event.tag is not None:
            mend = "Take the '!' word out; all values are read as text"
            self._wrong(event, f"'{event.tag}' is a tag, which is not read", mend)

    def _listing(self, mark: Mark, stream: Iterator[Any], depth: int) -> Listing:
        from ruamel.yaml.events import SequenceEndEvent

        items: list[Node] = []
        for event in stream:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event, stream, depth + 1))
        return Listing(tuple(items), mark)

    def _mapping(self, mark: Mark, stream: Iterator[Any], depth: int) -> Mapping:
        from ruamel.yaml.events import MappingEndEvent

        entries: list[tuple[Words, Node]] = []
        seen: dict[str, int] = {}
        for event in stream:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event, stream, depth + 1)
            value = self._node(next(stream), stream, depth + 1)
            if not isinstance(key, Words):
                self._wrong(event, "a key must be plain text", "Write a word before the colon")
            elif key.text == "<<":
                self._wrong(event, "'<<' merges keys, which is not read", "Write the keys out")
            elif key.text in seen:
                first = f"(first in line {seen[key.text]})"
                what = f"the key {key.text!r} stands here a second time {first}"
                self._wrong(event, what, "Keep one of the two")
            else:
                seen[key.text] = key.mark.line
                entries.append((key, value))
        return Mapping(tuple(entries), mark)

    def _wrong(self, event: Any, what: str, mend: str) -> None:
        mark = _mark(event)
        self.problems.append(Problem(self.file, mark.line, mark.column, what, mend))


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
