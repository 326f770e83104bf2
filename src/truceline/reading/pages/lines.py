"""Lines: each line of a text, what it is on the page, and why.

First what a line's own words say; then where the article's body begins and ends; then what stands
before, between and after. Behind the body's end nothing is body unless two whole paragraphs
follow on each other: a teaser reads like news of the day and is of another day.
"""

from __future__ import annotations

from truceline.reading.page import LineLabel, PageLine
from truceline.reading.pages.line_marks import Mark, caption_mark, is_told, mark_of
from truceline.reading.pages.line_shape import BODY_CHARACTERS, HEADLINE_WORDS, LineShape, shapes

# A sentence of the body has at least so many words; a shorter one is a caption or a call.
SENTENCE_WORDS = 5
# A line of running text this long is body even where its last stop is missing.
LONG_LINE_WORDS = 25
# A caption repeated with its credit shares at least so many characters with its twin.
TWIN_CHARACTERS = 40

_CHROME_ENDS = (LineLabel.SUBSCRIPTION_LINE, LineLabel.COMMENT_LINE)


def label_lines(text: str, *, title: str | None = None) -> tuple[PageLine, ...]:
    """Return every line of a text that holds anything, with its label and the reason.

    A text without a headline and without a page's frame is one passage (a log, a communique, a
    paragraph of a report): all of it is body.

    >>> for line in label_lines("Guns Fall Silent\\n\\nThe guns fell silent at noon, an envoy said."
    ...                         "\\n\\nSubscribe now\\n\\nPort Opens New Pier"):
    ...     print(line.label.value, "|", line.why)
    headline | the first line, shaped like a headline
    body | a whole sentence within the article
    subscription line | asks the reader to pay or sign in: 'subscribe'
    teaser | shaped like a headline, behind the article's end
    """
    found = shapes(text)
    if not found:
        return ()
    marks: list[Mark | None] = [mark_of(shape) for shape in found]
    if not _is_page(found, marks):
        return tuple(
            _line(s, LineLabel.BODY, "the text is one passage, without frame") for s in found
        )
    first, last = _body_bounds(found, marks)
    labels = [
        _label(found, marks, index, first=first, last=last, title=title)
        for index in range(len(found))
    ]
    return tuple(_line(shape, *label) for shape, label in zip(found, labels, strict=True))


def _line(shape: LineShape, label: LineLabel, why: str) -> PageLine:
    return PageLine(span=shape.span, label=label, why=why)


def _is_page(found: tuple[LineShape, ...], marks: list[Mark | None]) -> bool:
    framed = any(m is not None and m[0] is not LineLabel.DATE_LINE for m in marks)
    return framed or (len(found) > 1 and _is_headline(found[0]))


def _is_headline(shape: LineShape) -> bool:
    return not shape.ends_sentence and shape.words <= HEADLINE_WORDS and len(shape.text) < 160


def _is_sentence(shape: LineShape) -> bool:
    """Return whether a line has the form of running text."""
    if shape.ends_sentence:
        return shape.words >= SENTENCE_WORDS and (shape.has_verb or shape.words >= 9)
    return shape.has_verb and shape.words >= LONG_LINE_WORDS and not shape.title_case


def _begins_body(shape: LineShape) -> bool:
    return _is_sentence(shape) and shape.has_verb and caption_mark(shape) is None


def _is_asking_headline(found: tuple[LineShape, ...], marks: list[Mark | None], index: int) -> bool:
    """Return whether the first line is a headline that ends in a question or a cry."""
    first = next((i for i in range(len(found)) if marks[i] is None), None)
    return (
        index == first
        and found[index].text[-1:] in "?!"
        and found[index].words <= HEADLINE_WORDS
        and len(found) > index + 1
    )


def _body_bounds(found: tuple[LineShape, ...], marks: list[Mark | None]) -> tuple[int, int]:
    """Return the first and the last line of the body; (n, n - 1) where there is none."""
    count = len(found)
    first = next(
        (
            i
            for i in range(count)
            if marks[i] is None
            and _begins_body(found[i])
            and not _is_twin(found, i)
            and not _is_asking_headline(found, marks, i)
        ),
        count,
    )
    last = first
    index = first
    while index < count:
        if _ends_body(found, marks, index, first) and not _resumes(found, marks, index + 1):
            break
        if marks[index] is None and _is_sentence(found[index]):
            last = index
        index += 1
    return (first, last) if first < count else (count, count - 1)


