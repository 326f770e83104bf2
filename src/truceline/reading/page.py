"""Page: a document's text told apart, line by line, into article and chrome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.evidence.document import Span
from truceline.timespan import Timespan


class LineLabel(StrEnum):
    """What one line of a page is."""

    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    DATE_LINE = "date line"
    CAPTION = "caption"
    CREDIT = "credit"
    BODY = "body"
    IN_TEXT_LINK = "in-text link"
    SUBSCRIPTION_LINE = "subscription line"
    COMMENT_LINE = "comment line"
    TEASER = "teaser"
    NAVIGATION = "navigation"

    @property
    def is_article(self) -> bool:
        """Return whether claims may be read from such a line."""
        return self in (LineLabel.HEADLINE, LineLabel.DECK, LineLabel.CAPTION, LineLabel.BODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line, what it is, and why it was taken for that."""

    span: Span
    label: LineLabel
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """When a document was published, as an interval, and each reason for it."""

    published: Timespan | None
    stated: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A document to add next: a link's words, and the span it stood in."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document told apart: its lines, its date, and its leads."""

    document: str
    lines: tuple[PageLine, ...]
    dating: Dating
    outlet: str
    leads: tuple[Lead, ...] = ()
