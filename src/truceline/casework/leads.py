"""Leads: what kept documents point to and the casefile does not hold. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from truceline.reading.page import LineLabel

if TYPE_CHECKING:
    from truceline.evidence.document import Document
    from truceline.reading.page import Page


class PointerKind(StrEnum):
    """How a document points to another."""

    LINK = "link in the text"
    ADDRESS = "web address"
    PAPER = "numbered paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """One thing that is pointed to, by its words, and the ids of the documents that do so."""

    kind: PointerKind
    words: str
    documents: tuple[str, ...]


# An address ends where a sentence or a table goes on; a comma inside one is rare, after one common.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'“”‘’,;()\[\]{}|\\]+", re.IGNORECASE)
# Symbols that the United Nations give to papers (S/1994/777, A/RES/48/134, S/RES/350 (1974)), and
# resolutions named by number and year.
_PAPER = re.compile(
    r"\b[AS]/(?:RES/|PRST/|PV\.)?\d{1,5}(?:/\d{1,5})*(?:/Add\.\d+)?(?: \(\d{4}\))?"
    r"|\bresolution \d{1,4} \((?:19|20)\d{2}\)"
)
_AFTER_ADDRESS = ".:!?*_-"


def pointers_of(documents: Sequence[Document], pages: Sequence[Page]) -> tuple[Pointer, ...]:
    """Return what documents point to and is not among them, most pointed to first.

    Held is a link whose words are the title or the headline of a document, an address that one came
    from, and a paper that a document's title, file name or address names.
    """
    headlines = (
        line.span.quote for page in pages for line in page.lines if line.label is LineLabel.HEADLINE
    )
    titles = {_plain(title) for one in documents if (title := one.title)}
    titles |= {_plain(words) for words in headlines}
    addresses = {_bare(one.url) for one in documents if one.url}
    named = [f"{one.title or ''} {one.filename} {one.url or ''}".casefold() for one in documents]
    found: dict[tuple[PointerKind, str], tuple[str, list[str]]] = {}
    for document, kind, words in _every(documents, pages):
        key = (kind, _bare(words) if kind is PointerKind.ADDRESS else _plain(words))
        if kind is PointerKind.LINK and key[1] in titles:
            continue
        if kind is PointerKind.ADDRESS and key[1] in addresses:
            continue
        _, by = found.setdefault(key, (words, []))
        if document not in by:
            by.append(document)
    pointers = (
        Pointer(kind=kind, words=words, documents=tuple(by))
        for (kind, _), (words, by) in found.items()
        if kind is not PointerKind.PAPER or not _is_named(words, named)
    )
    return tuple(sorted(pointers, key=lambda one: (-len(one.documents), one.kind, one.words)))


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the web addresses that stand in a text.

    >>> addresses_in("see https://gazette.example/a?x=1, and (www.monitor.example).")
    ('https://gazette.example/a?x=1', 'www.monitor.example')
    """
    return tuple(match[0].rstrip(_AFTER_ADDRESS) for match in _ADDRESS.finditer(text))


def papers_in(text: str) -> tuple[str, ...]:
    """Return the numbered papers that a text names.

    >>> papers_in("the report S/2018/244, under resolution 350 (1974)")
    ('S/2018/244', 'resolution 350 (1974)')
    """
    return tuple(match[0] for match in _PAPER.finditer(text))


def _every(
    documents: Sequence[Document], pages: Sequence[Page]
) -> Iterator[tuple[str, PointerKind, str]]:
    for page in pages:
        for lead in page.leads:
            yield page.document, PointerKind.LINK, lead.words
    for one in documents:
        for words in addresses_in(one.text):
            yield one.id, PointerKind.ADDRESS, words
        # What stands inside an address is no paper named in words.
        for words in papers_in(_ADDRESS.sub(" ", one.text)):
            yield one.id, PointerKind.PAPER, words


def _is_named(paper: str, named: Sequence[str]) -> bool:
    """Return whether a document is called by a paper's symbol, its slashes written either way."""
    digits = re.findall(r"[a-z]+|\d+", paper.casefold())
    wanted = re.compile(r"(?<![a-z0-9])" + r"[^a-z0-9]+".join(map(re.escape, digits)) + r"(?!\d)")
    return any(wanted.search(about) for about in named)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _bare(address: str) -> str:
    """Return an address without what does not tell one page from another."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip(), flags=re.IGNORECASE)
    return bare.partition("#")[0].rstrip("/")
