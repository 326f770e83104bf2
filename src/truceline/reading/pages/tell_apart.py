"""Tell a page apart: its lines, its date, who published it, and what it leads to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from truceline.evidence.document import Document, Span
from truceline.reading.page import Lead, LineLabel, Page, PageLine
from truceline.reading.pages.dating import dated
from truceline.reading.pages.lines import label_lines

_TOLD_OUTLET = re.compile(
    r"\b(?:told|tells|confirmed to|said to|speaking to|spoke to|an interview with) (?:the )?"
    r"(?P<outlet>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})['’]s (?:[a-z]+ ){0,2}[A-Z][\w-]+ [A-Z][\w-]+"
)
_HOUSE_CREDIT = re.compile(r"(?:©|\(c\)) (?P<outlet>[A-Z][^\d\n]{2,60})")
# Links run together by a page's markup: a small letter and a capital with no blank between them.
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]+[ :])")
_AROUND_LINKS = " \t>»<«→"


def tell_apart(document: Document) -> Page:
    """Return a document's page: every line labelled with its reason, its date, outlet and leads.

    A page without an article has no line labelled ``body``; a text without a page's frame is one
    passage, all of it body. Claims are read only from lines whose label is part of the article.

    >>> from truceline.digest import digest_of_bytes
    >>> text = "Guns Fall Silent\\n\\nThe guns fell silent on 3 May 2031.\\n\\nSign up now"
    >>> page = tell_apart(Document(id="d-1", digest=digest_of_bytes(b""), media_type="text/plain",
    ...     size_bytes=0, filename="echo.txt", publisher=None, title=None, url=None,
    ...     published=None, text=text))
    >>> [line.label.value for line in page.lines], page.outlet, str(page.dating.published)
    (['headline', 'body', 'subscription line'], 'echo', '2031-05-03/..')
    """
    lines = label_lines(document.text, title=document.title)
    return Page(
        document=document.id,
        lines=lines,
        dating=dated(document, lines),
        outlet=_outlet(document, lines),
        leads=_leads(document.text, lines),
    )


def _outlet(document: Document, lines: Sequence[PageLine]) -> str:
    """Return who published: as stated, as the article speaks of its own reporter, or the file."""
    if document.publisher:
        return document.publisher
    article = "\n".join(line.span.quote for line in lines if line.label.is_article)
    named = Counter(match["outlet"] for match in _TOLD_OUTLET.finditer(article))
    if named:
        return min(named, key=lambda name: (-named[name], name))
    for line in lines:
        if line.label is LineLabel.CREDIT and (found := _HOUSE_CREDIT.search(line.span.quote)):
            return found["outlet"].strip()
    return PurePath(document.filename).stem


def _leads(text: str, lines: Sequence[PageLine]) -> tuple[Lead, ...]:
    found = []
    for line in lines:
        if line.label is not LineLabel.IN_TEXT_LINK:
            continue
        start = line.span.start
        for words in _RUN_TOGETHER.split(line.span.quote):
            bare = words.strip(_AROUND_LINKS)
            if bare:
                at = start + words.index(bare)
                found.append(Lead(span=Span.of(text, at, at + len(bare)), words=bare))
            start += len(words)
    return tuple(found)