def _ends_body(
    found: tuple[LineShape, ...], marks: list[Mark | None], index: int, first: int
) -> bool:
    if index <= first:
        return False
    mark = marks[index]
    if mark is not None:
        return mark[0] in (*_CHROME_ENDS, LineLabel.TEASER)
    if caption_mark(found[index]) is not None:
        return False
    if _is_teaser_pair(found, marks, index):
        # One pair may be the article's last sentence with another story's headline under it.
        again = any(_is_teaser_pair(found, marks, i) for i in range(index + 1, len(found)))
        if again or not found[index].has_verb:
            return True
    return _is_headline(found[index])


def _is_teaser_pair(found: tuple[LineShape, ...], marks: list[Mark | None], index: int) -> bool:
    """Return whether a line is a picture's caption with the headline of another story under it."""
    if index + 1 >= len(found) or marks[index + 1] is not None:
        return False
    shape, under = found[index], found[index + 1]
    return (
        shape.ends_sentence
        and not is_told(shape)
        and len(shape.text) < 2 * BODY_CHARACTERS
        and _is_headline(under)
        and under.title_case
        and caption_mark(under) is None
    )


def _resumes(found: tuple[LineShape, ...], marks: list[Mark | None], index: int) -> bool:
    """Return whether two whole paragraphs follow on each other, with nothing like a teaser by."""
    pair = [i for i in range(index, min(index + 2, len(found))) if marks[i] is None]
    if len(pair) < 2:
        return False
    return all(
        found[i].ends_sentence
        and found[i].has_verb
        and len(found[i].text) >= BODY_CHARACTERS
        and caption_mark(found[i]) is None
        and not _is_teaser_pair(found, marks, i)
        for i in pair
    )


def _is_twin(found: tuple[LineShape, ...], index: int) -> bool:
    """Return whether a neighbouring line begins with the same words: a caption shown twice."""
    opening = found[index].text[:TWIN_CHARACTERS]
    return len(opening) == TWIN_CHARACTERS and any(
        found[other].text.startswith(opening)
        for other in (index - 1, index + 1)
        if 0 <= other < len(found)
    )


def _label(
    found: tuple[LineShape, ...],
    marks: list[Mark | None],
    index: int,
    *,
    first: int,
    last: int,
    title: str | None,
) -> Mark:
    shape, mark = found[index], marks[index]
    if title is not None and shape.text.strip() == title.strip() and index < max(first, 1):
        return LineLabel.HEADLINE, "the same words as the document's title"
    if mark is not None:
        return mark
    caption = caption_mark(shape)
    if (
        caption is None
        and _is_twin(found, index)
        and not (first <= index <= last and is_told(shape))
    ):
        caption = "the same words stand beside it: a caption shown twice"
    if index > last:
        return _behind(shape, caption)
    if caption is not None:
        return LineLabel.CAPTION, caption
    if index < first:
        return _ahead(found, marks, index)
    if _is_sentence(shape) or shape.ends_sentence:
        return LineLabel.BODY, "a whole sentence within the article"
    return LineLabel.NAVIGATION, "a heading within the article; nothing is read from it"


def _ahead(found: tuple[LineShape, ...], marks: list[Mark | None], index: int) -> Mark:
    """Label a line above the body: the first is the headline, the others its deck."""
    above = [i for i in range(index) if marks[i] is None and caption_mark(found[i]) is None]
    if not above:
        return LineLabel.HEADLINE, "the first line, shaped like a headline"
    return LineLabel.DECK, "between the headline and the article"


def _behind(shape: LineShape, caption: str | None) -> Mark:
    if caption is not None and caption.startswith("begins"):
        return LineLabel.CAPTION, caption
    if shape.ends_sentence:
        return LineLabel.TEASER, "a sentence behind the article's end"
    return LineLabel.TEASER, "shaped like a headline, behind the article's end"
