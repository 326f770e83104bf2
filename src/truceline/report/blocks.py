"""Blocks: a report as headings, paragraphs, lists, tables and pictures, for forms that have pages.

They are those of the Markdown form, so that every form says the same; only the maps come in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from truceline.report.report import Report

if TYPE_CHECKING:
    from markdown_it.token import Token

# More columns than this are too narrow to read on an upright sheet of paper.
_MOST_COLUMNS = 12
# What a row is about stands in its first two columns, and is said again where a table goes on.
_NAMING_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; ``level`` 1 is that of the whole report."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a list; ``depth`` 0 is the outermost."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a row of headers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as SVG, what it shows in words, and what stands under it."""

    svg: str
    words: str
    caption: str


Block: TypeAlias = Heading | Paragraph | Item | Table | Picture

# Where the maps stand in the other forms that have them.
_MAPS_BEFORE = Heading(level=2, text="Findings")


def blocks_of(report: Report) -> tuple[Block, ...]:
    """Return a report in blocks, in the order in which it is read."""
    from markdown_it import MarkdownIt

    from truceline.report.as_markdown import as_markdown

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    found: list[Block] = []
    for block in _read(reader.parse(as_markdown(report, on_paper=True))):
        if block == _MAPS_BEFORE:
            found += _maps(report)
        found.append(block)
    return tuple(part for block in found for part in _narrow(block))


def _maps(report: Report) -> Iterator[Block]:
    from truceline.report.drawing.sheet import disclaimer
    from truceline.report.map import draw

    yield Heading(level=2, text="Map")
    for agreement in report.agreements:
        findings = [one for one in report.findings if one.agreement == agreement.id]
        yield Picture(
            svg=draw(agreement, incidents=report.incidents, findings=findings),
            words=f"Map of {agreement.title}; incidents, lines and zones are listed in the text",
            caption=disclaimer(agreement),
        )


def _read(tokens: Sequence[Token]) -> Iterator[Block]:
    depth, header, rows = -1, tuple[str, ...](), list[tuple[str, ...]]()
    cells: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        match token.type:
            case "bullet_list_open":
                depth += 1
            case "bullet_list_close":
                depth -= 1
            case "tr_open":
                cells = []
            case "thead_close":
                header, rows = tuple(cells), []
            case "tr_close" if token.level == 2:
                rows.append(tuple(cells))
            case "table_close":
                yield Table(header=header, rows=tuple(one for one in rows if one != header))
            case "inline":
                opened = "" if before is None else before.type
                if opened == "heading_open" and before is not None:
                    yield Heading(level=int(before.tag[1:]), text=_words(token))
                elif opened in ("th_open", "td_open"):
                    cells.append(_words(token))
                elif depth >= 0:
                    yield Item(depth=depth, text=_words(token))
                else:
                    yield Paragraph(text=_words(token))


def _words(token: Token) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(one.type, one.content) for one in token.children or ())


def _narrow(block: Block) -> Iterator[Block]:
    """Yield a table that is too wide for a sheet in parts, each with the columns that name rows."""
    if not isinstance(block, Table) or len(block.header) <= _MOST_COLUMNS:
        yield block
        return
    step = _MOST_COLUMNS - _NAMING_COLUMNS
    for first in range(_NAMING_COLUMNS, len(block.header), step):
        yield Table(
            header=(*block.header[:_NAMING_COLUMNS], *block.header[first : first + step]),
            rows=tuple((*row[:_NAMING_COLUMNS], *row[first : first + step]) for row in block.rows),
        )
