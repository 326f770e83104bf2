"""Line marks: labels that a line of a page earns by its own words, wherever it stands."""

from __future__ import annotations

import re

from truceline.reading.page import LineLabel
from truceline.reading.pages.line_shape import LineShape, calls, speaks_of, starts_with

# Chrome is terse: longer lines that speak of subscribers or comments are taken for news of them.
CHROME_WORDS = 18
COMMENT_WORDS = 12
NAVIGATION_WORDS = 6
CREDIT_WORDS = 12

Mark = tuple[LineLabel, str]

_LINK = re.compile(r"\A(?:>>|»|→|\[?read:)|(?:<<|»)\Z| is here\.?\Z", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:said|says|told|reported|announced|according to|added|warned)\b")
_PRICE = re.compile(
    r"(?:[$€£]\s?\d|\d+(?:\.\d\d)? ?(?:euros?|dollars?|pounds?|zł)\b).*"
    r"\b(?:week|month|year|now|keep)"
)
_BYLINE = re.compile(
    r"\A(?:(?:by|from|posted by|written by|reporting by|text by)[: ]\s*)"
    r"(?:[A-Z][\w.’'-]+|admin|staff\b.*|our .*)(?:[ ,&]+(?:and |in )?[A-Z][\w.’'-]+){0,7}\Z",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"\A[A-Z][A-Z .'’-]{2,30}(?:,? [A-Z][a-z]{2,9}\.? \d{1,2})?(?: \([^)]{2,30}\))?\Z"
)
_DATE_ALONE = re.compile(
    r"\A(?:(?:published|updated|last updated|posted|date|dateline)\b[: ]*(?:on |at )?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
    r"(?:[, T|-]+\d{1,2}[:.]\d\d(?: ?[AP]M)?(?: ?(?:GMT|UTC|IST|[A-Z]{3,4}))?)?\Z",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(
    r"(?:\((?:photo|picture|image)?[: ]*[^()]{2,60}(?:/| via )[^()]{2,60}\)|"
    r"\b(?:credit|photo|picture|image|photograph|courtesy)\s?[:/]\s?"
    r"[^.]{2,60}(?:\. ?[^.]{2,40})?)\.?\Z",
    re.IGNORECASE,
)
_CREDIT_ALONE = re.compile(
    r"\A(?:©|\(c\)|credit\b|photos?(?: credit)?\s?:|photo by|photo of [^:]{2,20}:.*\bby\b|"
    r"picture by|images?:|image credit|picture:|source:|courtesy)",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"\A[^|>›»/]{1,25}(?:\s[|>›»/]\s[^|>›»/]{1,25})+\Z|\A[A-Z]+(?:\s{2,}[A-Z]+)+\Z|\A\[[^\]]+\]\Z"
)


def mark_of(shape: LineShape) -> Mark | None:
    """Return the label that a line's own words give it, with the reason; None where they do not.

    >>> from truceline.reading.pages.line_shape import shapes
    >>> [mark_of(s)[0].value for s in shapes("Photo: A. Nother\\nSign up now\\nComments (3)")]
    ['credit', 'subscription line', 'comment line']
    """
    for test in (_link, _date_line, _byline, _teaser, _credit, _frame, _reader_line, _navigation):
        found = test(shape)
        if found is not None:
            return found
    return None


def caption_mark(shape: LineShape) -> str | None:
    """Return why a line is a caption by its own words, or None.

    >>> from truceline.reading.pages.line_shape import shapes
    >>> caption_mark(shapes("A lorry at the gate. (A. Nother/Agency)")[0])
    'ends with a credit'
    """
    opened = starts_with(shape, "captions")
    if opened is not None and re.match(rf"\W*{re.escape(opened)}\s?:", shape.lowered):
        return f"begins with {opened!r}, as captions do"
    if _CREDIT_AT_END.search(shape.text) and shape.words < 80 and not _TOLD.search(shape.lowered):
        return "ends with a credit"
    return None


def is_told(shape: LineShape) -> bool:
    """Return whether a line tells what somebody said, as news does and chrome does not."""
    return _TOLD.search(shape.lowered) is not None


def _link(shape: LineShape) -> Mark | None:
    if _LINK.search(shape.text):
        return LineLabel.IN_TEXT_LINK, "set off as a link to another page"
    opened = starts_with(shape, "links")
    if opened is not None and re.match(rf"\W*{re.escape(opened)}\s?:", shape.lowered):
        return LineLabel.IN_TEXT_LINK, f"begins with {opened!r} and a colon"
    return None


def _date_line(shape: LineShape) -> Mark | None:
    if _DATE_ALONE.match(shape.text):
        return LineLabel.DATE_LINE, "holds a date and nothing else"
    if _CAPITALS.match(shape.text) and starts_with(shape, "navigation") is None:
        return LineLabel.DATE_LINE, "a place in capitals, alone or with a day"
    return None


def _byline(shape: LineShape) -> Mark | None:
    if _BYLINE.match(shape.text) and not shape.ends_sentence:
        return LineLabel.BYLINE, "names a writer after 'by'"
    return None


def _teaser(shape: LineShape) -> Mark | None:
    opened = starts_with(shape, "teasers")
    if opened is None or re.search(r"\bby [A-Z]\. ", shape.text):
        return None
    if re.match(rf"\W*{re.escape(opened)}(?: \d+)?\s?:", shape.lowered):
        return LineLabel.TEASER, f"begins with {opened!r} and a colon"
    return None


def _credit(shape: LineShape) -> Mark | None:
    if _CREDIT_ALONE.match(shape.text) and shape.words <= CREDIT_WORDS:
        return LineLabel.CREDIT, "a credit and nothing else"
    return None


def _reader_line(shape: LineShape) -> Mark | None:
    if shape.words > CHROME_WORDS or is_told(shape):
        return None
    words = speaks_of(shape, "comments")
    to_commenters = words is not None and shape.words <= COMMENT_WORDS
    if to_commenters and "comment" in shape.lowered:
        return LineLabel.COMMENT_LINE, f"speaks to commenters: {words!r}"
    asked = speaks_of(shape, "subscription") or calls(shape)
    if asked is not None:
        return LineLabel.SUBSCRIPTION_LINE, f"asks the reader to pay or sign in: {asked!r}"
    if _PRICE.search(shape.lowered) and not shape.has_verb:
        return LineLabel.SUBSCRIPTION_LINE, "names a price for reading"
    if to_commenters:
        return LineLabel.COMMENT_LINE, f"speaks to readers: {words!r}"
    return None


def _frame(shape: LineShape) -> Mark | None:
    if _PATH.match(shape.text) and shape.words <= 3 * NAVIGATION_WORDS:
        return LineLabel.NAVIGATION, "a row of short headings, or words in brackets"
    return None


def _navigation(shape: LineShape) -> Mark | None:
    opened = starts_with(shape, "navigation")
    if opened is None or shape.ends_sentence:
        return None
    rest = shape.lowered.strip(" \t:|>").removeprefix(opened)
    if not rest or opened in ("correction", "listen", "watch", "follow us", "share", "share on"):
        return LineLabel.NAVIGATION, f"begins with {opened!r}, a word of the page's frame"
    if shape.words <= 2:
        return LineLabel.NAVIGATION, f"begins with {opened!r}, and is as short as a heading"
    return None
