"""Line shapes: what can be seen of one line without knowing its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from truceline.evidence.document import Span
from truceline.reading.words.sentences import word_set
from truceline.reading.words.wordlists import any_of, words_under

# A paragraph of an article, as a rule, is longer than a headline or a teaser.
BODY_CHARACTERS = 140
# A headline is shorter than this many words.
HEADLINE_WORDS = 24
# Of the words that could be small, this share is capital in a headline in title case.
TITLE_SHARE = 0.6

_SMALL = word_set(
    "a an and as at but by for from in into is nor of off on onto or over per says so than that "
    "the then to up vs via was were with after amid against will its his her their not"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|should|may|might|can|did|does|do|said|says|"
    r"told|reported|announced|added|confirmed|according|been|\w{3,}ed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LineShape:
    """One line that holds words, with what its form alone says."""

    span: Span
    words: int
    ends_sentence: bool
    title_case: bool
    has_verb: bool
    blank_before: bool

    @property
    def text(self) -> str:
        """Return the words of the line."""
        return self.span.quote

    @property
    def lowered(self) -> str:
        """Return the words of the line in lower case, with plain apostrophes."""
        return _lowered(self.span.quote)


# Many marks ask for the words of one line, and then of the next.
@lru_cache(maxsize=4)
def _lowered(text: str) -> str:
    return text.lower().replace("’", "'")


def shapes(text: str) -> tuple[LineShape, ...]:
    """Return the lines of a text that hold anything, without the blanks round them.

    >>> [shape.text for shape in shapes("A truce\\n\\n  Guns fell silent.\\n")]
    ['A truce', 'Guns fell silent.']
    """
    found: list[LineShape] = []
    blank = True
    for match in re.finditer(r"[^\n]*", text):
        line = match[0].strip()
        if not line:
            blank = (
                blank
                or match.end() > match.start()
                or text[match.start() - 1 : match.start()] == "\n"
            )
            continue
        start = match.start() + match[0].index(line)
        found.append(_shape(Span(start, start + len(line), line), blank))
        blank = False
    return tuple(found)


def _shape(span: Span, blank: bool) -> LineShape:
    words = _WORD.findall(span.quote[:2_000])
    return LineShape(
        span=span,
        words=len(words),
        ends_sentence=re.search(r"[.!?][\"”’')\]]*\Z", span.quote) is not None,
        title_case=is_title_case(words),
        has_verb=_VERB.search(span.quote[:2_000]) is not None,
        blank_before=blank,
    )


def is_title_case(words: list[str]) -> bool:
    """Return whether words are capitalised as in a headline.

    >>> is_title_case("Army Takes Hill as Talks Fail".split())
    True
    >>> is_title_case("Army takes hill as talks fail".split())
    False
    """
    weighty = [word for word in words[1:] if word.lower() not in _SMALL]
    if len(weighty) < 2:
        return False
    return sum(word[0].isupper() for word in weighty) / len(weighty) >= TITLE_SHARE


@cache
def _list_pattern(key: str, *, at_start: bool) -> re.Pattern[str]:
    words = any_of(words_under("page", key))
    return re.compile(rf"\W*{words}\b" if at_start else rf"(?<!\w){words}(?!\w)")


def speaks_of(shape: LineShape, key: str) -> str | None:
    """Return the words of a list that a line holds, or None."""
    match = _list_pattern(key, at_start=False).search(shape.lowered)
    return None if match is None else match[0]


def starts_with(shape: LineShape, key: str) -> str | None:
    """Return the words of a list that a line starts with, or None."""
    match = _list_pattern(key, at_start=True).match(shape.lowered)
    return None if match is None else match[0].strip()


@cache
def _calls() -> re.Pattern[str]:
    return re.compile(rf"(?:\A\W*|[.?!:|] ){any_of(words_under('page', 'calls'))}\b")


def calls(shape: LineShape) -> str | None:
    """Return the words by which a line calls on the reader to sign in or pay, or None."""
    match = _calls().search(shape.lowered)
    return None if match is None else match[0].strip(" .?!:|")
