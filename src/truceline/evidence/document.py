"""Document: bytes that were kept, and the text that was read out of them."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.digest import Digest
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file as it came in: the digest of its bytes, and the text that spans point into.

    ``text`` is never cleaned: a span's offsets count its Unicode characters from 0. What is article
    and what is chrome is told line by line by the reader, beside the text and not inside it.
    ``published`` is what the bytes or the person who added them state; where nothing states it the
    reader argues a date from the text, and that is kept apart.
    """

    id: str
    digest: Digest
    media_type: str
    size_bytes: int
    filename: str
    publisher: str | None
    title: str | None
    url: str | None
    published: Timespan | None
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Part of a document's text: ``start`` up to, and without, ``end``, and the words there.

    >>> Span.within("a truce held", "truce")
    Span(start=2, end=7, quote='truce')
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span of a text from ``start`` up to ``end``.

        >>> Span.of("a truce held", 2, 7).quote
        'truce'
        """
        return cls(start, end, text[start:end])

    @classmethod
    def within(cls, text: str, words: str) -> Span:
        """Return the first span of a text that holds these words; ValueError where none does."""
        start = text.index(words)
        return cls(start, start + len(words), words)

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end
