"""Parts: a long page cut into pages that can each be read in bounded time and memory.

Reading looks back and forth within a page, so its cost grows faster than its length. An article
stays whole; a book, or a line without end, is read in parts. What a pronoun means does not reach
from one part into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truceline.evidence.document import Span
from truceline.reading.page import Page, PageLine

# Over ten times a newspaper's article; the longest reports of missions have about this a chapter.
LONGEST_PART = 40_000
# A line longer than this is cut: at the end of a sentence, else between two words.
LONGEST_LINE = 3_000

_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s")


def parts_of(page: Page, text: str) -> Iterator[Page]:
    """Yield a page's article in parts, in order; a page of usual length comes back as it is."""
    lines = [line for line in page.lines if line.label.is_article]
    sizes = [line.span.end - line.span.start for line in lines]
    if sum(sizes) <= LONGEST_PART and max(sizes, default=0) <= LONGEST_LINE:
        yield page
        return
    held: list[PageLine] = []
    length = 0
    pieces = [piece for line in lines for piece in _pieces(line, text)]
    for piece in pieces:
        size = piece.span.end - piece.span.start
        if held and length + size > LONGEST_PART:
            yield replace(page, lines=tuple(held))
            held, length = [], 0
        held.append(piece)
        length += size
    yield replace(page, lines=tuple(held))


def _pieces(line: PageLine, text: str) -> Iterator[PageLine]:
    start, end = line.span.start, line.span.end
    while end - start > LONGEST_LINE:
        cut = _cut(text, start, start + LONGEST_LINE)
        yield replace(line, span=Span.of(text, start, cut))
        start = cut
    yield replace(line, span=Span.of(text, start, end))


def _cut(text: str, start: int, end: int) -> int:
    """Return where to cut before ``end``: the last sentence end, else the last blank, else there.

    >>> _cut("One. Two three", 0, 9)
    5
    >>> _cut("one two three", 0, 9)
    8
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", start, end)
    return blank + 1 if blank > start else end
